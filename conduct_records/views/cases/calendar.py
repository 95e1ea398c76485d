"""The calendar of cases at the desk."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conduct_records.policies.cases import SEE_CASES, check_can_see_cases
from conduct_records.queries.cases.calendar import EVENTS, ICONS, month_of
from conduct_records.queries.cases.seen import cases_seen
from lms.people.views.requests import StaffRequest

YEARS = range(2000, 2101)


@login_required
@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    """A month of what is due, heard, open to appeal or spent."""
    check_can_see_cases(request.user)
    first = _first_day(request.GET.get("month", ""))
    month = month_of(cases_seen(request.user, SEE_CASES), first, timezone.now())
    context = {
        "here": "cases",
        "month": month,
        "as_list": request.GET.get("as") == "list",
        "legend": [(name, ICONS[event]) for event, name in EVENTS.items()],
    }
    return render(request, "conduct_records/cases/calendar.html", context)


def _first_day(text: str) -> date:
    """Of the month "2026-11"; of the present one where it is none."""
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        day = timezone.localdate()
    if day.year not in YEARS:
        day = timezone.localdate()
    return day.replace(day=1)
