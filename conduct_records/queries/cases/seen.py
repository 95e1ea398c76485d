"""Which cases and incidents somebody sees at the desk: as querysets, what `policies.cases` says of
a single one."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from conduct_records.models import Case, CaseStep, Incident
from conduct_records.queries.cases.incidents import incidents_reached, waiting_incidents
from conduct_records.queries.cases.projection import SEAT_COLUMNS
from conduct_records.rules.cases.procedure import RIGHT_OF, StepKind
from lms.people.models import Employee
from lms.people.queries import employees_reached, reach, stands_above


def cases_reached(employee: Employee, permission: str) -> Q:
    """The cases about people of the units where somebody may do this."""
    within = Q(pk__in=[])
    for path in reach(employee, permission):
        within |= Q(subject__unit__path__startswith=path)
    return within


def cases_seen(employee: Employee, permission: str) -> QuerySet[Case]:
    """Those of one's units and those in which one sits; not about oneself or somebody above, nor
    where one declared an interest."""
    seat = Q(pk__in=[])
    for held, column in SEAT_COLUMNS.items():
        seat |= Q(**{column: employee.pk}) & cases_reached(employee, RIGHT_OF[held])
    declared = CaseStep.objects.filter(case=OuterRef("pk"), kind=StepKind.RECUSED, actor=employee)
    found = Case.objects.filter(seat | cases_reached(employee, permission), ~Exists(declared))
    return found.exclude(subject=employee).exclude(stands_above(employee, "subject"))


def incidents_seen(employee: Employee, permission: str) -> QuerySet[Incident]:
    """Those of one's units; not where one of their cases is closed to one."""
    of_incident = Case.objects.filter(incident=OuterRef("pk"))
    about = of_incident.filter(Q(subject=employee) | stands_above(employee, "subject"))
    declared = CaseStep.objects.filter(
        case__incident=OuterRef("pk"), kind=StepKind.RECUSED, actor=employee
    )
    found = incidents_reached(employee, permission).filter(~Exists(about), ~Exists(declared))
    return found.exclude(stands_above(employee, "person"))


def incidents_to_take_up(employee: Employee, permission: str) -> QuerySet[Incident]:
    """Of those the waiting ones, the longest known first, each with `files`."""
    seen = incidents_seen(employee, permission).order_by().values("pk")
    return waiting_incidents(employee, permission).filter(pk__in=seen)


def people_to_open_about(employee: Employee, permission: str) -> QuerySet[Employee]:
    """The people about whom somebody may open a case: of their units, themselves and those above
    them excepted."""
    own = employees_reached(employee, permission).exclude(pk=employee.pk)
    return own.exclude(stands_above(employee))
