from django.db import transaction
from wagtail.log_actions import log

from lms.people.errors import AccountClosed
from lms.people.models import Employee
from lms.people.policies import check_can_change_employee


def reset_password(*, actor: Employee, employee: Employee, password: str) -> Employee:
    """A new temporary password, to be replaced at the next sign-in; also for somebody who had no
    sign-in of their own so far. The person's sessions end with the old one, on which they hang.
    Raises `NotAllowed`, `AccountClosed`."""
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        if not employee.is_active:
            raise AccountClosed
        employee.set_password(password)
        employee.must_change_password = True
        employee.save(update_fields=["password", "must_change_password"])
        log(employee, "people.reset_password", user=actor)
    return employee
