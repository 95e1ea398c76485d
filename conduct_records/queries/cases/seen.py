"""Which cases and incidents somebody sees at the desk: as querysets, what `policies.cases` says of
a single one."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from conduct_records.enums import Source
from conduct_records.models import Case, CaseStep, Incident
from conduct_records.queries.cases.incidents import incidents_reached
from conduct_records.queries.cases.projection import SEAT_COLUMNS
from conduct_records.queries.cases.reached import reach_of
from conduct_records.queries.cases.reserve import LEADS_CASES
from conduct_records.rules.cases.procedure import RIGHT_OF, StepKind
from lms.people.models import Employee
from lms.people.queries import employees_reached, reach, stands_above


@dataclass(frozen=True)
class Closed:
    """What somebody does not read although it lies in their units, by keys: incidents that are
    `about` them or somebody above them; `cases` in which they declared an interest, and the
    incidents these came of, `declared`."""

    about: frozenset[int]
    cases: frozenset[int]
    declared: frozenset[int]


def closed_to(employee: Employee) -> Closed:
    """These are few. One query, so that those that follow begin with their own few rows: a list of
    keys is all that databases need not look through everything for."""
    people = Employee.objects.filter(Q(pk=employee.pk) | stands_above(employee)).order_by()
    nothing = Value(0)
    subjects = Case.objects.filter(subject__in=people.values("pk")).order_by()
    named = Incident.objects.filter(person__in=people.values("pk")).order_by()
    declared = CaseStep.objects.filter(kind=StepKind.RECUSED, actor=employee).order_by()
    rows = declared.values_list("case__incident", "case").union(
        subjects.values_list("incident", nothing), named.values_list("pk", nothing)
    )
    about = frozenset(incident for incident, case in rows if not case)
    mine = {case: incident for incident, case in rows if case}
    return Closed(about, frozenset(mine), frozenset(mine.values()))


def cases_reached(employee: Employee, permission: str) -> Q:
    """The cases about people of the units where somebody may do this. One query, where that is a
    part of the company."""
    within = reach_of(employee, permission)
    return within.about() if within.paths else Q(pk__in=[])


def cases_seen(employee: Employee, permission: str) -> QuerySet[Case]:
    """Those of one's units and those in which one sits; not of incidents about oneself or somebody
    above, nor where one declared an interest, nor what was erased."""
    return _open_to(employee, permission).filter(erased_at__isnull=True)


def erased_cases_seen(employee: Employee, permission: str) -> QuerySet[Case]:
    """Of the same those that were erased."""
    return _open_to(employee, permission).filter(erased_at__isnull=False)


def _open_to(employee: Employee, permission: str) -> QuerySet[Case]:
    found = Case.objects.filter(_reached_or_held(employee, permission))
    closed = closed_to(employee)
    return found.exclude(pk__in=closed.cases).exclude(incident__in=closed.about)


def _reached_or_held(employee: Employee, permission: str) -> Q:
    """A seat says nothing more where the cases are reached without it."""
    paths = reach(employee, permission)
    found = cases_reached(employee, permission)
    for held, column in SEAT_COLUMNS.items():
        right = RIGHT_OF[held]
        if not all(path.startswith(tuple(paths)) for path in reach(employee, right)):
            found |= Q(**{column: employee.pk}) & cases_reached(employee, right)
    return found


def incidents_seen(
    employee: Employee, permission: str, *, reserve: str = LEADS_CASES
) -> QuerySet[Incident]:
    """Those of one's units; not where one of their cases is closed to one."""
    closed = closed_to(employee)
    found = incidents_reached(employee, permission, reserve=reserve)
    return found.exclude(pk__in=closed.about | closed.declared)


def anonymous_set_aside(employee: Employee, permission: str) -> QuerySet[Incident]:
    """What was reported without a name and set aside, for a second pair of eyes, the latest first;
    each with `is_taken_up`, whether a case came of it all the same."""
    found = incidents_seen(employee, permission, reserve=permission)
    found = found.filter(source=Source.ANONYMOUS, closing__isnull=False, erased_at__isnull=True)
    return (
        found.select_related("unit", "closing__closed_by")
        .annotate(is_taken_up=Exists(Case.objects.filter(incident=OuterRef("pk"))))
        .order_by("-closing__closed_at", "-pk")
    )


def people_to_open_about(employee: Employee, permission: str) -> QuerySet[Employee]:
    """The people about whom somebody may open a case: of their units, themselves and those above
    them excepted."""
    own = employees_reached(employee, permission).exclude(pk=employee.pk)
    return own.exclude(stands_above(employee))
