"""The marker's desk: what waits to be judged, and one sitting of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.marking import MarkingFilter
from assessments.policies.marking import MARK
from assessments.queries import category_choices
from assessments.queries.marking import (
    GROUPS,
    ICONS,
    Group,
    counts_of,
    groups_at,
    narrowed,
    of_group,
    quizzes_sat_at,
    row_of,
)
from assessments.queries.marking_work import handed_in_at
from assessments.views.marking_page import Page, desk_of
from assessments.views.marking_steps import answer_to
from lms.people.policies import check_may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 50


@login_required
@require_safe
def marking(request: StaffRequest) -> HttpResponse:
    """What waits, the longest first; what is to be settled, what one marked oneself, or all."""
    check_may(request.user, MARK)
    desk, now = desk_of(request.user), timezone.now()
    choice = MarkingFilter(
        request.GET,
        quizzes=quizzes_sat_at(desk),
        categories=category_choices(),
        units=units_reached(request.user, MARK),
    )
    wanted = choice.wanted
    seen = narrowed(handed_in_at(desk), wanted)
    counts = counts_of(seen, desk)
    found = of_group(seen, wanted.group, desk)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "here": "marking",
        "filter": choice,
        "wanted": wanted,
        "groups": [(each, GROUPS[each], ICONS[each], counts[each]) for each in groups_at(desk)],
        "open_count": counts[None],
        "page": page,
        "rows": [row_of(sitting, now) for sitting in page],
        "is_settling": wanted.group is Group.SETTLE,
    }
    return render(request, "assessments/marking/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def marking_sitting(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    """One sitting with the answers that wait. Its buttons: see `views.marking_steps`."""
    page = Page.open(request, sitting_id)
    if request.method == "POST":
        return answer_to(page)
    return page.shown()
