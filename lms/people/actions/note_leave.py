from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.people.errors import (
    BeforeHiring,
    EndBeforeBeginning,
    HasLeft,
    LeaveIsOver,
    OnLeaveThen,
    ReturnTooEarly,
)
from lms.people.models import Employee, Leave
from lms.people.policies import check_can_change_employee
from lms.people.rules.periods import ONE_DAY, Period, overlap


def note_leave(
    *,
    actor: Employee,
    employee: Employee,
    kind: str,
    from_on: date,
    until_on: date | None = None,
    note: str = "",
) -> Leave:
    """Somebody is away from a day until another, or until they come back.

    Raises `NotAllowed`, `HasLeft`, `BeforeHiring`, `EndBeforeBeginning`, `OnLeaveThen`.
    """
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        period = Period(from_on, until_on)
        if employee.left_on is not None:
            if employee.left_on <= timezone.localdate() or employee.left_on < from_on:
                raise HasLeft(employee.left_on)
            period = Period(from_on, min(until_on or employee.left_on, employee.left_on))
        if employee.hired_on is not None and from_on < employee.hired_on:
            raise BeforeHiring(employee.hired_on)
        if not period.is_in_order:
            raise EndBeforeBeginning
        if any(overlap(period, leave.period) for leave in employee.leaves.all()):
            raise OnLeaveThen
        leave = Leave.objects.create(
            employee=employee,
            kind=kind,
            from_on=period.from_on,
            until_on=period.until_on,
            noted_by=actor,
            note=note,
        )
        log(employee, "people.note_leave", user=actor, data=_data(leave))
    return leave


def end_leave(*, actor: Employee, leave: Leave, back_on: date) -> Leave:
    """The person is back from the day on, be it earlier than planned. Raises `NotAllowed`,
    `ReturnTooEarly`, `LeaveIsOver`."""
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=leave.employee_id)
        check_can_change_employee(actor, employee)
        leave = Leave.objects.select_for_update().get(pk=leave.pk)
        if back_on <= leave.from_on:
            raise ReturnTooEarly(leave.from_on)
        last_day = back_on - ONE_DAY
        if leave.until_on is not None and last_day > leave.until_on:
            raise LeaveIsOver
        leave.until_on = last_day
        leave.save(update_fields=["until_on"])
        log(employee, "people.end_leave", user=actor, data=_data(leave))
    return leave


def withdraw_leave(*, actor: Employee, leave: Leave, reason: str) -> None:
    """A leave that was noted by mistake goes; the history keeps it. Raises `NotAllowed`."""
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=leave.employee_id)
        check_can_change_employee(actor, employee)
        data = _data(leave) | {"reason": reason}
        leave.delete()
        log(employee, "people.withdraw_leave", user=actor, data=data)


def _data(leave: Leave) -> dict[str, object]:
    return {"kind": leave.kind, "from_on": leave.from_on, "until_on": leave.until_on}
