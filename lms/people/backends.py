from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import OuterRef
from django.http import HttpRequest

from lms.notify.queries import unread_count
from lms.people.models import Employee, Unit
from lms.people.queries import grants_in_force
from lms.people.rules.roles import permissions_of


class RoleGrantBackend(ModelBackend):
    """Permissions from the roles somebody holds now; Django's own user and group permissions
    count for nothing, so that revoking a role is enough.

    `has_perm(perm)` asks whether the permission is held anywhere, `has_perm(perm, obj)` whether
    it is held over the unit that `obj` belongs to.
    """

    def authenticate(  # type: ignore[override]
        self,
        request: HttpRequest | None,
        *,
        staff_number: str | None = None,
        password: str | None = None,
    ) -> Employee | None:
        """The employee, if the password is right and the account is open.

        Takes no `username`: sign-in forms of Django and Wagtail therefore get nowhere, and
        `actions.sign_in`, which slows down repeats, stays the only door. Always costs one hash.
        """
        if staff_number is None or password is None:
            return None
        try:
            employee = Employee.objects.get_by_natural_key(staff_number)
        except Employee.DoesNotExist:
            Employee().set_password(password)
            return None
        is_right = employee.check_password(password)
        return employee if is_right and self.user_can_authenticate(employee) else None

    def get_user(self, user_id: Any) -> Employee | None:
        found = Employee.objects.select_related("unit", "post__group").filter(pk=user_id)
        employee = found.annotate(unread_notices=unread_count(OuterRef("pk"))).first()
        return employee if employee and self.user_can_authenticate(employee) else None

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not isinstance(user_obj, Employee) or not user_obj.is_active:
            return set()
        grants = grants_in_force(user_obj)
        if obj is not None:
            unit = unit_of(obj)
            grants = [grant for grant in grants if unit and grant.unit.contains(unit)]
        return set(permissions_of(grant.role for grant in grants))


def unit_of(obj: Any) -> Unit | None:
    """The unit an object belongs to: a unit itself, what has a `unit` (an employee, a role), or an
    employee's thing."""
    if isinstance(obj, Unit):
        return obj
    unit = getattr(obj, "unit", None)
    if isinstance(unit, Unit):
        return unit
    employee = getattr(obj, "employee", None)
    return employee.unit if isinstance(employee, Employee) else None
