"""Cycles at the desk of HR: all of them, and one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.people.models import Unit
from lms.people.policies import may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED
from reviews.actions.cycle_work import ask_for_work
from reviews.actions.end_cycle import end_cycle
from reviews.actions.remind_owners import remind_of_cycle
from reviews.enums import WorkKind
from reviews.errors import ReviewError
from reviews.forms.desk import DeskFilter
from reviews.models import CycleWork, ReviewCycle
from reviews.policies import (
    HANDLE,
    OPEN_CYCLES,
    SEE,
    check_can_open_cycle,
    check_can_see_cycles,
    reach_over_reviews,
)
from reviews.queries.cycles import (
    cycles_seen,
    overdue_first,
    progress_of_cycles,
    progress_of_units,
    works_of,
)
from reviews.queries.desk import marked, narrowed, reviews_seen, row_of, with_rows

PAGE_SIZE = 50
CYCLES_PAGE = 20
# What can be asked for on a cycle's page; the board freezes.
ASKED_HERE = (WorkKind.OPEN, WorkKind.COMPUTE)
WORKS_SHOWN = 5


def cycle_or_404(request: StaffRequest, pk: int) -> ReviewCycle:
    """Raises `NotAllowed` for who sees no cycles at all."""
    check_can_see_cycles(request.user)
    return get_object_or_404(cycles_seen(reach_over_reviews(request.user)), pk=pk)


@login_required
@require_safe
def cycles(request: StaffRequest) -> HttpResponse:
    """The newest first, each with how far its reviews are."""
    check_can_see_cycles(request.user)
    reach = reach_over_reviews(request.user)
    found = cycles_seen(reach).order_by("-opened_at", "-pk")
    page = Paginator(found, CYCLES_PAGE).get_page(request.GET.get("page"))
    seen = reviews_seen(request.user, reach)
    progress = progress_of_cycles(page, seen, reach, timezone.localdate())
    context = {
        "here": "reviews",
        "page": page,
        "cycles": [{"cycle": cycle, "progress": progress[cycle.pk]} for cycle in page],
        "opens_cycles": may(request.user, OPEN_CYCLES),
    }
    return render(request, "reviews/desk/cycles.html", context)


@login_required
@require_safe
def cycle(request: StaffRequest, pk: int) -> HttpResponse:
    """How far a cycle is, by stage and by unit; its reviews, what is overdue first."""
    found = cycle_or_404(request, pk)
    today, reach = timezone.localdate(), reach_over_reviews(request.user)
    choice = DeskFilter(request.GET, units=_units(request, found))
    everything = reviews_seen(request.user, reach).filter(cycle=found)
    whole, by_unit = progress_of_units(everything, reach, today)
    rows = marked(overdue_first(narrowed(everything, choice.wanted)), reach)
    page = Paginator(with_rows(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "here": "reviews",
        "cycle": found,
        "progress": whole,
        "by_unit": by_unit,
        "filter": choice,
        "wanted": choice.wanted,
        "page": page,
        "rows": [row_of(review, today) for review in page],
        "works": works_of(found)[:WORKS_SHOWN],
        "handled": unit_handled(request, found),
        "may_open": may(request.user, OPEN_CYCLES, found.unit),
    }
    return render(request, "reviews/desk/cycle.html", context)


def _units(request: StaffRequest, cycle: ReviewCycle) -> Any:
    return units_reached(request.user, SEE).filter(path__startswith=cycle.unit.path)


def unit_handled(request: StaffRequest, cycle: ReviewCycle) -> Unit | None:
    """The unit of a cycle for which somebody has work done: the whole cycle's, else the highest of
    theirs within it."""
    if may(request.user, HANDLE, cycle.unit):
        return cycle.unit
    within = units_reached(request.user, HANDLE).filter(path__startswith=cycle.unit.path)
    return within.order_by("path").first()


@require_POST
@login_required
def do(request: StaffRequest, pk: int) -> HttpResponse:
    """Have the worker open what is missing, or compute anew."""
    found = cycle_or_404(request, pk)
    kind = next((kind for kind in ASKED_HERE if kind == request.POST.get("kind")), None)
    unit = unit_handled(request, found)
    if kind is None or unit is None:
        return HttpResponse(status=REFUSED)
    try:
        work = ask_for_work(actor=request.user, cycle=found, kind=kind, unit=unit)
    except ReviewError as refusal:
        messages.warning(request, str(refusal))
        return redirect("reviews:cycle", pk=found.pk)
    return redirect("reviews:cycle-work", pk=work.pk)


@login_required
@require_safe
def work(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far the worker is."""
    check_can_see_cycles(request.user)
    cycles = cycles_seen(reach_over_reviews(request.user))
    works = CycleWork.objects.filter(cycle__in=cycles).select_related("cycle", "unit", "asked_by")
    found = get_object_or_404(works, pk=pk)
    return render(request, "reviews/desk/work.html", {"here": "reviews", "work": found})


@require_POST
@login_required
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    """Remind everybody whose turn it is, once a day."""
    found = cycle_or_404(request, pk)
    count = remind_of_cycle(actor=request.user, cycle=found)
    if count:
        text = ngettext(
            "Whoever’s turn it is was reminded of %(count)d review.",
            "Whoever’s turn it is was reminded of %(count)d reviews.",
            count,
        )
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("Nobody to remind: everybody was reminded today already."))
    return redirect("reviews:cycle", pk=found.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a cycle; says first what that means."""
    found = cycle_or_404(request, pk)
    check_can_open_cycle(request.user, found.unit)
    if request.method == "POST":
        try:
            end_cycle(actor=request.user, cycle=found)
        except ReviewError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The cycle has ended. Reviews under way go on."))
        return redirect("reviews:cycle", pk=found.pk)
    reach = reach_over_reviews(request.user)
    seen = reviews_seen(request.user, reach)
    progress = progress_of_cycles([found], seen, reach, timezone.localdate())[found.pk]
    context = {"here": "reviews", "cycle": found, "open_count": progress.total - progress.closed}
    return render(request, "reviews/desk/end.html", context)
