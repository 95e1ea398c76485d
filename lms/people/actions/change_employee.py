from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from lms.people.errors import (
    CannotCloseOwnAccount,
    EndBeforeBeginning,
    HasLeftForGood,
    NoRoomForPlacement,
)
from lms.people.models import Employee
from lms.people.policies import check_can_change_employee
from lms.people.rules.employment import check_employer
from lms.people.rules.names import tidy


def change_employee(
    *,
    actor: Employee,
    employee: Employee,
    name: str,
    latin_name: str,
    email: str,
    hired_on: date,
    employment_kind: str,
    employer: str,
    is_active: bool,
) -> Employee:
    """Details, and whether the account is open. Closing it signs the person out; nobody is
    deleted. Unit and post are changed by `transfer_employee`.

    Raises `NotAllowed`, `CannotCloseOwnAccount`, `HasLeftForGood`, `EmployerMissing`,
    `EmployerNotWanted`, and as `change_details`.
    """
    check_employer(employment_kind, employer)
    values: dict[str, object] = {
        "name": tidy(name),
        "latin_name": tidy(latin_name),
        "email": email,
        "hired_on": hired_on,
        "employment_kind": employment_kind,
        "employer": tidy(employer),
        "is_active": is_active,
    }
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        if not is_active and employee.pk == actor.pk:
            raise CannotCloseOwnAccount
        if is_active and not employee.is_active and employee.left_on is not None:
            raise HasLeftForGood
        change_details(actor, employee, values)
    return employee


def change_details(actor: Employee, employee: Employee, values: dict[str, object]) -> None:
    """The step of `change_employee` for an employee who is locked already: writes what differs,
    with what stood before in the history. The present employment, and a placement that began
    with it, follow. Raises `EndBeforeBeginning`, `NoRoomForPlacement`."""
    before = {field: getattr(employee, field) for field in values}
    changed = [field for field, value in values.items() if before[field] != value]
    if not changed:
        return
    if "hired_on" in changed:
        _move_beginning(employee, values["hired_on"])
    for field in changed:
        setattr(employee, field, values[field])
    employee.save(update_fields=changed)
    employment = employee.employments.last()
    if employment is not None:
        employment.kind, employment.employer = employee.employment_kind, employee.employer
        employment.from_on = employee.hired_on or employment.from_on
        employment.save(update_fields=["kind", "employer", "from_on"])
    data = {
        "fields": changed,
        "before": {field: before[field] for field in changed},
        "after": {field: values[field] for field in changed},
    }
    log(employee, "people.change", user=actor, data=data)


def _move_beginning(employee: Employee, hired_on: object) -> None:
    """The first placement of the present employment begins with it, where it did so far, and
    never before it."""
    assert isinstance(hired_on, date)
    if employee.left_on is not None and employee.left_on < hired_on:
        raise EndBeforeBeginning
    employments = list(employee.employments.all())
    if len(employments) > 1 and hired_on <= (employments[-2].until_on or hired_on):
        raise NoRoomForPlacement
    own = employee.placements.filter(from_on__gte=employee.hired_on or hired_on)
    first = own.first()
    if first is None:
        return
    if first.from_on == employee.hired_on or first.from_on < hired_on:
        if first.until_on is not None and first.until_on < hired_on:
            raise NoRoomForPlacement
        first.from_on = hired_on
        first.save(update_fields=["from_on"])
