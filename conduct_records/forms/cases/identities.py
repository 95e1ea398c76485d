from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.actions.cases.answer_identity import DAYS, MOST_DAYS

LONGEST = 1000
GRANT, REFUSE = "grant", "refuse"


class AskForm(forms.Form):
    """Why somebody has to know who reported an incident and who witnessed it."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why you need to know"),
        help_text=_("A second person reads it, and so does the ledger. Name nobody."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"form_id": uuid4()})


class AnswerForm(forms.Form):
    """Approved for some days, or refused with a reason."""

    answer = forms.ChoiceField(
        label=_("Your reply"),
        choices=(
            (GRANT, pgettext_lazy("identity", "Approve")),
            (REFUSE, pgettext_lazy("identity", "Refuse")),
        ),
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        initial=DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input num"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to refuse. Whoever asked reads it."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    @property
    def given(self) -> dict[str, Any]:
        """For the action."""
        said = self.cleaned_data
        return {
            "is_granted": said["answer"] == GRANT,
            "days": said["days"] or DAYS,
            "reason": said["reason"],
        }
