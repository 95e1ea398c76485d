"""The desk's inbox of cases, and the incidents that wait for HR."""

from collections.abc import Collection
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conduct_records.forms.cases.inbox import InboxFilter
from conduct_records.models import Incident
from conduct_records.policies.cases import HANDLE_CASES, SEE_CASES, check_can_see_cases
from conduct_records.queries.cases.channel import waiting_among, with_waiting_answers
from conduct_records.queries.cases.identities import ListedVeils
from conduct_records.queries.cases.inbox import (
    GROUPS,
    ICONS,
    MOST_PEOPLE,
    OPEN,
    STATES_OF_INCIDENTS,
    Group,
    Inbox,
    InboxRow,
    Wanted,
    incidents_in,
    narrowed,
    row_of,
    with_pictures,
)
from conduct_records.queries.cases.incidents import incident_number, waiting_incidents
from conduct_records.queries.cases.seen import incidents_seen
from lms.people.policies import check_may, may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest
from lms.ui.paging import open_page, page_number

PAGE_SIZE = 50
INCIDENTS_PAGE = 24
# So many of the waiting incidents stand above the cases.
FIRST_INCIDENTS = 4

# A group, its name, how many cases there are of it, whether there are more than are listed beside
# other groups, and those on the page.
Section = tuple[Group, object, str, bool, list[InboxRow]]


@login_required
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """What is under way, my turn first; a group, or what a search finds."""
    check_can_see_cases(request.user)
    now = timezone.now()
    choice = InboxFilter(request.GET, units=units_reached(request.user, SEE_CASES))
    wanted = choice.wanted
    found = narrowed(request.user, SEE_CASES, wanted)
    cases = Inbox(found, request.user, HANDLE_CASES, now)
    page = cases.page(wanted.groups, page_number(request.GET.get("page")), PAGE_SIZE)
    is_whole = page.number == 1 and not (wanted.group or choice.is_narrowed)
    context = {
        "here": "cases",
        "filter": choice,
        "wanted": wanted,
        "groups": [(each, name, ICONS[each], cases.counted(each)) for each, name in GROUPS.items()],
        "open_count": cases.counted(*OPEN),
        "page": page,
        "most_people": MOST_PEOPLE if found.has_more else 0,
        "veils": ListedVeils(request.user, [case.incident for case in page], taken_up=True),
        "sections": _sections([row_of(case, now) for case in page], cases, wanted),
    }
    context |= _waiting(request, most=FIRST_INCIDENTS if is_whole else 0)
    return render(request, "conduct_records/cases/inbox.html", context)


def _sections(rows: list[InboxRow], cases: Inbox, wanted: Wanted) -> list[Section]:
    """The rows group by group; how many there are of each altogether."""
    is_all = wanted.group is not None
    return [
        (group, GROUPS[group], cases.counted(group), cases.has_more(group) and not is_all, [*some])
        for group, some in groupby(rows, key=lambda row: row.group)
    ]


def _waiting(request: StaffRequest, *, most: int) -> dict[str, object]:
    """How many incidents HR has to look at, and the first of them."""
    seen = incidents_seen(request.user, SEE_CASES)
    waiting = waiting_incidents(seen)
    first = with_pictures(waiting)[:most] if most else []
    return {
        "sees_incidents": may(request.user, SEE_CASES),
        "waiting_count": waiting.count(),
        "answers_count": with_waiting_answers(seen).count(),
        "waiting": [_card(one) for one in first],
    }


def _card(incident: Incident, answers: Collection[int] = ()) -> dict[str, object]:
    """`answers`: the incidents about which an anonymous reporter's answer waits."""
    pictures = getattr(incident, "pictures", None)
    return {
        "answer_waits": incident.pk in answers,
        "incident": incident,
        "number": incident_number(incident),
        "picture": pictures[0] if pictures else None,
    }


@login_required
@require_safe
def incidents(request: StaffRequest) -> HttpResponse:
    """All incidents of HR's units: those that wait, were taken up, were set aside."""
    check_may(request.user, SEE_CASES)
    state = request.GET.get("state", "")
    state = state if state in STATES_OF_INCIDENTS else "waiting"
    found = incidents_in(incidents_seen(request.user, SEE_CASES), state)
    if state == "waiting":
        # What does not wait any more is looked at for a purpose; a list has none.
        found = with_pictures(found)
    page = open_page(found, request.GET.get("page"), INCIDENTS_PAGE)
    answers = waiting_among(list(page))
    context = {
        "here": "cases",
        "states": STATES_OF_INCIDENTS,
        "state": state,
        "page": page,
        "cards": [_card(one, answers) for one in page],
        "veils": ListedVeils(request.user, page, taken_up=state != "waiting"),
    }
    return render(request, "conduct_records/cases/incidents.html", context)
