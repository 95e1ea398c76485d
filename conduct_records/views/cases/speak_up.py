"""Reporting without a name, and coming back with the code. Nobody signs in here, and nobody who is
signed in is known. The code stands in no address: it comes in the body of a form, and its pages are
answers to that form."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from conduct_records.actions.cases.answer_as_reporter import answer_as_reporter
from conduct_records.actions.cases.draw_photos import drawn_photos
from conduct_records.actions.cases.report_anonymously import report_anonymously
from conduct_records.errors import ConductError, UnknownCode
from conduct_records.forms.cases.speak_up import AnswerForm, CodeForm, SpeakUpForm
from conduct_records.models import Incident
from conduct_records.queries.cases.channel import followed_of, incident_of, messages_about
from conduct_records.rules.cases.floods import Deed
from conduct_records.rules.cases.reporter_codes import in_groups
from conduct_records.views.cases.callers import CALLERS, EASEL
from conduct_records.views.cases.nameless import (
    NamelessRequest,
    busy,
    nameless,
    shown,
    too_many,
)
from lms.ui.refusals import refuse
from lms.ui.statuses import REFUSED, status_of

FORM = "conduct_records/speak_up/report.html"
CODE = "conduct_records/speak_up/code.html"
FOLLOW = "conduct_records/speak_up/follow.html"
REPORT = "conduct_records/speak_up/state.html"


@require_http_methods(["GET", "HEAD", "POST"])
@nameless
def speak_up(request: HttpRequest) -> HttpResponse:
    """The form, and the code once it was sent."""
    # A press on a language is no report.
    sent = request.method == "POST"
    form = SpeakUpForm(*((request.POST, request.FILES) if sent else ()))
    if sent and form.is_valid():
        # What has arrived is answered with its code; nothing is counted or drawn for it.
        has_arrived = incident_of(form.cleaned_data["ticket"]) is not None
        if not has_arrived and (refused := _report_refused(request, form)):
            return refused
        if not form.errors:
            address = request.build_absolute_uri(reverse("conduct_records:speak-up-follow"))
            context = {
                "code": in_groups(form.cleaned_data["ticket"]),
                "address": address,
                "is_reserved": form.cleaned_data["is_reserved"],
            }
            return shown(request, CODE, context)
    return shown(request, FORM, {"form": form}, status_of(form))


def _report_refused(request: HttpRequest, form: SpeakUpForm) -> HttpResponse | None:
    """Keep it. What is answered where too much comes in; None otherwise, and the form has what
    stands against it."""
    with EASEL.taken(is_needed=bool(form.cleaned_data["photos"])) as has_place:
        if not has_place:
            return busy(request, FORM, {"form": form})
        if until := CALLERS.take(_caller(request), Deed.REPORT):
            return too_many(request, FORM, {"form": form}, until)
        try:
            report_anonymously(report=form.report())
        except ConductError as refusal:
            refuse(form, refusal)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@nameless
def follow(request: HttpRequest) -> HttpResponse:
    """Where the code is typed, and what it leads to."""
    if request.method != "POST":
        return shown(request, FOLLOW, {"form": CodeForm()})
    found = _found(request)
    return found if isinstance(found, HttpResponse) else _report(request, found)


@require_POST
@nameless
def answer(request: HttpRequest) -> HttpResponse:
    """Something more from the reporter."""
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _report(request, found, form)
    form_id = form.cleaned_data["form_id"]
    has_arrived = found.messages.filter(form_id=form_id, written_by=None).exists()
    if not has_arrived and (refused := _answer_refused(request, found, form)):
        return refused
    return _report(request, found, form) if form.errors else _report(request, found, is_sent=True)


def _answer_refused(request: HttpRequest, found: Incident, form: AnswerForm) -> HttpResponse | None:
    """As `_report_refused`."""
    said = form.cleaned_data
    with EASEL.taken(is_needed=bool(said["photos"])) as has_place:
        if not has_place:
            return busy(request, REPORT, _context(request, found, form))
        if until := CALLERS.take(_caller(request), Deed.MESSAGE):
            return too_many(request, REPORT, _context(request, found, form), until)
        try:
            answer_as_reporter(
                code=_code(request),
                text=said["text"],
                form_id=said["form_id"],
                photos=drawn_photos(said["photos"]),
            )
        except ConductError as refusal:
            refuse(form, refusal)
    return None


def _found(request: HttpRequest) -> Incident | HttpResponse:
    """The report that the code leads to; or what is answered where it leads nowhere, or too many
    were tried. Only wrong ones count."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return shown(request, FOLLOW, {"form": form}, REFUSED)
    if until := CALLERS.take(_caller(request), Deed.CODE):
        return too_many(request, FOLLOW, {"form": form}, until)
    found = incident_of(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", str(UnknownCode()))
        return shown(request, FOLLOW, {"form": form}, REFUSED)
    CALLERS.give_back(_caller(request), Deed.CODE)
    return found


def _code(request: HttpRequest) -> str:
    """Of a request that led to a report."""
    form = CodeForm(request.POST)
    form.full_clean()
    return str(form.cleaned_data["code"])


def _caller(request: HttpRequest) -> bytes:
    return cast(NamelessRequest, request).caller


def _context(
    request: HttpRequest, found: Incident, form: AnswerForm | None = None
) -> dict[str, Any]:
    state = followed_of(found)
    return {
        "code": in_groups(_code(request)),
        "incident": found,
        "state": state,
        "photos": found.evidence.filter(case__isnull=True, added_by=None).count(),
        "conversation": messages_about(found),
        "form": (form or AnswerForm()) if state.is_open else None,
    }


def _report(
    request: HttpRequest, found: Incident, form: AnswerForm | None = None, *, is_sent: bool = False
) -> HttpResponse:
    context = _context(request, found, form) | {"is_sent": is_sent}
    return shown(request, REPORT, context, status_of(form))
