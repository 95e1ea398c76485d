from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.people.actions.keep_present_placement import keep_present_placement
from lms.people.errors import (
    BeforeHiring,
    HasLeft,
    MovedAfterLeaving,
    MovedTooEarly,
    NothingMoved,
)
from lms.people.models import Employee, Placement, Post, Unit
from lms.people.policies import check_can_change_employee, check_can_hire
from lms.people.rules.periods import after_move


def transfer_employee(
    *, actor: Employee, employee: Employee, unit: Unit, post: Post, on: date, note: str = ""
) -> Placement:
    """From the day the employee stands at another post, in the same unit or another, where the
    actor may hire. A day to come is allowed: the move takes effect then.

    Raises `NotAllowed`, `HasLeft`, `NothingMoved`, `MovedTooEarly`, `MovedAfterLeaving`,
    `BeforeHiring`.
    """
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        if unit.pk != employee.unit_id:
            check_can_hire(actor, unit)
        return move(actor, employee, unit, post, on, note)


def move(
    actor: Employee, employee: Employee, unit: Unit, post: Post, on: date, note: str = ""
) -> Placement:
    """The step of `transfer_employee` for an employee who is locked already."""
    today = timezone.localdate()
    if employee.left_on is not None and employee.left_on <= today:
        raise HasLeft(employee.left_on)
    if employee.hired_on is not None and on < employee.hired_on:
        raise BeforeHiring(employee.hired_on)
    placements = list(employee.placements.select_related("unit", "post"))
    last = placements[-1] if placements else None
    if last is not None and (last.unit_id, last.post_id) == (unit.pk, post.pk):
        raise NothingMoved
    periods = after_move([each.period for each in placements], on)
    if periods is None or employee.left_on is not None:
        assert last is not None
        if employee.left_on is not None:
            raise MovedAfterLeaving(employee.left_on)
        raise MovedTooEarly(last.from_on)
    if last is not None:
        last.until_on = periods[-2].until_on
        last.save(update_fields=["until_on"])
    placement = Placement.objects.create(
        employee=employee, unit=unit, post=post, from_on=on, noted_by=actor, note=note
    )
    keep_present_placement(employee, today)
    data = {"before": str(last or ""), "after": str(placement), "on": on}
    log(employee, "people.transfer", user=actor, data=data)
    return placement
