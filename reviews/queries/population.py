"""Whom a cycle is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lms.people.enums import Role
from lms.people.models import Employee, Placement, PostGroup, RoleGrant, holds_on
from lms.people.policies import manages
from lms.people.rules.periods import Period
from reviews.enums import CycleKinds
from reviews.models import Review, ReviewCycle
from reviews.rules.cycles import days_in, probation_of
from reviews.rules.procedure import State

# Somebody's probation is looked for so many days after its review was due to be opened.
LOOKING_BACK = timedelta(days=31)
# Who rates, the nearest first.
RATERS = (Role.SITE_MANAGER, Role.HR_DIRECTOR)


@dataclass(frozen=True)
class Candidate:
    """Somebody to be reviewed: for which period, and where they stood at its end."""

    employee: Employee
    period: Period
    placement: Placement

    @property
    def until_on(self) -> date:
        assert self.period.until_on is not None
        return self.period.until_on


def candidates(
    cycle: ReviewCycle, today: date, groups: Sequence[PostGroup] | None = None
) -> list[Candidate]:
    """Who is to be reviewed in a cycle, without those who are reviewed for that time already. Three
    queries, however many there are. A cycle that is not saved has its post groups given."""
    groups = list(cycle.groups.all()) if groups is None else groups
    return without_reviewed(cycle, eligible(cycle, today, groups))


def eligible(cycle: ReviewCycle, today: date, groups: Sequence[PostGroup]) -> list[Candidate]:
    """Those of the cycle's units and post groups at the end of the period who were there long
    enough and have not left since."""
    if cycle.kind == CycleKinds.PROBATION:
        return _probationers(cycle, today, groups)
    assert cycle.period_from is not None and cycle.period_until is not None
    placed = _placed(cycle, cycle.period_until, groups)
    found = []
    for placement in placed.exclude(employee__left_on__lt=today):
        employee = placement.employee
        assert employee.hired_on is not None
        period = Period(max(cycle.period_from, employee.hired_on), cycle.period_until)
        if days_in(period) >= cycle.least_days:
            found.append(Candidate(employee, period, placement))
    return found


def _probationers(cycle: ReviewCycle, today: date, groups: Sequence[PostGroup]) -> list[Candidate]:
    """Whose reviewed time has ended, lately."""
    assert cycle.probation_months is not None
    found = []
    for placement in _placed(cycle, today, groups):
        employee = placement.employee
        assert employee.hired_on is not None
        period = probation_of(employee.hired_on, cycle.probation_months, cycle.lead_days)
        assert period.until_on is not None
        if today - LOOKING_BACK <= period.until_on < today and days_in(period) >= cycle.least_days:
            found.append(Candidate(employee, period, placement))
    return found


def _placed(cycle: ReviewCycle, day: date, groups: Sequence[PostGroup]) -> QuerySet[Placement]:
    """Who stood in the cycle's units and groups on the day, and had not left."""
    found = Placement.objects.filter(holds_on(day), unit__path__startswith=cycle.unit.path)
    if groups:
        found = found.filter(post__group__in=groups)
    return (
        found.exclude(employee__left_on__lt=day)
        .filter(employee__hired_on__lte=day)
        .select_related("employee__unit", "employee__post", "unit", "post__group")
        .order_by("unit__path", "employee__sort_key", "employee")
    )


def without_reviewed(cycle: ReviewCycle, found: Sequence[Candidate]) -> list[Candidate]:
    """Those of them of whom there is no review of the same kind and time: in this cycle, or in
    another unless it was withdrawn. One query."""
    counts = Q(cycle=cycle.pk) | Q(cycle__kind=cycle.kind) & ~Q(state=State.WITHDRAWN)
    there = set(Review.objects.filter(counts).values_list("employee", "period_until"))
    return [each for each in found if (each.employee.pk, each.until_on) not in there]


class Managers:
    """Who rates whom: of those who hold a role that rates, the one of the nearest unit, who is not
    the person and does not work under them. One query."""

    def __init__(self) -> None:
        grants = RoleGrant.objects.in_force().filter(role__in=RATERS, employee__is_active=True)
        self.grants = sorted(
            grants.select_related("unit", "employee__unit", "employee__post"),
            key=lambda grant: (
                RATERS.index(Role(grant.role)),
                -len(grant.unit.path),
                grant.pk,
            ),
        )

    def of(self, employee: Employee) -> Employee | None:
        """None where nobody rates in the person's unit."""
        if employee.unit is None:
            return None
        for grant in self.grants:
            manager = grant.employee
            is_above = manager != employee and not manages(employee, manager)
            if grant.unit.contains(employee.unit) and is_above:
                return manager
        return None
