"""Looking at evidence, and adding some."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.enums import ViewState
from conduct_records.errors import ConductError
from conduct_records.forms.cases.evidence import EvidenceForm
from conduct_records.models import Case, Evidence, Incident
from conduct_records.policies.cases import SEE_CASES
from conduct_records.policies.identities import identities_open_to
from conduct_records.policies.incidents import (
    can_save_original,
    can_see_evidence,
    check_can_add_evidence,
)
from conduct_records.queries.cases.identities import interviews_of, veil_over
from conduct_records.queries.cases.incidents import (
    cases_of,
    incident_number,
    is_about,
    people_concerned,
)
from conduct_records.queries.cases.seen import incidents_seen
from conduct_records.queries.cases.shown_evidence import ShownEvidence, one_shown
from conduct_records.rules.cases.identities import BEFORE_SUBJECT
from conduct_records.views.cases.identities import note_identities
from conduct_records.views.cases.purposes import purpose_for_evidence, seen_of
from lms.files.serving import private_response
from lms.people.actions.look_at import look_at
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.rules.devices import device_of
from lms.people.rules.sights import Sight
from lms.people.views.destinations import destination
from lms.people.views.requests import StaffRequest
from lms.ui.refusals import refuse
from lms.ui.statuses import status_of

COPY = gettext_noop("evidence of an incident")
ORIGINAL = gettext_noop("original file of evidence")
# Nothing but the copy itself, which we drew; a browser shows a PDF by a plug-in of its own.
COPY_POLICY = {
    "default-src": ["'none'"],
    "img-src": ["'self'"],
    "object-src": ["'self'"],
    "style-src": ["'unsafe-inline'"],
}


def _looked_at(
    request: StaffRequest,
    token: str,
    what: str,
    may: Callable[[Employee, Evidence], bool] = can_see_evidence,
) -> Evidence:
    """The evidence, once it is noted who looks at it. 404 for who may not."""
    found = Evidence.objects.select_related(
        *("incident__unit", "incident__reported_by", "incident__person__unit"),
        *("incident__person__post", "case__subject__unit", "case__subject__post", "view"),
    )
    evidence = get_object_or_404(found.exclude(file=""), token=token)
    if not may(request.user, evidence):
        raise Http404
    if not _is_own(request.user, evidence):
        sight = Sight(what, purpose_for_evidence(request, evidence))
        look_at(actor=request.user, tokens=people_concerned(evidence), sight=sight)
    return evidence


def _is_own(actor: Employee, evidence: Evidence) -> bool:
    """Whoever looks at what is about them, or at what they reported, is asked nothing; nor is it
    noted: the others whom it is about would be told who they are."""
    incident = evidence.incident
    came_with_report = evidence.case is None
    is_reporter = came_with_report and actor in (evidence.added_by, incident.reported_by)
    return is_reporter or is_about(actor, incident)


def _shown(request: StaffRequest, evidence: Evidence) -> ShownEvidence:
    """Its name as the reader gets to know it; a look at identities that stand open is noted."""
    incident = evidence.incident
    if is_about(request.user, incident):
        return one_shown(request.user, BEFORE_SUBJECT, evidence)
    interviews = interviews_of(incident)
    is_open = identities_open_to(request.user, incident)
    veil = veil_over(request.user, incident, interviews, is_open=is_open)
    if veil.is_lifted:
        note_identities(request.user, incident, interviews, people_concerned(evidence))
    return one_shown(request.user, veil, evidence)


@login_required
@require_safe
def copy(request: StaffRequest, token: str) -> HttpResponseBase:
    """The copy that was drawn for looking at; a page with the original where there is none."""
    evidence = _looked_at(request, token, COPY)
    view = getattr(evidence, "view", None)
    if view is None or view.state != ViewState.READY:
        back, number = _where_it_belongs(request.user, evidence)
        context = {
            "evidence": _shown(request, evidence),
            "view": view,
            "may_save": can_save_original(request.user, evidence),
            "back": back,
            "number": number,
            "here": "today",
        }
        return render(request, "conduct_records/cases/evidence.html", context)
    response = private_response(request, view.file, modified=evidence.added_at)
    response._csp_config = COPY_POLICY  # type: ignore[attr-defined]
    return response


def _where_it_belongs(actor: Employee, evidence: Evidence) -> tuple[str, str]:
    """The page from which the reader came to it, or could have, and the number of what is there."""
    incident = evidence.incident
    own = incident.cases.filter(subject=actor).first()
    if own is not None:
        return reverse("conduct_records:own-case", args=[own.pk]), own.number
    number = incident_number(incident)
    if actor == incident.reported_by:
        return reverse("conduct_records:report-receipt", args=[incident.token]), number
    case = evidence.case
    if case is None and incidents_seen(actor, SEE_CASES).filter(pk=incident.pk).exists():
        return reverse("conduct_records:incident", args=[incident.pk]), number
    case = case or next((each for each, __ in seen_of(actor, cases_of(incident))), None)
    if case is None:
        return reverse("home:today"), number
    return reverse("conduct_records:case", args=[case.pk]), case.number


@login_required
@require_safe
def original(request: StaffRequest, token: str) -> HttpResponseBase:
    """The file as it was handed in, to be saved."""
    evidence = _looked_at(request, token, ORIGINAL, can_save_original)
    name, modified = _shown(request, evidence).saved_as, evidence.added_at
    return private_response(request, evidence.file, modified=modified, save_as=name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, token: str) -> HttpResponse:
    """More evidence to an incident, or to the case that `case` names."""
    incident, case = _added_to(request, token)
    back = _way_back(request, incident)
    try:
        check_can_add_evidence(request.user, incident, case)
    except NotAllowed:
        raise Http404 from None
    except ConductError as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    form = EvidenceForm(*_sent(request))
    if form.is_valid() and _added(request, incident, case, form):
        messages.success(request, _("The evidence is stored."))
        return redirect(back)
    context = {
        "here": "today",
        "incident": incident,
        "number": case.number if case else incident_number(incident),
        "form": form,
        "back": back,
    }
    template = "conduct_records/cases/evidence_add.html"
    return render(request, template, context, status=status_of(form))


def _added_to(request: StaffRequest, token: str) -> tuple[Incident, Case | None]:
    incident = get_object_or_404(Incident.objects.select_related("unit", "person"), token=token)
    of_case = request.GET.get("case")
    if not of_case:
        return incident, None
    if "\0" in of_case:
        raise Http404
    cases = Case.objects.select_related("subject__unit", "subject__post")
    return incident, get_object_or_404(cases, token=of_case, incident=incident)


def _sent(request: StaffRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _way_back(request: StaffRequest, incident: Incident) -> str:
    default = reverse("home:today")
    if request.user == incident.reported_by:
        default = reverse("conduct_records:report-receipt", args=[incident.token])
    return destination(request, default)


def _added(
    request: StaffRequest, incident: Incident, case: Case | None, form: EvidenceForm
) -> bool:
    try:
        add_evidence(
            actor=request.user,
            incident=incident,
            case=case,
            files=form.files_given,
            device=device_of(request.headers.get("User-Agent", "")),
        )
    except ConductError as refusal:
        refuse(form, refusal)
        return False
    return True
