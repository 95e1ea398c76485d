from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.people.actions.keep_present_placement import keep_present_placement
from lms.people.errors import AlreadyBegun, BeforeHiring, NoRoomForPlacement
from lms.people.models import Employee, Placement, Post, Unit
from lms.people.policies import check_can_change_employee, check_can_hire
from lms.people.rules.periods import ONE_DAY, after_correction, after_withdrawal


def correct_placement(
    *,
    actor: Employee,
    placement: Placement,
    unit: Unit,
    post: Post,
    from_on: date,
    reason: str,
) -> Placement:
    """What was entered wrongly is put right; what stood before stays in the history, with the
    reason. The placement before it ends accordingly.

    Raises `NotAllowed`, `BeforeHiring`, `NoRoomForPlacement`.
    """
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=placement.employee_id)
        check_can_change_employee(actor, employee)
        if unit.pk not in (employee.unit_id, placement.unit_id):
            check_can_hire(actor, unit)
        return put_right(actor, employee, placement.pk, unit, post, from_on, reason)


def put_right(
    actor: Employee,
    employee: Employee,
    placement_id: int,
    unit: Unit,
    post: Post,
    from_on: date,
    reason: str,
) -> Placement:
    """The step of `correct_placement` for an employee who is locked already."""
    placements = list(employee.placements.select_related("unit", "post"))
    index = [each.pk for each in placements].index(placement_id)
    target = placements[index]
    _check_employed(employee, target, from_on)
    periods = after_correction([each.period for each in placements], index, from_on)
    if periods is None:
        raise NoRoomForPlacement
    before = _in_words(target)
    if index:
        placements[index - 1].until_on = periods[index - 1].until_on
        placements[index - 1].save(update_fields=["until_on"])
    target.unit, target.post, target.from_on = unit, post, from_on
    target.save(update_fields=["unit", "post", "from_on"])
    keep_present_placement(employee, timezone.localdate())
    data = {"before": before, "after": _in_words(target), "reason": reason}
    log(employee, "people.correct_placement", user=actor, data=data)
    return target


def withdraw_placement(*, actor: Employee, placement: Placement, reason: str) -> None:
    """A transfer that has not taken effect yet does not take place: the placement before it goes
    on. Raises `NotAllowed`, `AlreadyBegun`."""
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=placement.employee_id)
        check_can_change_employee(actor, employee)
        placements = list(employee.placements.select_related("unit", "post"))
        last, before = placements[-1], placements[-2] if len(placements) > 1 else None
        meets = before is not None and before.until_on == last.from_on - ONE_DAY
        if last.pk != placement.pk or last.from_on <= timezone.localdate() or not meets:
            raise AlreadyBegun
        assert before is not None
        before.until_on = after_withdrawal([each.period for each in placements])[-1].until_on
        data = {"before": _in_words(last), "after": _in_words(before), "reason": reason}
        last.delete()
        before.save(update_fields=["until_on"])
        log(employee, "people.withdraw_placement", user=actor, data=data)


def _check_employed(employee: Employee, target: Placement, from_on: date) -> None:
    employment = employee.employments.filter(from_on__lte=target.from_on).last()
    if employment is not None and from_on < employment.from_on:
        raise BeforeHiring(employment.from_on)


def _in_words(placement: Placement) -> str:
    return f"{placement} · {placement.from_on}"
