"""Badges for the people of one's units."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.actions.observing.print_badges import print_badges
from assessments.errors import NameNotPrintable
from assessments.forms.observing.badges import BadgeFilter
from assessments.policies.observed_people import people_with_badges, units_with_badges
from assessments.policies.observing import check_can_print_badges
from lms.people.models import Employee
from lms.people.views.requests import StaffRequest

# As many as are printed at once: ten sheets.
PAGE_SIZE = 100


@login_required
@require_safe
def badges(request: StaffRequest) -> HttpResponse:
    """Whose badges can be printed, page by page."""
    narrowing, page = _asked(request)
    context = {"here": "badges", "filter": narrowing, "page": page}
    return render(request, "assessments/badges/list.html", context)


@login_required
@require_safe
def pdf(request: StaffRequest) -> HttpResponse:
    """The badges of the page that the address names."""
    __, page = _asked(request)
    if not page.object_list:
        raise Http404
    try:
        printed = print_badges(actor=request.user, people=list(page))
    except NameNotPrintable as refusal:
        messages.warning(request, str(refusal))
        return redirect("assessments:badges")
    response = HttpResponse(printed, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="badges.pdf"'
    return response


def _asked(request: StaffRequest) -> tuple[forms.Form, Page[Employee]]:
    check_can_print_badges(request.user)
    narrowing = BadgeFilter(request.GET, units=units_with_badges(request.user))
    people = people_with_badges(request.user, narrowing.unit)
    return narrowing, Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
