"""Who could rate whom."""

from collections.abc import Iterable, Sequence

from lms.people.models import Employee, RoleGrant, Unit
from lms.people.policies import manages
from lms.people.rules.roles import PERMISSIONS


def grants_carrying(permission: str) -> list[RoleGrant]:
    """The roles in force that carry the permission, of people who work here; the nearest units
    first. One query."""
    roles = [role for role, carried in PERMISSIONS.items() if permission in carried]
    found = RoleGrant.objects.in_force().filter(role__in=roles, employee__is_active=True)
    grants = list(found.select_related("unit", "employee__unit", "employee__post"))
    return sorted(grants, key=lambda grant: (-len(grant.unit.path), grant.pk))


def not_below(people: Iterable[Employee], about: Employee) -> list[Employee]:
    """Each once; not the person it is about, nor who works under them."""
    return [each for each in dict.fromkeys(people) if each != about and not manages(about, each)]


def holders_over(grants: Iterable[RoleGrant], unit: Unit | None, about: Employee) -> list[Employee]:
    """Whose role reaches the unit, each once; not the person it is about, nor who works under
    them."""
    reached = [grant.employee for grant in grants if unit and grant.unit.contains(unit)]
    return not_below(reached, about)


def raters_of(employees: Sequence[Employee], permission: str) -> list[Employee]:
    """Who could rate every one of these people, the nearest first. One query."""
    grants = grants_carrying(permission)
    lists = [holders_over(grants, each.unit, each) for each in employees]
    if not lists:
        return []
    everywhere = set.intersection(*(set(some) for some in lists))
    return [each for each in lists[0] if each in everywhere]
