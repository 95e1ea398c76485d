"""Who has to be told of a case: the people behind whose turn it is."""

from collections import defaultdict
from collections.abc import Iterable

from conduct_records.models import Case, CaseStep, Incident
from conduct_records.rules.cases.procedure import StepKind
from lms.people.models import Employee, RoleGrant, Unit
from lms.people.rules.roles import PERMISSIONS


def grants_carrying(permission: str) -> list[RoleGrant]:
    """The roles in force that carry the permission, of people who can sign in; one query."""
    roles = [role for role, carried in PERMISSIONS.items() if permission in carried]
    found = RoleGrant.objects.in_force().filter(role__in=roles, employee__is_active=True)
    return list(found.select_related("unit", "employee__unit", "employee__post"))


def reaching(grants: Iterable[RoleGrant], unit: Unit | None) -> list[Employee]:
    """Whose role reaches the unit, each once, in the order of the grants."""
    reached = [grant.employee for grant in grants if unit and grant.unit.contains(unit)]
    return list(dict.fromkeys(reached))


def recused_from(cases: Iterable[Case]) -> dict[int, set[int]]:
    """By case, who declared an interest in it; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    steps = CaseStep.objects.filter(case__in=list(cases), kind=StepKind.RECUSED)
    for case, actor in steps.values_list("case_id", "actor_id"):
        found[case].add(actor)
    return found


def recused_from_incident(incident: Incident) -> set[int]:
    """Who declared an interest in one of its cases; one query."""
    steps = CaseStep.objects.filter(case__incident=incident, kind=StepKind.RECUSED)
    return set(steps.values_list("actor_id", flat=True))
