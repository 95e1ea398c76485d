"""Hearing the person, and what a dismissal needs beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conduct_records.forms.cases.steps.base import StepForm, line_field, radio_field, text_field
from conduct_records.queries.cases.words import PROTECTIONS
from conduct_records.rules.cases import steps as said

HELD = "held"


class StatedForm(StepForm):
    is_told_later = True
    has_scan = True
    introduction = _(
        "Record what the person says: the minutes of the hearing, or the statement they handed in, "
        "with its scan. They can also write it on their phone."
    )
    how = radio_field(
        _("How"), ((HELD, _("In a hearing")), ("written", _("In writing"))), initial=HELD
    )
    text = text_field(_("What the person says"), rows=8)
    companion = line_field(
        _("Companion"), most=60, required=False, help_text=_("Whom the person brought along.")
    )

    def says(self) -> said.Stated:
        given = self.cleaned_data
        is_held = given["how"] == HELD
        return said.Stated(given["text"], is_held, given["companion"])


class UnionNotifiedForm(StepForm):
    is_told_later = True
    introduction = _("Before a dismissal the trade union is told the reasons, and asked.")
    union = line_field(_("Trade union"), most=120)
    text = text_field(_("What it was told"))

    def says(self) -> said.UnionNotified:
        return said.UnionNotified(self.cleaned_data["union"], self.cleaned_data["text"])


class UnionRepliedForm(StepForm):
    is_told_later = True
    reply = text_field(_("Its reply"))
    objects = forms.BooleanField(
        label=_("The union objects"),
        required=False,
        help_text=_("The decider has to consider it and to say in the reasons how."),
    )

    def says(self) -> said.UnionReplied:
        return said.UnionReplied(self.cleaned_data["reply"], self.cleaned_data["objects"])


class StatusCheckedForm(StepForm):
    introduction = _(
        "Whoever is protected is not dismissed while it lasts. Tick what holds; with nothing "
        "ticked you say that you looked and found none."
    )
    protections = forms.MultipleChoiceField(
        label=_("Protected status"),
        choices=PROTECTIONS.items,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = text_field(_("What was looked at"), rows=2, required=False)

    @property
    def on_record(self) -> list[Any]:
        """What the leaves in the records of people say already."""
        return [PROTECTIONS[each] for each in sorted(self.desk.found.employed.on_record)]

    def says(self) -> said.StatusChecked:
        given = self.cleaned_data
        return said.StatusChecked(
            tuple(said.Protection(each) for each in given["protections"]), given["note"]
        )


class CounselNotedForm(StepForm):
    is_told_later = True
    introduction = _("An overdue case goes on only with counsel’s view on record.")
    counsel = line_field(_("Counsel"), most=120)
    text = text_field(_("Counsel’s note"))

    def says(self) -> said.CounselNoted:
        return said.CounselNoted(self.cleaned_data["counsel"], self.cleaned_data["text"])
