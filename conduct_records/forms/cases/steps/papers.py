"""Issuing the notice, and how papers reach the person."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.cases.serve_paper import serve_paper, served_paper
from conduct_records.forms.cases.steps.base import (
    Desk,
    PersonField,
    StepForm,
    line_field,
    moment_field,
    radio_field,
    text_field,
)
from conduct_records.models import CaseStep
from conduct_records.queries.cases.words import SERVICE_WAYS
from conduct_records.rules.cases import steps as said


class NoticeIssuedForm(StepForm):
    introduction = _(
        "The notice says what is charged, under which rules, by which evidence, and until when the "
        "person can answer. It is frozen when it is issued."
    )
    hearing_at = moment_field(
        _("Hearing"), required=False, help_text=_("Empty: a written statement is enough.")
    )
    place = line_field(_("Where the hearing takes place"), most=120, required=False)

    def says(self) -> said.NoticeIssued:
        raise NotImplementedError  # the action knows the region's days

    def take(self, **given: Any) -> CaseStep:
        said_of = self.cleaned_data
        return issue_notice(hearing_at=said_of["hearing_at"], place=said_of["place"], **given)


class ServiceForm(StepForm):
    """Of any of the three papers; which one it is follows from the case."""

    is_told_later = True
    has_scan = True
    introduction = _("Note how the paper reached the person. They can also sign for it themselves.")
    way = radio_field(_("How"), SERVICE_WAYS.items(), initial=said.ServiceWay.SIGNED)
    detail = line_field(
        _("Courier’s number, or e-mail address"), required=False, help_text=_("For these two ways.")
    )
    first_witness = PersonField(
        label=_("First witness"),
        required=False,
        help_text=_("Where the person refuses to sign: two witnesses, by staff number or name."),
    )
    second_witness = PersonField(label=_("Second witness"), required=False)

    def begin(self) -> None:
        for name in ("first_witness", "second_witness"):
            field = self.fields[name]
            assert isinstance(field, PersonField)
            field.actor = self.desk.actor

    def says(self) -> Any:
        at = self.at or timezone.now()
        return served_paper(self.desk.file, self._service(), at)

    def _service(self) -> said.Service:
        given = self.cleaned_data
        way = said.ServiceWay(given["way"])
        present = [given["first_witness"], given["second_witness"]]
        witnesses = tuple(each.token for each in present if each)
        return said.Service(
            way,
            detail=given["detail"] if way in _WITH_DETAIL else "",
            witnesses=witnesses if way == said.ServiceWay.REFUSED else (),
        )

    def take(self, **given: Any) -> CaseStep:
        return serve_paper(service=self._service(), **given)


_WITH_DETAIL = (said.ServiceWay.COURIER, said.ServiceWay.EMAIL)


class HearingMovedForm(StepForm):
    introduction = _("A hearing can be put off, never brought forward; the time to answer grows.")
    hearing_at = moment_field(_("New time of the hearing"), required=False)
    place = line_field(_("Where"), most=120, required=False)
    answer_by = moment_field(_("The person may answer until"))
    reason = text_field(_("Reason"), rows=2)

    @classmethod
    def start_of(cls, desk: Desk) -> dict[str, Any]:
        return {"answer_by": desk.file.answer_by, "hearing_at": desk.file.hearing_at}

    def clean_answer_by(self) -> datetime:
        """Minutes are all that a form shows of the time given so far."""
        answer_by: datetime = self.cleaned_data["answer_by"]
        before = self.desk.file.answer_by
        if before is not None and answer_by < before.replace(second=0, microsecond=0):
            raise forms.ValidationError(_("The time to answer never becomes shorter."))
        return max(answer_by, before) if before else answer_by

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        hearing_at, answer_by = given.get("hearing_at"), given.get("answer_by")
        if hearing_at and hearing_at <= timezone.now():
            self.add_error("hearing_at", _("The hearing lies in the past."))
        if hearing_at and answer_by and answer_by < hearing_at:
            given["answer_by"] = hearing_at
        return given

    def says(self) -> said.HearingMoved:
        given = self.cleaned_data
        return said.HearingMoved(
            given["answer_by"], given["reason"], given["hearing_at"], given["place"]
        )
