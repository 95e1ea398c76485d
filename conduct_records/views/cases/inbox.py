"""The desk's inbox of cases, and the incidents that wait for HR."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conduct_records.forms.cases.inbox import InboxFilter
from conduct_records.models import Incident
from conduct_records.policies.cases import HANDLE_CASES, SEE_CASES, check_can_see_cases
from conduct_records.queries.cases.inbox import (
    GROUPS,
    ICONS,
    OPEN,
    STATES_OF_INCIDENTS,
    Group,
    InboxRow,
    counts_of,
    grouped,
    incidents_in,
    narrowed,
    of_groups,
    row_of,
    with_pictures,
)
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.queries.cases.seen import cases_seen, incidents_seen, incidents_to_take_up
from lms.people.policies import check_may, may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 50
INCIDENTS_PAGE = 24
# So many of the waiting incidents stand above the cases.
FIRST_INCIDENTS = 4

# A group, its name, how many cases there are of it, and those on the page.
Section = tuple[Group, object, int, list[InboxRow]]


@login_required
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """What is under way, my turn first; a group, or what a search finds."""
    check_can_see_cases(request.user)
    now = timezone.now()
    choice = InboxFilter(request.GET, units=units_reached(request.user, SEE_CASES))
    wanted = choice.wanted
    seen = narrowed(cases_seen(request.user, SEE_CASES), wanted)
    seen = grouped(seen, request.user, HANDLE_CASES, now)
    counts = counts_of(seen)
    page = Paginator(of_groups(seen, wanted.groups), PAGE_SIZE).get_page(request.GET.get("page"))
    is_whole = page.number == 1 and not (wanted.group or choice.is_narrowed)
    context = {
        "here": "cases",
        "filter": choice,
        "wanted": wanted,
        "groups": [(each, name, ICONS[each], counts[each]) for each, name in GROUPS.items()],
        "open_count": sum(counts[each] for each in OPEN),
        "page": page,
        "sections": _sections([row_of(case, now) for case in page], counts),
    }
    context |= _waiting(request, most=FIRST_INCIDENTS if is_whole else 0)
    return render(request, "conduct_records/cases/inbox.html", context)


def _sections(rows: list[InboxRow], counts: dict[Group, int]) -> list[Section]:
    """The rows group by group; how many there are of each altogether."""
    by_group = groupby(rows, key=lambda row: row.group)
    return [(group, GROUPS[group], counts[group], list(some)) for group, some in by_group]


def _waiting(request: StaffRequest, *, most: int) -> dict[str, object]:
    """How many incidents HR has to look at, and the first of them."""
    waiting = incidents_to_take_up(request.user, SEE_CASES)
    first = with_pictures(waiting)[:most] if most else []
    return {
        "sees_incidents": may(request.user, SEE_CASES),
        "waiting_count": waiting.count(),
        "waiting": [_card(one) for one in first],
    }


def _card(incident: Incident) -> dict[str, object]:
    pictures = incident.pictures  # type: ignore[attr-defined]
    return {
        "incident": incident,
        "number": incident_number(incident),
        "picture": pictures[0] if pictures else None,
    }


@login_required
@require_safe
def incidents(request: StaffRequest) -> HttpResponse:
    """All incidents of HR's units: those that wait, were taken up, were set aside."""
    check_may(request.user, SEE_CASES)
    state = request.GET.get("state", "waiting")
    found = incidents_in(incidents_seen(request.user, SEE_CASES), state)
    page = Paginator(with_pictures(found), INCIDENTS_PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "cases",
        "states": STATES_OF_INCIDENTS,
        "state": state if state in STATES_OF_INCIDENTS else "waiting",
        "page": page,
        "cards": [_card(one) for one in page],
    }
    return render(request, "conduct_records/cases/incidents.html", context)
