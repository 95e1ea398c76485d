"""What the person a case is about writes: a statement, an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.forms.cases.evidence import FilesField, handed_in
from conduct_records.queries.cases.words import GROUNDS
from conduct_records.rules.cases.steps import Ground
from lms.files.taken import FilesInput
from lms.ui.once import OnceForm

LONGEST = 8000


def _text(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input", "rows": 10})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=widget)


class SigningForm(OnceForm):
    """That somebody received a paper."""


class StatementForm(OnceForm):
    text = _text(
        _("What I say to it"),
        _("How it was, in your own words; what speaks for you; who saw it."),
    )
    companion = forms.CharField(
        label=_("Who accompanied me"),
        help_text=_("A colleague or somebody of the trade union who was with you, if anybody."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


class AppealForm(OnceForm):
    grounds = forms.MultipleChoiceField(
        label=_("Why I appeal"),
        choices=[(str(ground), label) for ground, label in GROUNDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    text = _text(_("What is wrong with the decision"), _("And what you ask for instead."))
    photos = FilesField(
        label=_("New evidence"),
        help_text=_("Photos, recordings, documents that were not there before, if you have any."),
        required=False,
        widget=FilesInput(attrs={"class": "input"}),
    )

    @property
    def chosen(self) -> tuple[Ground, ...]:
        return tuple(Ground(each) for each in self.cleaned_data["grounds"])

    @property
    def files_given(self) -> list[HandedIn]:
        return handed_in(self.cleaned_data["photos"], (), about=str(_("Handed in with an appeal")))
