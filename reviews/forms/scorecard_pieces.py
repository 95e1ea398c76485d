"""The pieces of a scorecard's form: a component with its measures, each with its rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.forms.scorecard_rows import BandRow, Data, Rows, percent_field
from reviews.queries.scorecard_words import SHARES
from reviews.queries.words import COMPONENTS, MEASURES
from reviews.rules.scorecard import (
    FULL,
    MEASURES_OF,
    Band,
    Bands,
    Component,
    ComponentRule,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Ratio,
    Rule,
    Sample,
)
from reviews.rules.scorecard_faults import ZERO

MOST_CASES = 99_999
TARGET, BANDS = "ratio", "bands"
KINDS = [(TARGET, _("Against a target")), (BANDS, _("By bands"))]
MISSING = [
    (Missing.DROP, _("Leave it out; the others weigh more")),
    (Missing.NEUTRAL, _("Count the neutral score")),
    (Missing.FAIL, _("Count 0")),
]


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class MeasureForm(forms.Form):
    """What is measured, and how it is scored. The only measure of its component always counts, with
    all its weight."""

    counts = _tick(_("Counts"))
    weight = percent_field(_("Weight in the component, %"))
    kind = forms.ChoiceField(
        label=_("Scored"), choices=KINDS, widget=forms.RadioSelect, required=False
    )
    target = percent_field(_("Target, %"))
    per_point = percent_field(_("Points off or on for each point of the record"))
    cap = percent_field(_("Gives at most"))
    least = forms.IntegerField(
        label=_("Small below so many cases"),
        required=False,
        min_value=0,
        max_value=MOST_CASES,
        widget=forms.TextInput(
            attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off", "size": 6}
        ),
    )
    assumed = percent_field(_("Missing cases count as, %"))

    def __init__(self, data: Data, measure: Measure, rule: MeasureRule | None) -> None:
        self.measure = measure
        super().__init__(
            data, prefix=measure, initial=_initial(measure, rule), use_required_attribute=False
        )
        held = rule.rule.bands if rule and isinstance(rule.rule, Bands) else ()
        self.bands = Rows(
            BandRow,
            data,
            f"{measure}-band",
            [{"lower": x.lower, "upper": x.upper, "points": x.points} for x in held],
            spare=2 if held else 4,
        )
        self.fields["weight"].widget.attrs["data-weighs"] = self.component
        self.fields["weight"].widget.attrs["data-counted-by"] = self["counts"].auto_id

    @property
    def component(self) -> str:
        return next(str(one) for one, measures in MEASURES_OF.items() if self.measure in measures)

    @property
    def name(self) -> Any:
        return MEASURES[self.measure]

    @property
    def share(self) -> Any:
        return SHARES[self.measure]

    @property
    def takes_points(self) -> bool:
        return self.measure == Measure.CONDUCT_RECORD

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("least") and given.get("assumed") is None and "assumed" not in self.errors:
            self.add_error("assumed", _("Say as what the missing cases count."))
        return given

    def is_valid(self) -> bool:
        return super().is_valid() and (not self._has_bands() or self.bands.is_valid())

    def _has_bands(self) -> bool:
        return not self.takes_points and self.cleaned_data.get("kind") == BANDS

    def rule(self, *, is_only: bool) -> MeasureRule:
        """A figure that was not given is 0, and so is told among the faults."""
        given = self.cleaned_data
        least, cap = given["least"], given["cap"]
        return MeasureRule(
            self.measure,
            self._rule(),
            FULL if is_only else given["weight"] or ZERO,
            FULL if cap is None else cap,
            Sample(least, given["assumed"]) if least else None,
        )

    def _rule(self) -> Rule:
        if self.takes_points:
            return Points(self.cleaned_data["per_point"] or ZERO)
        if self._has_bands():
            rows = self.bands.filled
            return Bands(tuple(Band(row["lower"], row["upper"], row["points"]) for row in rows))
        return Ratio(self.cleaned_data["target"] or ZERO)


def _initial(measure: Measure, each: MeasureRule | None) -> dict[str, Any]:
    if each is None:
        return {"kind": TARGET, "target": FULL, "per_point": 5, "cap": FULL}
    rule = each.rule
    return {
        "counts": True,
        "weight": each.weight,
        "kind": BANDS if isinstance(rule, Bands) else TARGET,
        "target": rule.target if isinstance(rule, Ratio) else None,
        "per_point": rule.per_point if isinstance(rule, Points) else None,
        "cap": each.cap,
        "least": each.sample.least if each.sample else None,
        "assumed": each.sample.assumed if each.sample else None,
    }


class ComponentForm(forms.Form):
    counts = _tick(_("Counts"))
    weight = percent_field(_("Weight, %"))
    missing = forms.ChoiceField(
        label=_("Without data"),
        choices=MISSING,
        widget=forms.Select(attrs={"class": "input"}),
    )
    neutral = percent_field(_("Neutral score"))

    def __init__(self, data: Data, component: Component, rule: ComponentRule | None) -> None:
        self.component = component
        # Whether its measures are unfolded.
        self.is_open = False
        super().__init__(
            data, prefix=component, initial=_beginning(rule), use_required_attribute=False
        )
        self.fields["weight"].widget.attrs["data-weighs"] = "whole"
        self.fields["weight"].widget.attrs["data-counted-by"] = self["counts"].auto_id
        held = {each.measure: each for each in rule.measures} if rule else {}
        self.measures = [
            MeasureForm(data, measure, held.get(measure)) for measure in MEASURES_OF[component]
        ]

    @property
    def name(self) -> Any:
        return COMPONENTS[self.component]

    @property
    def has_one_measure(self) -> bool:
        return len(self.measures) == 1

    def is_valid(self) -> bool:
        """What does not count may say anything."""
        if not super().is_valid():
            return not self.does_count
        return not self.does_count or all(each.is_valid() for each in self._counting())

    @property
    def does_count(self) -> bool:
        return bool(self["counts"].value())

    @property
    def has_mistakes(self) -> bool:
        """In itself or in a measure."""
        return self.is_bound and not self.is_valid()

    def _counting(self) -> list[MeasureForm]:
        if self.has_one_measure:
            return self.measures
        return [each for each in self.measures if each["counts"].value()]

    def rule(self) -> ComponentRule:
        given = self.cleaned_data
        only = self.has_one_measure
        return ComponentRule(
            self.component,
            given["weight"] or ZERO,
            tuple(each.rule(is_only=only) for each in self._counting()),
            Missing(given["missing"]),
            ZERO if given["neutral"] is None else given["neutral"],
        )


def _beginning(rule: ComponentRule | None) -> dict[str, Any]:
    if rule is None:
        return {"missing": Missing.DROP, "neutral": 75}
    return {
        "counts": True,
        "weight": rule.weight,
        "missing": rule.missing,
        "neutral": rule.neutral,
    }
