from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from conduct_records.rules.cases.purposes import (
    ANSWERING,
    COMPARING,
    LONGEST,
    PREPARING,
    SUPERVISING,
)

OTHER = "other"
CHOICES = (
    (ANSWERING, _("answering the person’s question")),
    (PREPARING, _("preparing an appeal or arbitration")),
    (COMPARING, _("checking how a like case was handled")),
    (SUPERVISING, _("supervision")),
    (OTHER, pgettext_lazy("purpose", "something else")),
)
# Those that are never chosen, but shown in the reader's language where looks are read.
BY_DUTY = (
    gettext_noop("who reported an incident"),
    gettext_noop("investigating"),
    gettext_noop("deciding"),
    gettext_noop("hearing the appeal"),
    gettext_noop("handling the case"),
    gettext_noop("taking a step of the case"),
    gettext_noop("looking at a report"),
    gettext_noop("looking at one’s own report"),
    gettext_noop("with the approval of a second person"),
)


class PurposeForm(forms.Form):
    """What for somebody opens a case."""

    purpose = forms.ChoiceField(label=_("What for"), choices=CHOICES, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST,
        help_text=_("For something else, say what."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.cleaned_data.get("purpose") == OTHER and not self.cleaned_data.get("words"):
            self.add_error("words", _("Say in your own words what for."))
        return given

    @property
    def said(self) -> str:
        """As the ledger keeps it; own words as they were typed."""
        chosen, words = self.cleaned_data["purpose"], self.cleaned_data["words"]
        return str(words) if chosen == OTHER else str(chosen)
