"""One incident at HR's desk: what was reported, and what is made of it."""

from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.commend import commend
from conduct_records.actions.cases.open_case import open_case
from conduct_records.enums import EvidenceKind, IncidentKind, ViewState
from conduct_records.errors import ConductError
from conduct_records.forms.cases.opening import (
    CommendingForm,
    OpeningForm,
    SetAsideForm,
    found_by,
)
from conduct_records.models import Case, Evidence, Incident
from conduct_records.policies.cases import HANDLE_CASES, SEE_CASES
from conduct_records.policies.incidents import check_can_close_incident
from conduct_records.queries.cases.incidents import evidence_of, incident_number
from conduct_records.queries.cases.seen import cases_seen, incidents_seen
from conduct_records.queries.cases.words import STATES
from conduct_records.queries.reading import said
from conduct_records.queries.versions import in_force_on
from conduct_records.rules.cases.procedure import ENDED_WITHOUT_EFFECT, State
from lms.people.actions.look_at import look_at
from lms.people.errors import NotAllowed
from lms.people.forms.who import MOST_FOUND
from lms.people.models import Employee
from lms.people.policies import check_may, may
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED

PURPOSE = gettext_noop("clearing up an incident")
INCIDENT = Sight(gettext_noop("incident"), PURPOSE)
REPORTER = Sight(gettext_noop("who reported an incident"), PURPOSE)


def _incident(request: StaffRequest, pk: int) -> Incident:
    """404 for what lies outside HR's units, or is closed to the asker."""
    check_may(request.user, SEE_CASES)
    found = incidents_seen(request.user, SEE_CASES).select_related(
        *("unit", "person__unit", "person__post", "reported_by", "closing__closed_by")
    )
    return get_object_or_404(found, pk=pk)


@login_required
@require_safe
def incident(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything about it. Who reported it is shown when asked for, and that is noted."""
    found = _incident(request, pk)
    show_reporter = "reporter" in request.GET and found.reported_by is not None
    if found.person is not None:
        look_at(actor=request.user, tokens=[found.person.token], sight=INCIDENT)
    if show_reporter and found.reported_by is not None:
        look_at(actor=request.user, tokens=[found.reported_by.token], sight=REPORTER)
    return _page(request, found, show_reporter=show_reporter)


@login_required
@require_safe
def incident_people(request: StaffRequest, pk: int) -> HttpResponse:
    """Who may be meant, to choose from: a part of the form. Whoever the report names, where
    nobody is looked for."""
    found = _incident(request, pk)
    text = request.GET.get("who", "").strip()
    form = _opening(request.user, found)
    named = form.found if form else []
    people = found_by(request.user, text)[:MOST_FOUND] if text else named
    context = {"people": people, "chosen": None if text else found.person_id}
    return render(request, "people/found.html", context)


@login_required
@require_POST
def take_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a case about somebody; for a commendation, commend them at once."""
    found = _incident(request, pk)
    check_may(request.user, HANDLE_CASES)
    form = _opening(request.user, found, request.POST)
    assert form is not None
    if form.is_valid() and (answer := _taken_up(request, found, form)):
        return answer
    return _page(request, found, opening=form)


def _taken_up(
    request: StaffRequest, found: Incident, form: OpeningForm
) -> HttpResponseRedirect | None:
    """To the case; None where it cannot be opened, and the form says why."""
    given = form.cleaned_data
    is_praise = found.kind == IncidentKind.COMMENDATION
    try:
        case = open_case(
            actor=request.user,
            incident=found,
            subject=given["subject"],
            reason="" if is_praise else given["reason"],
            form_id=given["form_id"],
        )
    except ConductError as refusal:
        form.add_error("who" if refusal.field == "who" else None, str(refusal))
        return None
    if is_praise:
        _commend(request, case, form)
    else:
        messages.success(request, _("Case %(number)s is open.") % {"number": case.number})
    return redirect("conduct_records:case", case.pk)


def _commend(request: StaffRequest, case: Case, form: OpeningForm) -> None:
    """The case stands already: what keeps it from being commended is said there."""
    given = form.cleaned_data
    try:
        commend(
            actor=request.user,
            case=case,
            reasons=given["reason"],
            points=given["points"],
            form_id=uuid5(given["form_id"], "commended"),
        )
    except ConductError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The commendation is written."))


@login_required
@require_POST
def set_aside(request: StaffRequest, pk: int) -> HttpResponse:
    found = _incident(request, pk)
    form = SetAsideForm(request.POST)
    if form.is_valid():
        try:
            close_incident(actor=request.user, incident=found, reason=form.cleaned_data["reason"])
        except ConductError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The incident is set aside."))
            return redirect("conduct_records:incident", pk)
    return _page(request, found, closing=form)


def _page(
    request: StaffRequest,
    found: Incident,
    *,
    opening: OpeningForm | None = None,
    closing: SetAsideForm | None = None,
    show_reporter: bool = False,
) -> HttpResponse:
    cases = cases_seen(request.user, SEE_CASES).filter(incident=found)
    is_refused = any(form is not None and form.errors for form in (opening, closing))
    is_open = not hasattr(found, "closing")
    evidence = list(evidence_of(found))
    context = {
        "here": "cases",
        "incident": found,
        "number": incident_number(found),
        "is_praise": found.kind == IncidentKind.COMMENDATION,
        "rule": _rule(found),
        "evidence": evidence,
        "pictures": [one for one in evidence if _is_shown(one)],
        "show_reporter": show_reporter,
        "has_cases": found.cases.exists(),
        "cases": [(case, STATES[State(case.state)]) for case in cases.select_related("subject")],
        "opening": (opening or _opening(request.user, found)) if is_open else None,
        "closing": (closing or SetAsideForm()) if _may_set_aside(request.user, found) else None,
    }
    template = "conduct_records/cases/incident.html"
    return render(request, template, context, status=REFUSED if is_refused else 200)


def _opening(actor: Employee, found: Incident, data: Any = None) -> OpeningForm | None:
    """None for who sees incidents and opens no cases."""
    if not may(actor, HANDLE_CASES):
        return None
    kind = CommendingForm if found.kind == IncidentKind.COMMENDATION else OpeningForm
    live = found.cases.exclude(state__in=ENDED_WITHOUT_EFFECT)
    taken = set(live.values_list("subject_id", flat=True))
    return kind(data, actor=actor, incident=found, taken=taken)


def _may_set_aside(actor: Employee, found: Incident) -> bool:
    if hasattr(found, "closing") or found.cases.exists():
        return False
    try:
        check_can_close_incident(actor, found)
    except NotAllowed:
        return False
    return True


def _is_shown(evidence: Evidence) -> bool:
    view = getattr(evidence, "view", None)
    is_ready = view is not None and view.state == ViewState.READY
    return is_ready and evidence.kind == EvidenceKind.PICTURE


def _rule(found: Incident) -> tuple[str, str, str] | None:
    """The rule that the reporter had in mind: its code, its line and its title of that day."""
    if not found.rule_code:
        return None
    version = in_force_on(timezone.localdate(found.happened_at))
    rule = version.codebook.rule(found.rule_code) if version else None
    return (rule.code, rule.line, said(rule.title)) if rule else (found.rule_code, "", "")
