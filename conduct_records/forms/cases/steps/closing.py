"""Ways out before a decision, and the commendation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.actions.cases.commend import MOST_POINTS, commend
from conduct_records.forms.cases.steps.base import StepForm, text_field
from conduct_records.models import CaseStep
from conduct_records.rules.cases import steps as said


class TalkedForm(StepForm):
    is_told_later = True
    introduction = _("A talk settles it: it counts against nobody, and the case ends here.")
    summary = text_field(_("What was talked about"))
    agreed = text_field(_("What was agreed"), rows=2, required=False)

    def says(self) -> said.Talked:
        return said.Talked(self.cleaned_data["summary"], self.cleaned_data["agreed"])


class CommendedForm(StepForm):
    introduction = _("The person receives a letter of commendation; it counts in the next reviews.")
    reasons = text_field(_("What they did well"))
    points = forms.IntegerField(
        label=pgettext_lazy("commendation", "Points"),
        min_value=1,
        max_value=MOST_POINTS,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )

    def says(self) -> said.Commended:
        raise NotImplementedError  # the action knows how long it counts

    def take(self, **given: Any) -> CaseStep:
        said_of = self.cleaned_data
        return commend(reasons=said_of["reasons"], points=said_of["points"], **given)


class ClosedForm(StepForm):
    introduction = _("The investigation found no case to answer. It ends here and counts nowhere.")
    reasons = text_field(_("Reasons"))

    def says(self) -> said.Closed:
        return said.Closed(self.cleaned_data["reasons"])


class WithdrawnForm(StepForm):
    introduction = _("The case ends here and counts nowhere. What was written stays on record.")
    reason = text_field(_("Reason"), rows=3)

    def says(self) -> said.Withdrawn:
        return said.Withdrawn(self.cleaned_data["reason"])
