"""Why somebody opens a case or an incident: by their duty, by what they said within the last half
hour, or they are asked first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conduct_records.forms.cases.purpose import PurposeForm
from conduct_records.models import Case, Evidence, Incident
from conduct_records.policies.cases import SEE_CASES, can_see_case, offices_held
from conduct_records.queries.cases.files import case_files, file_of
from conduct_records.queries.cases.incidents import cases_of, incident_number
from conduct_records.queries.cases.seen import incidents_seen
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.purposes import (
    READING_REPORT,
    TAKING_STEP,
    holds,
    purpose_of,
)
from lms.people.models import Employee
from lms.people.policies import check_may
from lms.people.views.destinations import destination
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED, status_of

SESSION = "purposes"
# Before the name of each field that was typed before the question and is sent on after it.
KEPT = "kept-"
NEVER_KEPT = ("csrfmiddlewaretoken",)


class PurposeNeeded(Exception):
    """Nothing is shown before somebody said why they open it; `url` is where they are asked, about
    what has this number."""

    def __init__(self, name: str, pk: int, number: str, back: str) -> None:
        super().__init__(name, pk)
        self.address = reverse(f"conduct_records:{name}", args=[pk])
        self.number, self.back = number, back
        self.is_report = name == "incident-purpose"
        self.url = f"{self.address}?{urlencode({'next': back})}"


def purpose_for_case(
    request: StaffRequest,
    case: Case,
    file: CaseFile,
    may_take: Callable[[], bool] = lambda: False,
) -> str:
    """Of opening a case or anything of it at the desk; `may_take` says whether a step that is sent
    off is open to them. Raises `PurposeNeeded`."""
    found = purpose_of(file, offices_held(request.user, case, file))
    found = found or said_for(request, f"case-{case.pk}")
    if found is None and request.method == "POST" and may_take():
        return TAKING_STEP
    if found is None:
        raise PurposeNeeded("case-purpose", case.pk, case.number, request.get_full_path())
    return found


def purpose_for_incident(request: StaffRequest, incident: Incident) -> str:
    """Of opening an incident: it waits, or one of its cases is the reader's to handle. Raises
    `PurposeNeeded`."""
    cases = cases_of(incident)
    if not cases and not hasattr(incident, "closing"):
        return READING_REPORT
    seen = seen_of(request.user, cases)
    found = _by_duty(request.user, seen) or said_for(request, f"incident-{incident.pk}")
    if found is None:
        number = incident_number(incident)
        raise PurposeNeeded("incident-purpose", incident.pk, number, request.get_full_path())
    return found


def purpose_for_evidence(request: StaffRequest, evidence: Evidence) -> str:
    """Of opening evidence: as of the case or the incident that it belongs to, whichever the reader
    came from. Raises `PurposeNeeded`."""
    incident = evidence.incident
    cases = [evidence.case] if evidence.case else cases_of(incident)
    seen = seen_of(request.user, cases)
    if not seen:
        return purpose_for_incident(request, incident)
    keys = [f"incident-{incident.pk}", *(f"case-{case.pk}" for case in cases)]
    said = (said_for(request, key) for key in keys)
    found = _by_duty(request.user, seen) or next(filter(None, said), None)
    if found is None:
        case, __ = seen[0]
        raise PurposeNeeded("case-purpose", case.pk, case.number, request.get_full_path())
    return found


def seen_of(actor: Employee, cases: list[Case]) -> list[tuple[Case, CaseFile]]:
    """Those cases that the actor may see, each with what is in it."""
    return [(case, file) for case, file in case_files(cases) if can_see_case(actor, case, file)]


def _by_duty(actor: Employee, seen: list[tuple[Case, CaseFile]]) -> str | None:
    found = (purpose_of(file, offices_held(actor, case, file)) for case, file in seen)
    return next(filter(None, found), None)


def said_for(request: HttpRequest, key: str) -> str | None:
    """What was answered, while it holds."""
    words, at = request.session.get(SESSION, {}).get(key, ("", ""))
    if words and holds(datetime.fromisoformat(at), timezone.now()):
        return str(words)
    return None


def keep_purpose(request: HttpRequest, key: str, words: str) -> None:
    """Beside those answers that still hold."""
    now = timezone.now()
    kept: dict[str, Any] = {
        name: said
        for name, said in request.session.get(SESSION, {}).items()
        if holds(datetime.fromisoformat(said[1]), now)
    }
    request.session[SESSION] = kept | {key: [words, now.isoformat()]}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: StaffRequest, pk: int) -> HttpResponse:
    """The question before a case; 404 for who may not see it."""
    cases = Case.objects.select_related("subject__unit", "subject__post")
    case = get_object_or_404(cases, pk=pk)
    if not can_see_case(request.user, case, file_of(case)):
        raise Http404
    back = reverse("conduct_records:case", args=[pk])
    return _asked(request, f"case-{pk}", case.number, back)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_incident(request: StaffRequest, pk: int) -> HttpResponse:
    check_may(request.user, SEE_CASES)
    incident = get_object_or_404(incidents_seen(request.user, SEE_CASES), pk=pk)
    back = reverse("conduct_records:incident", args=[pk])
    number = incident_number(incident)
    return _asked(request, f"incident-{pk}", number, back, is_report=True)


def _asked(
    request: StaffRequest, key: str, number: str, default: str, *, is_report: bool = False
) -> HttpResponse:
    form = PurposeForm(request.POST if request.method == "POST" else None)
    back = destination(request, default)
    kept = [(name, value) for name, value in typed(request) if name.startswith(KEPT)]
    context = {"here": "cases", "form": form, "number": number, "back": back, "kept": kept}
    context["is_report"] = is_report
    if not form.is_valid():
        template = "conduct_records/cases/purpose.html"
        return render(request, template, context, status=status_of(form))
    keep_purpose(request, key, form.said)
    if not kept:
        return redirect(back)
    context["kept"] = [(name.removeprefix(KEPT), value) for name, value in kept]
    return render(request, "conduct_records/cases/purpose_said.html", context)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent once more."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT
    ]


def to_question(request: HttpRequest, error: PurposeNeeded) -> HttpResponse:
    """Instead of the page that raised it. What was sent off is kept, to be sent again."""
    if request.method != "POST":
        return HttpResponseRedirect(error.url)
    context = {
        "here": "cases",
        "form": PurposeForm(),
        "number": error.number,
        "back": error.back,
        "action": error.address,
        "is_report": error.is_report,
        # One without a name says that something is to be sent, if it is nothing but a button.
        "kept": [(KEPT, ""), *((f"{KEPT}{name}", value) for name, value in typed(request))],
    }
    return render(request, "conduct_records/cases/purpose.html", context, status=REFUSED)
