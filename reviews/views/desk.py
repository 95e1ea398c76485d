"""The desk's list of reviews: what waits for me, my team, the cycles that run."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.people.policies import may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest
from reviews.forms.desk import DeskFilter
from reviews.models import Reassessment
from reviews.policies import (
    HANDLE,
    IMPORT_FIGURES,
    OPEN_CYCLES,
    RATE,
    SEE,
    WRITE_SCORECARDS,
    can_see_cycles,
    check_can_see_reviews,
    reach_over_reviews,
)
from reviews.queries.cycles import cycles_seen, progress_of_cycles, running
from reviews.queries.desk import (
    GROUPS,
    ICONS,
    MINE,
    OF_MANAGERS,
    OPEN,
    Group,
    Reach,
    ReviewRow,
    counts_of,
    grouped,
    narrowed,
    of_groups,
    reviews_seen,
    row_of,
)
from reviews.queries.follow_ups import reassessments_for

PAGE_SIZE = 50
# So many of the running cycles stand above the list.
FIRST_CYCLES = 3
# So many days of reassessment.
MOST_DAYS = 10

# A group, its name, how many reviews there are of it, and those on the page.
Section = tuple[Group, object, int, list[ReviewRow]]


@login_required
@require_safe
def reviews(request: StaffRequest) -> HttpResponse:
    """What is under way, my turn first; a group, or what a search finds."""
    check_can_see_reviews(request.user)
    today, reach = timezone.localdate(), reach_over_reviews(request.user)
    is_hr = can_see_cycles(request.user)
    choice = DeskFilter(
        request.GET,
        units=units_reached(request.user, SEE if is_hr else RATE),
        cycles=cycles_seen(reach) if is_hr else None,
    )
    wanted = choice.wanted
    seen = narrowed(reviews_seen(request.user, reach), wanted)
    seen = grouped(seen, request.user, reach, today)
    counts = counts_of(seen)
    page = Paginator(of_groups(seen, wanted.groups), PAGE_SIZE).get_page(request.GET.get("page"))
    is_whole = page.number == 1 and not (wanted.group or choice.is_narrowed)
    context = {
        "here": "reviews",
        "filter": choice,
        "wanted": wanted,
        "today": today,
        "groups": _tiles(counts, is_hr=is_hr),
        "open_count": sum(counts[each] for each in OPEN),
        "is_hr": is_hr,
        "page": page,
        "sections": _sections([row_of(review, today) for review in page], counts),
        "cycles": _running(request, reach) if is_hr and is_whole else [],
        "reassessments": _reassessments(request, reach) if is_whole else [],
        "can_name": may(request.user, HANDLE),
    }
    return render(request, "reviews/desk/reviews.html", context | places_of(request))


def _reassessments(request: StaffRequest, reach: Reach) -> list[Reassessment]:
    """The days around today on which work is looked at once more."""
    days = reassessments_for(request.user, SEE, timezone.localdate())
    return list(days.filter(review__in=reviews_seen(request.user, reach))[:MOST_DAYS])


def places_of(request: StaffRequest) -> dict[str, Any]:
    """The pages beside the list that are open to somebody."""
    user = request.user
    return {
        "sees_cycles": may(user, SEE),
        "opens_cycles": may(user, OPEN_CYCLES),
        "writes_scorecards": may(user, WRITE_SCORECARDS),
        "imports_figures": may(user, IMPORT_FIGURES),
    }


def _tiles(counts: dict[Group, int], *, is_hr: bool) -> list[tuple[Group, object, str, int]]:
    """What there may be for somebody; of the parts that are theirs to do only those with some."""
    shown = [
        each
        for each in (Group if is_hr else OF_MANAGERS)
        if counts[each] or each not in MINE or each in (Group.RATE, Group.CALIBRATE)
    ]
    return [(each, GROUPS[each], ICONS[each], counts[each]) for each in shown]


def _sections(rows: Iterable[ReviewRow], counts: dict[Group, int]) -> list[Section]:
    """The rows group by group; how many there are of each altogether."""
    by_group = groupby(rows, key=lambda row: Group(row.review.group))  # type: ignore[attr-defined]
    return [(group, GROUPS[group], counts[group], list(some)) for group, some in by_group]


def _running(request: StaffRequest, reach: Reach) -> list[dict[str, Any]]:
    """The newest cycles that run, each with how far its reviews are."""
    cycles = list(running(cycles_seen(reach))[:FIRST_CYCLES])
    seen = reviews_seen(request.user, reach)
    progress = progress_of_cycles(cycles, seen, reach, timezone.localdate())
    return [{"cycle": cycle, "progress": progress[cycle.pk]} for cycle in cycles]
