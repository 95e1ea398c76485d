"""Who is where, who holds what, and how far it reaches."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.people.enums import Presence, RosterOutcome, SignIn, Standing
from lms.people.models import (
    AttendedSession,
    Employee,
    Leave,
    Placement,
    Post,
    RoleGrant,
    RosterImport,
    Unit,
    holds_on,
)
from lms.people.rules.name_keys import fold
from lms.people.rules.roles import PERMISSIONS

# What changes the past of somebody's time-line, by the names in the log.
CORRECTIONS = [
    "people.change",
    "people.correct_placement",
    "people.withdraw_placement",
    "people.withdraw_leave",
    "people.withdraw_leaving",
]


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


def stands_above(employee: Employee, field: str = "") -> Q:
    """The rows whose `field` names somebody whom the employee works under; without a field those
    people themselves. As `policies.manages` says it of two people. Costs no query."""
    unit, prefix = employee.unit, f"{field}__" if field else ""
    if unit is None:
        return Q(pk__in=[])
    higher = [int(pk) for pk in unit.path.split("/") if pk and int(pk) != unit.pk]
    where = Q(**{f"{prefix}unit__in": higher})
    if employee.post is None or employee.post.standing != Standing.MANAGER:
        where |= Q(**{f"{prefix}unit": unit})
    return where & Q(**{f"{prefix}post__standing": Standing.MANAGER})


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
    """By staff number or any part of the name: in Simplified or Traditional characters, in Latin
    letters, in pinyin with or without spaces, or by the initials of its pinyin."""
    text = text.replace("\0", "").strip()
    # Not LIKE, which SQLite takes ten times as long for; an index holds both columns.
    at = {"in_number": StrIndex("staff_number", Value(text.upper()))}
    found = Q(in_number__gt=0)
    if folded := fold(text):
        at["in_name"] = StrIndex("search_key", Value(folded))
        found |= Q(in_name__gt=0)
    return employees.alias(**at).filter(found)


def in_order(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """As lists of people go unless another order is asked for: unit by unit, then by name."""
    return employees.order_by("unit__path", "sort_key", "staff_number")


def with_presence(employees: QuerySet[Employee], day: date) -> QuerySet[Employee]:
    """The same people, each with `presence` on the day, a value of `enums.Presence`."""
    away = Leave.objects.on(day).filter(employee=OuterRef("pk"))
    return employees.annotate(
        presence=Case(
            When(left_on__lt=day, then=Value(Presence.LEFT)),
            When(hired_on__gt=day, then=Value(Presence.TO_COME)),
            When(Exists(away), then=Value(Presence.ON_LEAVE)),
            default=Value(Presence.PRESENT),
        )
    )


def with_sign_in(employees: QuerySet[Employee], kind: str) -> QuerySet[Employee]:
    """Those of the people whose sign-in is of the kind, a value of `enums.SignIn`."""
    if kind == SignIn.CLOSED:
        return employees.filter(is_active=False)
    unusable = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    wanted = unusable if kind == SignIn.NONE else ~unusable
    return employees.filter(wanted, is_active=True)


def placements_of(employee: Employee) -> list[Placement]:
    """Where somebody stood, stands and will stand, in the order of time."""
    return list(employee.placements.select_related("unit", "post"))


def with_stays(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """The same people, each with all placements as `stays`, one more query for all of them. What
    is written later is not in there, unlike in `placements`."""
    stays = Prefetch("placements", queryset=Placement.objects.all(), to_attr="stays")
    return employees.prefetch_related(stays)


def stood_on(employee: Employee, day: date) -> Placement | None:
    """The unit and post of somebody on a day; none before they came and after they left."""
    return employee.placements.filter(holds_on(day)).select_related("unit", "post").first()


def career_log(employee: Employee) -> QuerySet[ModelLogEntry]:
    """What was corrected or taken back in somebody's placements and leaves, newest first, each
    with who did it."""
    return (
        ModelLogEntry.objects.for_instance(employee)
        .filter(action__in=CORRECTIONS)
        .select_related("user")
        .order_by("-timestamp")
    )


def people_on_leave(day: date) -> QuerySet[Leave, Any]:
    """Who is away on the day, for `filter(pk__in=…)`; why is nobody else's business."""
    return Leave.objects.on(day).order_by().values("employee")


def people_employed(employees: QuerySet[Employee], day: date) -> QuerySet[Employee]:
    """Those of the people who have not left by the day."""
    return employees.filter(Q(left_on__isnull=True) | Q(left_on__gte=day))


def roster_counts(roster: RosterImport) -> dict[str, int]:
    """How many rows of a roster come to each `enums.RosterOutcome`."""
    counted = roster.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(RosterOutcome.values, 0) | dict(counted)


def posts_in_order() -> QuerySet[Post]:
    return Post.objects.select_related("group")


# A session that nobody ended does not stay open over a night.
LONGEST_ATTENDED = timedelta(hours=6)


def attended_session(pk: int, *, witness: Employee) -> AttendedSession | None:
    """The session that still runs with this witness, its employee with unit and post."""
    return (
        AttendedSession.objects.filter(
            pk=pk,
            witness=witness.pk,
            ended_at__isnull=True,
            started_at__gt=timezone.now() - LONGEST_ATTENDED,
            employee__is_active=True,
        )
        .select_related("employee__unit", "employee__post__group", "witness")
        .first()
    )


def employees_to_attend(employee: Employee) -> QuerySet[Employee]:
    """The people whom somebody may attend: of their units, working, without a sign-in."""
    reached = employees_reached(employee, "people.add_attendedsession")
    return reached.filter(
        is_active=True,
        hired_on__lte=timezone.localdate(),
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )
