"""One incident at HR's desk: what was reported, and what is made of it."""

from collections.abc import Iterable
from functools import partial
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

from conduct_records.actions.cases.ask_reporter import ask_reporter
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.commend import commend
from conduct_records.actions.cases.note_answer import note_answer
from conduct_records.actions.cases.open_case import open_case
from conduct_records.enums import EvidenceKind, IncidentKind, ViewState
from conduct_records.errors import ConductError
from conduct_records.forms.cases.opening import (
    CommendingForm,
    OpeningForm,
    SetAsideForm,
    found_by,
)
from conduct_records.forms.cases.speak_up import MessageForm
from conduct_records.models import Case, Incident
from conduct_records.policies.cases import HANDLE_CASES, SEE_CASES
from conduct_records.policies.channel import check_can_ask_reporter
from conduct_records.policies.identities import identities_open_to
from conduct_records.policies.incidents import can_close_incident, can_take_up_all_the_same
from conduct_records.queries.cases.channel import has_code
from conduct_records.queries.cases.concerned import tokens_concerned_by
from conduct_records.queries.cases.identities import called, interviews_of, veil_over
from conduct_records.queries.cases.incidents import evidence_of, incident_number, is_set_aside
from conduct_records.queries.cases.seen import cases_seen, incidents_seen
from conduct_records.queries.cases.shown_evidence import ShownEvidence, shown_to
from conduct_records.queries.cases.words import STATES
from conduct_records.queries.reading import said
from conduct_records.queries.versions import in_force_on
from conduct_records.rules.cases.identities import Veil, witnesses_of
from conduct_records.rules.cases.procedure import ENDED_WITHOUT_EFFECT, State
from conduct_records.rules.cases.purposes import HANDLING
from conduct_records.views.cases.channel import channel_of
from conduct_records.views.cases.erased import erased_page
from conduct_records.views.cases.identities import note_identities
from conduct_records.views.cases.purposes import keep_purpose, purpose_for_incident
from lms.people.actions.look_at import look_at
from lms.people.forms.who import MOST_FOUND
from lms.people.models import Employee
from lms.people.policies import check_may, may
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.refusals import carried_out
from lms.ui.statuses import REFUSED

WHAT = gettext_noop("incident")


def _incident(request: StaffRequest, pk: int) -> Incident:
    """404 for what lies outside HR's units, or is closed to the asker."""
    check_may(request.user, SEE_CASES)
    found = incidents_seen(request.user, SEE_CASES).select_related(
        *("unit", "person__unit", "person__post", "reported_by", "closing__closed_by", "code")
    )
    return get_object_or_404(found, pk=pk)


@login_required
@require_safe
def incident(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything about it; who reported it where a second person has opened that."""
    found = _incident(request, pk)
    if found.erased_at is not None:
        return erased_page(request, incident_number(found), found.erased_at, is_report=True)
    return _page(request, found)


def _noted(request: StaffRequest, found: Incident) -> str:
    """What it is opened for, once it is noted who looks. Raises `PurposeNeeded`."""
    purpose = purpose_for_incident(request, found)
    if found.person is not None:
        look_at(actor=request.user, tokens=[found.person.token], sight=Sight(WHAT, purpose))
    return purpose


@login_required
@require_safe
def incident_people(request: StaffRequest, pk: int) -> HttpResponse:
    """Who may be meant, to choose from: a part of the form. Whoever the report names, where
    nobody is looked for."""
    found = _incident(request, pk)
    text = request.GET.get("who", "").strip()
    people: Iterable[Employee]
    if text:
        people = found_by(request.user, text)[:MOST_FOUND]
    else:
        _noted(request, found)
        form = _opening(request.user, found)
        people = form.found if form else []
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
        keep_purpose(request, f"case-{case.pk}", HANDLING)
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
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """A question to whoever reported it without their name."""
    found = _incident(request, pk)
    form = MessageForm(request.POST)
    act = partial(ask_reporter, actor=request.user, incident=found)
    if form.is_valid() and carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("It is written. They read it when they look in again."))
        return redirect("conduct_records:incident", pk)
    check_can_ask_reporter(request.user, found)
    return _page(request, found, asking=form)


@login_required
@require_POST
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """What an anonymous reporter wrote is read, and nothing is asked."""
    if note_answer(actor=request.user, incident=_incident(request, pk)):
        messages.success(request, _("Noted. They see that it was read."))
    return redirect("conduct_records:incident", pk)


@login_required
@require_POST
def set_aside(request: StaffRequest, pk: int) -> HttpResponse:
    found = _incident(request, pk)
    form = SetAsideForm(request.POST, has_channel=has_code(found))
    act = partial(close_incident, actor=request.user, incident=found)
    if form.is_valid() and carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("The incident is set aside."))
        keep_purpose(request, f"incident-{pk}", HANDLING)
        return redirect("conduct_records:incident", pk)
    return _page(request, found, closing=form)


def _page(
    request: StaffRequest,
    found: Incident,
    *,
    opening: OpeningForm | None = None,
    closing: SetAsideForm | None = None,
    asking: MessageForm | None = None,
) -> HttpResponse:
    """Also after a form that could not be taken: what it shows is looked at."""
    purpose = _noted(request, found)
    veil, told = _told(request.user, found)
    cases = cases_seen(request.user, SEE_CASES).filter(incident=found)
    is_refused = any(form is not None and form.errors for form in (opening, closing, asking))
    was_set_aside = is_set_aside(found)
    is_open = not was_set_aside or can_take_up_all_the_same(request.user, found)
    context: dict[str, Any] = {
        "here": "cases",
        "incident": found,
        "number": incident_number(found),
        "is_praise": found.kind == IncidentKind.COMMENDATION,
        "rule": _rule(found),
        "purpose": purpose,
        "has_cases": found.cases.exists(),
        "was_set_aside": was_set_aside,
        "cases": [(case, STATES[State(case.state)]) for case in cases.select_related("subject")],
        "opening": (opening or _opening(request.user, found)) if is_open else None,
        "closing": (closing or SetAsideForm(has_channel=has_code(found)))
        if _may_set_aside(request.user, found)
        else None,
    }
    context |= told
    over = partial(veil.over_report, word=called)
    context |= channel_of(request.user, found, asking, over=over)
    template = "conduct_records/cases/incident.html"
    return render(request, template, context, status=REFUSED if is_refused else 200)


def _told(reader: Employee, found: Incident) -> tuple[Veil, dict[str, Any]]:
    """What was reported and handed in, as far as the reader may know from whom; identities that
    stand open are noted as looked at."""
    interviews, is_open = interviews_of(found), identities_open_to(reader, found)
    veil = veil_over(reader, found, interviews, is_open=is_open)
    if veil.is_lifted:
        note_identities(reader, found, interviews, tokens_concerned_by(found.pk))
    evidence = shown_to(reader, veil, evidence_of(found))
    return veil, {
        "veil": veil,
        "what": veil.over_report(found.what, called),
        "witnesses": witnesses_of(interviews) if veil.is_lifted else {},
        "evidence": evidence,
        "pictures": [one for one in evidence if _is_shown(one)],
    }


def _opening(actor: Employee, found: Incident, data: Any = None) -> OpeningForm | None:
    """None for who sees incidents and opens no cases."""
    if not may(actor, HANDLE_CASES):
        return None
    kind = CommendingForm if found.kind == IncidentKind.COMMENDATION else OpeningForm
    live = found.cases.exclude(state__in=ENDED_WITHOUT_EFFECT)
    taken = set(live.values_list("subject_id", flat=True))
    return kind(data, actor=actor, incident=found, taken=taken)


def _may_set_aside(actor: Employee, found: Incident) -> bool:
    waits = not hasattr(found, "closing") and not found.cases.exists()
    return waits and can_close_incident(actor, found)


def _is_shown(evidence: ShownEvidence) -> bool:
    view = getattr(evidence.row, "view", None)
    is_ready = view is not None and view.state == ViewState.READY
    return is_ready and evidence.row.kind == EvidenceKind.PICTURE


def _rule(found: Incident) -> tuple[str, str, str] | None:
    """The rule that the reporter had in mind: its code, its line and its title of that day."""
    if not found.rule_code:
        return None
    version = in_force_on(timezone.localdate(found.happened_at))
    rule = version.codebook.rule(found.rule_code) if version else None
    return (rule.code, rule.line, said(rule.title)) if rule else (found.rule_code, "", "")
