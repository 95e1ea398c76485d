from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conduct_records.queries.cases.words import STATES
from conduct_records.rules.cases.deductions import NotExact, fen_of, in_yuan
from conduct_records.rules.cases.packs import DAYS, MOST, Pack, faults_of
from conduct_records.rules.cases.procedure import State
from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Unit

FAULTS = {
    "answer_days": _("Give 1 to %(most)d days."),
    "appeal_days": _("Give 1 to %(most)d days."),
    "days": _("Give 1 to %(most)d days."),
    "decision_months": _("Give 1 to 120 months, or nothing where no time is set."),
    "minimum_wage": _("Give more than 0 yuan, or nothing: then nothing can be deducted."),
    "deduction_percent": _("Give 1 to 20 percent; the law allows no more."),
}


def _days_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, widget=forms.NumberInput(attrs={"min": 1, "max": MOST}))


class PackForm(forms.Form):
    """Regional rules that hold from a day on."""

    unit = UnitChoiceField(Unit.objects.none(), label=_("Hold for"), empty_label=None)
    valid_from = forms.DateField(
        label=_("Hold from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(label=_("Name of the region"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    source = forms.CharField(
        label=_("Rests on"),
        max_length=200,
        required=False,
        help_text=_("The decree or notice in which the figures stand, with number and day."),
    )
    minimum_wage = forms.CharField(
        label=_("Minimum wage, yuan a month"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    deduction_percent = forms.IntegerField(label=_("At most this part of a month’s wage, percent"))
    decision_months = forms.IntegerField(
        label=_("Months from knowledge to decision"), required=False
    )
    answer_days = _days_field(_("Days to answer an allegation"))
    appeal_days = _days_field(_("Days to appeal"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for state in DAYS:
            self.fields[f"days.{state}"] = _days_field(STATES[state])
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[f"days.{state}"] for state in DAYS]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("days.")]

    def clean_minimum_wage(self) -> int | None:
        """In fen."""
        text = self.cleaned_data["minimum_wage"]
        try:
            return fen_of(text) if text else None
        except NotExact:
            raise forms.ValidationError(
                _("An amount in yuan with at most two decimals, such as 2490.00.")
            ) from None

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self.show_faults(faults_of(self.pack))
        return self.cleaned_data

    def show_faults(self, names: list[str]) -> None:
        for name in names:
            self.add_error(name, FAULTS[name.partition(".")[0]] % {"most": MOST})

    @property
    def pack(self) -> Pack:
        given = self.cleaned_data
        days = {State(state): given[f"days.{state}"] for state in DAYS}
        figures = {
            name: value
            for name, value in given.items()
            if name not in ("unit", "valid_from") and not name.startswith("days.")
        }
        return Pack(**figures, days=days)


def initial_of(pack: Pack, unit: Unit | None) -> Mapping[str, Any]:
    """The form as it stands when it begins with figures that hold already."""
    wage = None if pack.minimum_wage is None else in_yuan(pack.minimum_wage)
    days = {f"days.{state}": days for state, days in pack.days.items()}
    return pack.as_json() | days | {"minimum_wage": wage, "unit": unit}
