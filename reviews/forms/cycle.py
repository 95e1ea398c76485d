"""A cycle before it is opened."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.forms.choices import UnitChoiceField
from lms.people.models import PostGroup, Unit
from lms.people.rules.periods import Period
from reviews.models import ReviewCycle
from reviews.queries.words import STATES
from reviews.rules.cycles import SHORTEST, CycleKind, days_in, probation_of, recent
from reviews.rules.procedure import State
from reviews.rules.timeline import Timeline

DAYS = {
    "self_days": STATES[State.SELF_ASSESSMENT],
    "rating_days": STATES[State.RATING],
    "calibration_days": STATES[State.CALIBRATION],
    "talk_days": STATES[State.TALK],
    "sign_days": STATES[State.SIGN_OFF],
    "appeal_days": STATES[State.APPEAL_TIME],
    "decision_days": STATES[State.APPEALED],
}
# So many past periods can be chosen.
QUARTERS, YEARS = 4, 2
LEAST_DAYS = {CycleKind.QUARTERLY: 30, CycleKind.YEARLY: 90, CycleKind.PROBATION: 15}
MONTHS, LEAD = 3, 14


def period_name(kind: CycleKind, period: Period) -> str:
    """In the language that is active."""
    year, quarter = period.from_on.year, (period.from_on.month + 2) // 3
    if kind == CycleKind.YEARLY:
        return _t("Year %(year)s") % {"year": year}
    return _t("Quarter %(quarter)d of %(year)s") % {"quarter": quarter, "year": year}


def cycle_name(kind: CycleKind, period: Period | None) -> str:
    if period is None:
        return _t("Reviews at the end of probation")
    return _t("Reviews, %(period)s") % {"period": period_name(kind, period)}


class CycleForm(forms.Form):
    """A cycle of one kind; what was chosen for the last one of the kind is proposed (`before`)."""

    period = forms.ChoiceField(label=_("Period"))
    name = forms.CharField(label=pgettext_lazy("cycle", "Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    unit = UnitChoiceField(Unit.objects.none(), label=_("For the people of"), empty_label=None)
    groups = forms.ModelMultipleChoiceField(
        PostGroup.objects.all(),
        label=_("Post groups"),
        help_text=_("None chosen: everybody."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    probation_months = forms.IntegerField(
        label=_("Months of probation"), min_value=1, max_value=6, initial=MONTHS
    )
    lead_days = forms.IntegerField(
        label=_("Days before the probation ends"),
        help_text=_("So long before its end the reviewed time is over, so that there is time."),
        min_value=0,
        max_value=60,
        initial=LEAD,
    )
    least_days = forms.IntegerField(
        label=_("Days in the period at least"),
        help_text=_("Whoever was there for a shorter time is left out."),
        min_value=1,
        max_value=366,
    )

    def __init__(
        self,
        *args: Any,
        kind: CycleKind,
        units: QuerySet[Unit],
        today: date,
        before: ReviewCycle | None = None,
        **kwargs: Any,
    ) -> None:
        periods = recent(kind, today, YEARS if kind == CycleKind.YEARLY else QUARTERS)
        kwargs["initial"] = _proposed(kind, periods, before) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.periods = {period.from_on.isoformat(): period for period in periods}
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        choices = [(key, period_name(kind, period)) for key, period in self.periods.items()]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]
        others = ("period",) if kind == CycleKind.PROBATION else ("probation_months", "lead_days")
        for name in others:
            del self.fields[name]
        for name in DAYS:
            self.fields[name] = forms.IntegerField(min_value=1, max_value=90)
            self.fields[name].label = DAYS[name]  # type: ignore[assignment]
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "input"

    def clean(self) -> dict[str, Any]:
        """A probation leaves the days that somebody has to have been there."""
        said = super().clean() or self.cleaned_data
        if self.kind == CycleKind.PROBATION and not self.errors:
            period = probation_of(SHORTEST, said["probation_months"], said["lead_days"])
            if not days_in(period) >= said["least_days"]:
                self.add_error("least_days", _("No probation of these months leaves so many days."))
        return said

    @property
    def own_fields(self) -> Iterator[forms.BoundField]:
        return (field for field in self if field.name not in DAYS and field.name != "groups")

    @property
    def day_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in DAYS)

    @property
    def cycle(self) -> ReviewCycle:
        """What was filled in, not saved."""
        said = dict(self.cleaned_data)
        said.pop("groups")
        chosen = said.pop("period", None)
        period = self.periods[chosen] if chosen else None
        return ReviewCycle(
            kind=str(self.kind),
            period_from=period.from_on if period else None,
            period_until=period.until_on if period else None,
            **said,
        )

    @property
    def chosen_groups(self) -> list[PostGroup]:
        return list(self.cleaned_data["groups"])


def _proposed(kind: CycleKind, periods: list[Period], before: ReviewCycle | None) -> dict[str, Any]:
    period = periods[0] if periods else None
    found: dict[str, Any] = {"least_days": LEAST_DAYS[kind]}
    found |= {name: getattr(Timeline(), name) for name in DAYS}
    for name, language in (("name", "zh-hans"), ("name_en", "en")):
        with translation.override(language):
            found[name] = cycle_name(kind, period)
    if before is not None:
        kept = ("unit", "least_days", *DAYS)
        found |= {name: getattr(before, name) for name in kept}
        found["groups"] = list(before.groups.all())
        if before.probation_months:
            found |= {
                "probation_months": before.probation_months,
                "lead_days": before.lead_days,
            }
    return found
