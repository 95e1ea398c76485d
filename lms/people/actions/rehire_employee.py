from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.people.actions.keep_present_placement import keep_present_placement
from lms.people.errors import BackTooEarly, HasNotLeft
from lms.people.models import Employee, Employment, KeptUntil, Placement, Post, Unit
from lms.people.policies import check_can_change_employee, check_can_hire
from lms.people.rules.employment import check_employer
from lms.people.signals import employees_hired


def rehire_employee(
    *,
    actor: Employee,
    employee: Employee,
    unit: Unit,
    post: Post,
    on: date,
    employment_kind: str,
    employer: str = "",
    password: str | None = None,
) -> Employee:
    """Somebody who left comes back under the same staff number; the old history stays. Without a
    password they have no sign-in of their own.

    Sends `signals.employees_hired`. Raises `NotAllowed`, `HasNotLeft`, `BackTooEarly`,
    `EmployerMissing`, `EmployerNotWanted`.
    """
    check_employer(employment_kind, employer)
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        check_can_hire(actor, unit)
        take_back(actor, employee, unit, post, on, employment_kind, employer)
        employee.set_password(password)
        employee.must_change_password = True
        employee.save(update_fields=["password", "must_change_password"])
        employees_hired.send(sender=Employee, employees=[employee], actor=actor)
    return employee


def take_back(
    actor: Employee,
    employee: Employee,
    unit: Unit,
    post: Post,
    on: date,
    employment_kind: str,
    employer: str,
) -> None:
    """The step of `rehire_employee` for an employee who is locked already."""
    if employee.left_on is None or employee.left_on > timezone.localdate():
        raise HasNotLeft
    if on <= employee.left_on:
        raise BackTooEarly(employee.left_on)
    Employment.objects.create(
        employee=employee, kind=employment_kind, employer=employer, from_on=on, noted_by=actor
    )
    Placement.objects.create(employee=employee, unit=unit, post=post, from_on=on, noted_by=actor)
    employee.hired_on, employee.left_on, employee.is_active = on, None, True
    employee.employment_kind, employee.employer = employment_kind, employer
    employee.save(update_fields=["hired_on", "left_on", "is_active", "employment_kind", "employer"])
    KeptUntil.objects.filter(employee=employee).delete()
    keep_present_placement(employee, timezone.localdate())
    log(employee, "people.rehire", user=actor, data={"on": on, "after": f"{unit} · {post}"})
