"""After the decision: the appeal, and what is kept back or paid back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conduct_records.forms.cases.steps.base import (
    Desk,
    MonthField,
    StepForm,
    YuanField,
    radio_field,
    text_field,
)
from conduct_records.queries.cases.words import GROUNDS
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.deductions import in_yuan
from conduct_records.rules.cases.records import to_pay_back

UPHELD = "upheld"


class AppealedForm(StepForm):
    is_told_later = True
    has_scan = True
    introduction = _("For an appeal that came on paper. The person can also appeal on their phone.")
    grounds = forms.MultipleChoiceField(
        label=_("Grounds"), choices=GROUNDS.items, widget=forms.CheckboxSelectMultiple
    )
    text = text_field(_("What the person says"), rows=8)

    def says(self) -> said.Appealed:
        given = self.cleaned_data
        grounds = tuple(said.Ground(each) for each in given["grounds"])
        return said.Appealed(grounds, given["text"])


class AppealDecidedForm(StepForm):
    introduction = _(
        "An appeal that is upheld takes every effect back: points, ladder, and what was kept back "
        "of the wage."
    )
    how = radio_field(
        _("Decision"), ((UPHELD, _("The appeal is upheld")), ("dismissed", _("It is dismissed")))
    )
    reasons = text_field(_("Reasons"), rows=6)

    def says(self) -> said.AppealDecided:
        given = self.cleaned_data
        return said.AppealDecided(given["how"] == UPHELD, given["reasons"])


class InstalmentTakenForm(StepForm):
    introduction = _("A later month’s part of what was carried over, within what that month bears.")
    month = MonthField(label=_("Month"))
    wage = YuanField(label=_("That month’s wage in yuan"))
    bonus = YuanField(
        label=_("That month’s bonus in yuan"),
        help_text=_("Where the deduction rests on the scheme of variable pay."),
        required=False,
    )
    amount = YuanField(label=_("Kept back in yuan"))

    def says(self) -> said.InstalmentTaken:
        given = self.cleaned_data
        minimum = self.desk.found.pack.minimum_wage or 0
        return said.InstalmentTaken(
            given["month"], given["wage"], minimum, given["amount"], given["bonus"]
        )


class RepaidForm(StepForm):
    introduction = _("What was kept back goes back to the person with their wage.")
    amount = YuanField(label=_("Paid back in yuan"))
    month = MonthField(label=_("With the wage of the month"))

    @classmethod
    def start_of(cls, desk: Desk) -> dict[str, Any]:
        return {"amount": in_yuan(to_pay_back(desk.file))}

    def says(self) -> said.Repaid:
        return said.Repaid(self.cleaned_data["amount"], self.cleaned_data["month"])
