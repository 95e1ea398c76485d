"""Who is where, who holds what, and how far it reaches."""

from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Lower, Replace

from lms.people.models import Employee, Post, RoleGrant, Unit
from lms.people.rules.roles import PERMISSIONS


def grants_in_force(employee: Employee) -> list[RoleGrant]:
    """The roles somebody holds now, each with its unit. Read once and kept on the object, which
    lives as long as the request; `prefetch_grants` fills many at once."""
    if not hasattr(employee, "grants_in_force"):
        employee.grants_in_force = list(
            RoleGrant.objects.in_force().filter(employee=employee).select_related("unit")
        )
    return employee.grants_in_force


def roles_over(employee: Employee, unit: Unit) -> list[str]:
    """The roles whose reach includes the unit."""
    if not employee.is_active:
        return []
    return [grant.role for grant in grants_in_force(employee) if grant.unit.contains(unit)]


def reach(employee: Employee, permission: str) -> list[str]:
    """The paths of the units on which somebody's roles carry the permission."""
    if not employee.is_active:
        return []
    return [
        grant.unit.path
        for grant in grants_in_force(employee)
        if permission in PERMISSIONS[grant.role]
    ]


def _within(paths: list[str], field: str) -> Q:
    within = Q()
    for path in paths:
        within |= Q(**{f"{field}__startswith": path})
    return within


def units_reached(employee: Employee, permission: str) -> QuerySet[Unit]:
    """The units where somebody may do this, in the order of the tree."""
    paths = reach(employee, permission)
    return Unit.objects.filter(_within(paths, "path")) if paths else Unit.objects.none()


def employees_reached(employee: Employee, permission: str) -> QuerySet[Employee]:
    """The people, closed accounts included, with whom somebody may do this; each with unit and
    post in the same query."""
    paths = reach(employee, permission)
    found = Employee.objects.select_related("unit", "post__group")
    return found.filter(_within(paths, "unit__path")) if paths else found.none()


def grants_reached(employee: Employee, permission: str) -> QuerySet[RoleGrant]:
    """The roles in force on the units where somebody may do this."""
    paths = reach(employee, permission)
    found = RoleGrant.objects.in_force().select_related("unit", "employee__unit", "granted_by")
    return found.filter(_within(paths, "unit__path")) if paths else found.none()


def prefetch_grants(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """The same people with their roles in force, one more query for all of them."""
    in_force = RoleGrant.objects.in_force().select_related("unit")
    grants = Prefetch("role_grants", queryset=in_force, to_attr="grants_in_force")
    return employees.prefetch_related(grants)  # type: ignore[no-redef]


def search_employees(employees: QuerySet[Employee], text: str) -> QuerySet[Employee]:
    """By name, staff number or pinyin, with or without the space between the names."""
    text = text.strip()
    squeezed = text.replace(" ", "").lower()
    return employees.annotate(
        latin_squeezed=Replace(
            Replace(Lower("latin_name"), Value(" "), Value("")), Value("'"), Value("")
        )
    ).filter(
        Q(name__icontains=text)
        | Q(staff_number__icontains=text)
        | Q(latin_name__icontains=text)
        | Q(latin_squeezed__contains=squeezed.replace("'", ""))
    )


def posts_in_order() -> QuerySet[Post]:
    return Post.objects.select_related("group")
