from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from lms.people.errors import CannotCloseOwnAccount
from lms.people.models import Employee, Post, Unit
from lms.people.policies import check_can_change_employee, check_can_hire
from lms.people.rules.names import tidy


def change_employee(
    *,
    actor: Employee,
    employee: Employee,
    name: str,
    latin_name: str,
    email: str,
    unit: Unit,
    post: Post,
    hired_on: date,
    is_active: bool,
) -> Employee:
    """Details, unit and post, and whether the account is open. Closing it signs the person out;
    nobody is deleted. A move needs the right to hire in the new unit.

    Raises `NotAllowed`, `CannotCloseOwnAccount`.
    """
    values = {
        "name": tidy(name),
        "latin_name": tidy(latin_name),
        "email": email,
        "unit": unit,
        "post": post,
        "hired_on": hired_on,
        "is_active": is_active,
    }
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update().get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        if unit.pk != employee.unit_id:
            check_can_hire(actor, unit)
        if not is_active and employee.pk == actor.pk:
            raise CannotCloseOwnAccount
        changed = [field for field, value in values.items() if getattr(employee, field) != value]
        for field in changed:
            setattr(employee, field, values[field])
        if changed:
            employee.save(update_fields=changed)
            log(employee, "people.change", user=actor, data={"fields": changed})
    return employee
