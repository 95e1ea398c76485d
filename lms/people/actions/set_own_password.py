from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from lms.people.errors import PasswordUnchanged
from lms.people.models import Employee


def set_own_password(*, actor: Employee, password: str) -> Employee:
    """The actor's own password. Other sessions of theirs end; the caller keeps the present one
    by `update_session_auth_hash` with the employee that comes back.

    Raises `PasswordUnchanged`, and Django's `ValidationError` for a password that is too weak.
    """
    validate_password(password, actor)
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if employee.check_password(password):
            raise PasswordUnchanged
        employee.set_password(password)
        employee.must_change_password = False
        employee.save(update_fields=["password", "must_change_password"])
    return employee
