from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from lms.people.enums import EmploymentKind
from lms.people.errors import StaffNumberTaken
from lms.people.models import Employee, Employment, Placement, Post, Unit
from lms.people.models.employee import SYSTEM_STAFF_NUMBER, normalised_staff_number
from lms.people.policies import check_can_hire
from lms.people.rules.employment import check_employer
from lms.people.rules.names import tidy
from lms.people.rules.pinyin import latin_name as in_latin_letters
from lms.people.signals import employees_hired


def hire_employee(
    *,
    actor: Employee,
    staff_number: str,
    name: str,
    unit: Unit,
    post: Post,
    hired_on: date,
    password: str | None,
    latin_name: str = "",
    email: str = "",
    employment_kind: str = EmploymentKind.OWN,
    employer: str = "",
    must_change_password: bool = True,
) -> Employee:
    """A new employee at a post in a unit, with a password handed over by the actor and replaced
    at the first sign-in; without one they have no sign-in of their own. Without a name in Latin
    letters it is read from the Chinese one.

    Sends `signals.employees_hired` inside the transaction. Raises `NotAllowed`,
    `StaffNumberTaken`, `EmployerMissing`, `EmployerNotWanted`.
    """
    check_can_hire(actor, unit)
    check_employer(employment_kind, employer)
    employee = Employee(
        staff_number=normalised_staff_number(staff_number),
        name=tidy(name),
        latin_name=tidy(latin_name) or in_latin_letters(tidy(name)),
        email=email,
        unit=unit,
        post=post,
        hired_on=hired_on,
        employment_kind=employment_kind,
        employer=tidy(employer),
        must_change_password=must_change_password,
    )
    employee.set_password(password)
    with transaction.atomic(durable=True):
        _insert(employee)
        begin(actor, [employee])
        log(employee, "people.hire", user=actor)
        employees_hired.send(sender=Employee, employees=[employee], actor=actor)
    return employee


def begin(actor: Employee, employees: Sequence[Employee], placed_on: Sequence[date] = ()) -> None:
    """The first employment and the first placement of people whose rows stand; they are placed on
    the day they are hired unless other days are given. A step of what hires, in its transaction."""
    stand = [(each, _day(each), *_place(each)) for each in employees]
    Employment.objects.bulk_create(
        Employment(
            employee=each,
            kind=each.employment_kind,
            employer=each.employer,
            from_on=hired_on,
            noted_by=actor,
        )
        for each, hired_on, _unit_id, _post_id in stand
    )
    days = placed_on or [hired_on for _each, hired_on, _unit_id, _post_id in stand]
    Placement.objects.bulk_create(
        Placement(employee=each, unit_id=unit_id, post_id=post_id, from_on=day, noted_by=actor)
        for (each, _hired_on, unit_id, post_id), day in zip(stand, days, strict=True)
    )


def _day(employee: Employee) -> date:
    assert employee.hired_on is not None
    return employee.hired_on


def _place(employee: Employee) -> tuple[int, int]:
    assert employee.unit_id is not None and employee.post_id is not None
    return employee.unit_id, employee.post_id


def _insert(employee: Employee) -> None:
    number = employee.staff_number
    # The system's account may do everything, and is made only when it is first needed.
    taken = number == SYSTEM_STAFF_NUMBER
    if taken or Employee.objects.filter(staff_number=number).exists():
        raise StaffNumberTaken
    try:
        with transaction.atomic():
            employee.save(force_insert=True)
    except IntegrityError as error:  # somebody else was quicker
        raise StaffNumberTaken from error
