from datetime import date

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from lms.people.errors import StaffNumberTaken
from lms.people.models import Employee, Post, Unit
from lms.people.models.employee import SYSTEM_STAFF_NUMBER, normalised_staff_number
from lms.people.policies import check_can_hire
from lms.people.rules.names import tidy
from lms.people.rules.pinyin import latin_name as in_latin_letters
from lms.people.signals import employee_hired


def hire_employee(
    *,
    actor: Employee,
    staff_number: str,
    name: str,
    unit: Unit,
    post: Post,
    hired_on: date,
    password: str,
    latin_name: str = "",
    email: str = "",
    must_change_password: bool = True,
) -> Employee:
    """A new employee at a post in a unit, with a password handed over by the actor and replaced
    at the first sign-in. Without a name in Latin letters it is read from the Chinese one.

    Sends `signals.employee_hired` inside the transaction. Raises `NotAllowed`,
    `StaffNumberTaken`.
    """
    check_can_hire(actor, unit)
    employee = Employee(
        staff_number=normalised_staff_number(staff_number),
        name=tidy(name),
        latin_name=tidy(latin_name) or in_latin_letters(tidy(name)),
        email=email,
        unit=unit,
        post=post,
        hired_on=hired_on,
        must_change_password=must_change_password,
    )
    employee.set_password(password)
    with transaction.atomic(durable=True):
        _insert(employee)
        log(employee, "people.hire", user=actor)
        employee_hired.send(sender=Employee, employee=employee, actor=actor)
    return employee


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
