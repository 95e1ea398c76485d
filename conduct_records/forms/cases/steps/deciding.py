"""The decision: a finding on each charge, one sanction with its parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.actions.cases.decide_case import Parts, decide_case, measure_for
from conduct_records.forms.cases.steps.base import (
    Desk,
    MonthField,
    StepForm,
    YuanField,
    choice_field,
    day_field,
    line_field,
    radio_field,
    text_field,
)
from conduct_records.models import CaseStep
from conduct_records.queries.cases.words import BASES, LEAVING, RESTS
from conduct_records.queries.words import SANCTIONS
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.deductions import Basis, Deduction, Rest
from conduct_records.rules.cases.measures import WARNINGS, Ending, Leaving, Training
from conduct_records.rules.codebook import Rule, Sanction
from courses.queries import live_courses
from lms.people.rules.employment import needs_employer

PROVEN, NOT_PROVEN = "proven", "not_proven"
FINDINGS = (
    (PROVEN, pgettext_lazy("finding", "Proven")),
    (NOT_PROVEN, pgettext_lazy("finding", "Not proven")),
)
NONE = ("", pgettext_lazy("sanction", "None"))


@dataclass(frozen=True)
class ChargeFields:
    charge: said.Charged
    rule: Rule | None
    proven: forms.BoundField
    why: forms.BoundField


class DecidedForm(StepForm):
    """Asked twice: what it comes to is shown before it is final (`is_reviewed` on the page)."""

    introduction = _(
        "A finding with reasons on each charge, then one sanction for all of them. What you decide "
        "cannot be taken back; only an appeal can overturn it."
    )
    reasons = text_field(
        _("Reasons of the decision"),
        rows=5,
        help_text=_("What weighs for and against, and how the statement was considered."),
    )
    warning = radio_field(
        _("Warning"), (NONE, *((each, SANCTIONS[each]) for each in WARNINGS)), required=False
    )
    deduct = forms.BooleanField(label=_("Deduction from the month’s bonus"), required=False)
    basis = choice_field(_("Basis"), BASES.items(), required=False)
    reference = line_field(_("Scheme or clause"), required=False)
    amount = YuanField(label=_("Amount in yuan"), required=False)
    month = MonthField(label=_("Month"), required=False)
    wage = YuanField(label=_("That month’s wage in yuan"), required=False)
    bonus = YuanField(
        label=_("That month’s bonus in yuan"),
        required=False,
        help_text=_("By the published scheme: no more than it is kept back."),
    )
    loss = YuanField(
        label=_("Proven loss in yuan"),
        required=False,
        help_text=_("By a clause of the contract: no more than it is kept back."),
    )
    rest_is = choice_field(_("What the month cannot bear is"), RESTS.items(), required=False)
    ending = radio_field(_("End of the work here"), (NONE, *LEAVING.items()), required=False)
    last_day = day_field(_("Last day"), required=False)
    agency = line_field(_("Agency"), most=120, required=False)
    course = choice_field(_("Training"), (), required=False)
    due_on = day_field(_("To be finished by"), required=False)
    like_reason = text_field(
        _("Why it differs from like cases"),
        rows=2,
        required=False,
        help_text=_("Needed where the sanction lies outside what like cases got."),
    )

    @classmethod
    def start_of(cls, desk: Desk) -> dict[str, Any]:
        return {"agency": desk.case.subject.employer}

    def begin(self) -> None:
        for code in self.desk.file.charges:
            self.fields[f"proven_{code}"] = radio_field(_("Finding"), FINDINGS)
            self.fields[f"why_{code}"] = text_field(_("Reasons"), rows=3)
        courses = live_courses().order_by("title")
        self.courses = {str(each.translation_key): each.title for each in courses}
        for name, choices in (
            ("course", [NONE, *self.courses.items()]),
            ("ending", [NONE, *self._ways()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def _ways(self) -> list[tuple[str, Any]]:
        """The one that fits whose staff the person is."""
        is_others = needs_employer(self.desk.case.subject.employment_kind)
        way = Leaving.RETURN_TO_AGENCY if is_others else Leaving.DISMISSAL
        return [(way, LEAVING[way])]

    @property
    def charge_fields(self) -> Iterator[ChargeFields]:
        rules = self.desk.found.charged_rules
        for code, charge in self.desk.file.charges.items():
            yield ChargeFields(charge, rules.get(code), self[f"proven_{code}"], self[f"why_{code}"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("ending") and not given.get("last_day") and not self.has_error("last_day"):
            self.add_error("last_day", _("Give the last day."))
        if given.get("ending") and (given.get("warning") or given.get("deduct")):
            self.add_error("ending", _("The end of the work here stands alone: one sanction."))
        if given.get("course") and not given.get("due_on") and not self.has_error("due_on"):
            self.add_error("due_on", _("Say by when."))
        return given

    @property
    def findings(self) -> tuple[said.Finding, ...]:
        given = self.cleaned_data
        return tuple(
            said.Finding(code, given[f"proven_{code}"] == PROVEN, given[f"why_{code}"])
            for code in self.desk.file.charges
        )

    @property
    def parts(self) -> Parts:
        given = self.cleaned_data
        course = given["course"]
        way = given["ending"]
        is_return = way == Leaving.RETURN_TO_AGENCY
        return Parts(
            warning=Sanction(given["warning"]) if given["warning"] else None,
            deduction=self._deduction() if given["deduct"] else None,
            ending=Ending(Leaving(way), given["last_day"], given["agency"] if is_return else "")
            if way
            else None,
            training=Training(course, self.courses[course], given["due_on"]) if course else None,
        )

    def _deduction(self) -> Deduction:
        """What is missing in it, gate 6 says."""
        given, pack = self.cleaned_data, self.desk.found.pack
        payroll = self.desk.found.payroll(given["month"])
        basis = Basis(given["basis"] or Basis.VARIABLE_PAY)
        return Deduction(
            basis=basis,
            reference=given["reference"],
            amount=given["amount"] or 0,
            month=given["month"],
            wage=given["wage"] or 0,
            minimum=pack.minimum_wage or 0,
            percent=pack.deduction_percent,
            rest_is=Rest(given["rest_is"] or Rest.WAIVED),
            bonus=given["bonus"] if basis == Basis.VARIABLE_PAY else None,
            loss=given["loss"] if basis == Basis.CONTRACT_AND_LOSS else None,
            elsewhere=payroll.elsewhere,
        )

    def says(self) -> said.Decided:
        given = self.cleaned_data
        measure = measure_for(self.desk.case, self.findings, self.parts)
        return said.Decided(self.findings, given["reasons"], measure, given["like_reason"])

    def take(self, **given: Any) -> CaseStep:
        return decide_case(
            findings=self.findings,
            reasons=self.cleaned_data["reasons"],
            parts=self.parts,
            like_reason=self.cleaned_data["like_reason"],
            **given,
        )
