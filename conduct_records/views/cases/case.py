"""One case at the desk: the next step and its gates, everything that happened, what weighs."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conduct_records.policies.bundles import can_export_case
from conduct_records.policies.cases import can_see_cases
from conduct_records.policies.incidents import can_add_to_case
from conduct_records.queries.cases.case_page import like_cases, notices_of, pay_of, standing_of
from conduct_records.queries.cases.teaching import taught_before, training_since
from conduct_records.queries.cases.timeline import timeline_of
from conduct_records.queries.cases.words import SEATS, STATES
from conduct_records.rules.cases.bundles import is_closed
from conduct_records.rules.cases.procedure import BEFORE_DECISION, Office, Seat
from conduct_records.rules.cases.steps import UnionNotified
from conduct_records.views.cases.desks import CaseDesk, desk_at
from conduct_records.views.cases.erased import erased_case
from conduct_records.views.cases.next_step import next_step_of
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def case(request: StaffRequest, pk: int) -> HttpResponse:
    """Every opening is noted; the page says so."""
    if (gone := erased_case(request, pk)) is not None:
        return gone
    desk = desk_at(request, pk)
    context = head_of(desk) | {
        "next": next_step_of(desk),
        "events": timeline_of(
            *(desk.case, desk.file, desk.rows, desk.evidence, desk.names, desk.found.pack),
            desk.veil,
        ),
        "steps": len(desk.rows),
        "who": _who(desk),
        "notices": notices_of(desk.case),
        "taught": taught_before(desk.case, desk.file),
        "training": training_since(desk.case, desk.file),
        "may_add": can_add_to_case(desk.actor, desk.case, desk.file),
        "may_export": is_closed(desk.file.state)
        and can_export_case(desk.actor, desk.case, desk.file),
        **weighed(desk),
    }
    return render(request, "conduct_records/cases/case.html", context)


def head_of(desk: CaseDesk) -> dict[str, Any]:
    """What every page of a case begins with."""
    state = desk.file.state
    return {
        "here": "cases",
        "case": desk.case,
        "subject": desk.case.subject,
        "title": desk.title,
        "what": desk.what,
        "purpose": desk.purpose,
        "veil": desk.veil,
        "heads": desk.heads,
        "state": STATES[state],
        "is_over": desk.file.is_over,
        "sees_inbox": can_see_cases(desk.actor),
        "sees_incident": Office.HR in desk.offices,
    }


def _who(desk: CaseDesk) -> list[tuple[str, str]]:
    held = desk.file.seats
    people = [
        (str(SEATS[seat]), desk.names.get(held[seat], "—") if seat in held else "") for seat in Seat
    ]
    notified = desk.file.last(UnionNotified)
    if notified is not None:
        people.append((_("Trade union"), notified.union))
    elif desk.file.charges and desk.file.state in BEFORE_DECISION:
        people.append((_("Trade union"), _("to be notified before a dismissal")))
    return people


def weighed(desk: CaseDesk) -> dict[str, Any]:
    """For those alone who weigh a sanction."""
    if not desk.weighs:
        return {}
    rules = [head.rule for head in desk.heads]
    return {
        "like": like_cases(desk.found.sanctions_given(rules)) if rules else None,
        "standing": standing_of(desk.case, desk.file, desk.found.records),
        "pay": pay_of(desk.file),
    }
