"""Retention at the desk: who may be erased from when, what keeps them, and erasing them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.ledger.queries.holds import hold_on, holds_in_force, holds_on
from lms.people.actions.erase_person import erase_person
from lms.people.actions.hold_records import lift_hold, place_hold
from lms.people.actions.look_at import look_at
from lms.people.forms.retention import ErasePersonForm, KeptFilter, ReasonForm
from lms.people.models import Employee
from lms.people.policies import can_erase, can_export, can_see_erased, check_may
from lms.people.queries import search_employees, units_reached
from lms.people.queries.retention import (
    SEE,
    in_unit,
    kept_about,
    obstacles_to,
    people_in_view,
    people_kept,
    schedule,
)
from lms.people.rules.retention import standing_of
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.errors import Refusal
from lms.ui.refusals import carried_out

PAGE_SIZE = 25
ERASE = "people.erase_employee"
KEEPING = Sight(gettext_noop("until when records are kept"), gettext_noop("keeping to retention"))


@never_cache
@login_required
@require_safe
def kept(request: StaffRequest) -> HttpResponse:
    """Those who left: from when each may be erased, and what keeps them until then."""
    check_may(request.user, SEE)
    choice = KeptFilter(request.GET, units=units_reached(request.user, SEE))
    found, said, today = people_kept(request.user), choice.said, timezone.localdate()
    if unit := said.get("unit"):
        found = in_unit(found, unit)
    if name := said.get("name"):
        people = search_employees(Employee.objects.all(), name)
        found = found.filter(employee__in=people.order_by().values("pk"))
    if said.get("due"):
        held = [hold.subject for hold in holds_in_force()]
        found = found.filter(free_on__lte=today).exclude(employee__token__in=held)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    holds = holds_on([row.employee.token for row in page])
    terms = schedule()
    context = {
        "filter": choice,
        "page": page,
        "today": today,
        "rows": [(row, holds.get(row.employee.token), terms.get(row.kept_by)) for row in page],
    }
    return render(request, "people/retention/kept.html", context | tabs(request))


def tabs(request: StaffRequest) -> dict[str, Any]:
    """What all lists of retention show."""
    return {"here": "retention", "sees_erased": can_see_erased(request.user)}


def _person(request: StaffRequest, pk: int) -> Employee:
    check_may(request.user, SEE)
    return get_object_or_404(people_in_view(request.user), pk=pk, erased_at=None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """What keeps one person until when; and the form that erases them."""
    if request.method == "POST":
        check_may(request.user, ERASE)
    employee = _person(request, pk)
    form = ErasePersonForm(request.POST or None, employee=employee)
    if form.is_valid() and carried_out(form, lambda: _erase(request, employee, form)):
        return redirect("people:retention")
    look_at(actor=request.user, tokens=[employee.token], sight=KEEPING)
    return render(
        request, "people/retention/person.html", _shown(request, employee) | {"form": form}
    )


def _shown(request: StaffRequest, employee: Employee) -> dict[str, Any]:
    terms = schedule()
    found, hold = kept_about(employee, terms), hold_on(employee.token)
    obstacles = obstacles_to(employee, request.user)
    is_over = standing_of(found).is_over(timezone.localdate())
    return {
        "here": "retention",
        "employee": employee,
        "kept": [(each, terms[each.kind]) for each in found],
        "hold": hold,
        "obstacles": obstacles,
        "may_erase": can_erase(request.user, employee),
        "may_export": can_export(request.user, employee),
        "is_free": is_over and not obstacles and hold is None,
        "hold_form": ReasonForm(auto_id="hold_%s"),
    }


def _erase(request: StaffRequest, employee: Employee, form: Form) -> None:
    reason = form.cleaned_data["reason"]
    seq = erase_person(actor=request.user, employee=employee, reason=reason)
    said = _("Erased. Entry %(number)d of the ledger says so; the files follow within minutes.")
    messages.success(request, said % {"number": seq})


@login_required
@require_POST
def hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Place a hold on somebody's records, or lift it."""
    check_may(request.user, ERASE)
    employee = _person(request, pk)
    act = lift_hold if request.POST.get("do") == "lift" else place_hold
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid():
            messages.warning(request, _("Give a reason."))
        else:
            act(actor=request.user, employee=employee, reason=form.cleaned_data["reason"])
            messages.success(request, _("Recorded in the ledger."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("people:retention-person", pk=pk)
