"""Who holds a right over somebody's unit."""

from django.db.models import Exists, OuterRef, QuerySet

from lms.people.models import Employee, RoleGrant, Unit
from lms.people.queries import in_order, prefetch_grants
from lms.people.rules.roles import PERMISSIONS


def holders_over(unit: Unit | None, permission: str) -> QuerySet[Employee]:
    """People at work whose role on the unit, or on one above it, carries the permission, each with
    unit, post and roles; two queries."""
    if unit is None:
        return Employee.objects.none()
    roles = [role for role, held in PERMISSIONS.items() if permission in held]
    above = [int(pk) for pk in unit.path.split("/") if pk]
    grants = RoleGrant.objects.in_force().filter(
        employee=OuterRef("pk"), role__in=roles, unit__in=above
    )
    found = Employee.objects.filter(Exists(grants), is_active=True)
    return prefetch_grants(in_order(found.select_related("unit", "post")))
