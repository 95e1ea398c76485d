"""The time-line of a person, and the steps that continue it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from lms.people.actions.correct_placement import correct_placement, withdraw_placement
from lms.people.actions.end_employment import end_employment, withdraw_leaving
from lms.people.actions.look_at import look_at
from lms.people.actions.note_leave import end_leave, note_leave, withdraw_leave
from lms.people.actions.rehire_employee import rehire_employee
from lms.people.actions.transfer_employee import transfer_employee
from lms.people.admin.handover import handover
from lms.people.admin.time_line import entries_of
from lms.people.enums import Presence
from lms.people.errors import PeopleError
from lms.people.forms import careers as forms
from lms.people.models import Employee, Leave, Placement
from lms.people.policies import can_change_employee
from lms.people.queries import employees_reached, grants_in_force, with_presence
from lms.people.rules.passwords import temporary_password
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.refusals import refuse

TIME_LINE = Sight(
    gettext_noop("time-line in the company"), gettext_noop("keeping the staff records")
)


@dataclass(frozen=True)
class Step:
    """One thing that may be done on the time-line: `write` has an action do it and may answer a
    temporary password to be handed over."""

    name: str
    title: str | Promise
    icon: str
    form: type[forms.CareerForm]
    write: Callable[[Employee, Any, dict[str, Any]], str | None]
    model: type[Employee | Placement | Leave] = Employee
    is_serious: bool = False


def _transfer(actor: Employee, target: Employee, values: dict[str, Any]) -> None:
    transfer_employee(actor=actor, employee=target, **values)


def _correct(actor: Employee, target: Placement, values: dict[str, Any]) -> None:
    correct_placement(actor=actor, placement=target, **values)


def _withdraw(actor: Employee, target: Placement, values: dict[str, Any]) -> None:
    withdraw_placement(actor=actor, placement=target, **values)


def _leave(actor: Employee, target: Employee, values: dict[str, Any]) -> None:
    note_leave(actor=actor, employee=target, **values)


def _return(actor: Employee, target: Leave, values: dict[str, Any]) -> None:
    end_leave(actor=actor, leave=target, **values)


def _withdraw_leave(actor: Employee, target: Leave, values: dict[str, Any]) -> None:
    withdraw_leave(actor=actor, leave=target, **values)


def _end(actor: Employee, target: Employee, values: dict[str, Any]) -> None:
    end_employment(actor=actor, employee=target, **values)


def _stay(actor: Employee, target: Employee, values: dict[str, Any]) -> None:
    withdraw_leaving(actor=actor, employee=target)


def _rehire(actor: Employee, target: Employee, values: dict[str, Any]) -> str | None:
    password = temporary_password() if values.pop("own_sign_in") else None
    rehire_employee(actor=actor, employee=target, password=password, **values)
    return password


STEPS = {
    step.name: step
    for step in (
        Step("transfer", _("Transfer"), "arrow-right-full", forms.TransferForm, _transfer),
        Step(
            "correct_placement", _("Correct a placement"), "edit",
            forms.CorrectPlacementForm, _correct, Placement,
        ),
        Step(
            "withdraw_placement", _("Take back a transfer"), "undo",
            forms.WithdrawForm, _withdraw, Placement, is_serious=True,
        ),
        Step("leave", _("Note a leave"), "calendar", forms.LeaveForm, _leave),
        Step("return", _("Note the return"), "login", forms.ReturnForm, _return, Leave),
        Step(
            "withdraw_leave", _("Take back a leave"), "undo",
            forms.WithdrawForm, _withdraw_leave, Leave, is_serious=True,
        ),
        Step("end", _("Note the leaving"), "logout", forms.EndForm, _end, is_serious=True),
        Step("stay", _("Take back the leaving"), "undo", forms.CareerForm, _stay),
        Step("rehire", _("Take back into the company"), "login", forms.RehireForm, _rehire),
    )
}  # fmt: skip


def career_urls() -> list[URLPattern]:
    """For the view set of employees."""
    steps = [
        path(
            f"{step.name.replace('_', '-')}/<int:pk>/",
            never_cache(partial(_step, step=step)),
            name=step.name,
        )
        for step in STEPS.values()
    ]
    return [path("person/<int:pk>/", never_cache(person), name="person"), *steps]


@require_safe
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Where somebody stood and stands, their leaves and employments, all of it."""
    reached = employees_reached(request.user, "people.view_employee")
    today = timezone.localdate()
    employee = get_object_or_404(with_presence(reached, today), pk=pk)
    look_at(actor=request.user, tokens=[employee.token], sight=TIME_LINE)
    may_change = can_change_employee(request.user, employee)
    context = {
        "employee": employee,
        "presence": Presence(employee.presence),  # type: ignore[attr-defined]
        "grants": grants_in_force(employee),
        "entries": entries_of(employee, today, may_change=may_change),
        "may_change": may_change,
        "steps": _steps_for(employee) if may_change else [],
        "today": today,
        "header_title": str(employee),
    }
    return TemplateResponse(request, "people/admin/person.html", context)


def _steps_for(employee: Employee) -> list[Step]:
    """What comes next for somebody, as a row of buttons."""
    today = timezone.localdate()
    if employee.left_on is None:
        names = ["transfer", "leave", "end"]
    elif employee.left_on <= today:
        names = ["rehire"]
    else:
        names = ["leave", "end", "stay"]
    return [STEPS[name] for name in names]


@require_http_methods(["GET", "HEAD", "POST"])
def _step(request: StaffRequest, pk: int, *, step: Step) -> HttpResponse:
    """Asks first, then has the step's action write."""
    target, employee = _target(request, step.model, pk)
    more = {"placement": target} if step.form is forms.CorrectPlacementForm else {}
    form = step.form(request.POST or None, actor=request.user, employee=employee, **more)
    if request.method == "POST":
        form = step.form(request.POST, actor=request.user, employee=employee, **more)
        if form.is_valid():
            try:
                password = step.write(request.user, target, form.cleaned_data)
            except PeopleError as refusal:
                refuse(form, refusal)
            else:
                return _written(request, employee, password)
    context = {
        "employee": employee,
        "step": step,
        "target": target if target is not employee else None,
        "form": form,
        "header_title": step.title,
    }
    return TemplateResponse(request, "people/admin/career_step.html", context)


def _target(request: StaffRequest, model: type[Any], pk: int) -> tuple[Any, Employee]:
    """404 outside the actor's units, refused where the actor may look but not change."""
    reached = employees_reached(request.user, "people.view_employee")
    target: Any = get_object_or_404(
        reached if model is Employee else model.objects.filter(employee__in=reached), pk=pk
    )
    employee = target if model is Employee else reached.get(pk=target.employee_id)
    if not can_change_employee(request.user, employee):
        raise PermissionDenied
    return target, employee


def _written(request: StaffRequest, employee: Employee, password: str | None) -> HttpResponse:
    if password is not None:
        return handover(request, employee, password)
    messages.success(request, _t("Noted for %(employee)s.") % {"employee": employee})
    return redirect(reverse("wagtailusers_users:person", args=[employee.pk]))
