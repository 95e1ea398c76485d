"""Incidents: what waits for HR, what became of one's own reports, who has to do with them."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from conduct_records.enums import Reported
from conduct_records.models import Case, Evidence, Incident
from conduct_records.rules.cases.incidents import number_of
from lms.people.models import Employee
from lms.people.queries import reach


def incident_number(incident: Incident) -> str:
    return number_of(timezone.localdate(incident.reported_at), incident.pk)


def incidents_reached(employee: Employee, permission: str) -> QuerySet[Incident]:
    """Those of the units where somebody may do this; not those that name themselves."""
    within = Q()
    for path in reach(employee, permission):
        within |= Q(unit__path__startswith=path)
    found = Incident.objects.filter(within) if within else Incident.objects.none()
    return found.filter(~Q(person=employee) | Q(person__isnull=True))


def waiting_incidents(employee: Employee, permission: str) -> QuerySet[Incident]:
    """Neither set aside nor taken up in a case, the longest known first, each with `files`, how
    much evidence came with it. One query."""
    found = incidents_reached(employee, permission).select_related("unit", "person", "reported_by")
    waiting = found.filter(closing__isnull=True, cases__isnull=True)
    return waiting.annotate(files=Count("evidence")).order_by("known_at", "pk")


def reports_of(employee: Employee) -> QuerySet[Incident]:
    """What somebody reported, newest first, each with `files` and `is_taken_up`; one query."""
    taken_up = Case.objects.filter(incident=OuterRef("pk"))
    return (
        Incident.objects.filter(reported_by=employee)
        .select_related("unit", "person", "closing")
        .annotate(files=Count("evidence"), is_taken_up=Exists(taken_up))
        .order_by("-reported_at", "-pk")
    )


def became_of(incident: Incident) -> Reported:
    """Of a row of `reports_of`: all that a reporter learns of it."""
    if hasattr(incident, "closing"):
        return Reported.SET_ASIDE
    return Reported.TAKEN_UP if incident.is_taken_up else Reported.RECEIVED  # type: ignore[attr-defined]


def evidence_of(incident: Incident) -> QuerySet[Evidence]:
    """What came with the report; with its viewing copies."""
    return incident.evidence.filter(case__isnull=True).select_related("view")


def is_about(employee: Employee, incident: Incident) -> bool:
    return incident.person_id == employee.pk or incident.cases.filter(subject=employee).exists()


def people_concerned(evidence: Evidence) -> list[str]:
    """The tokens of those whom a piece of evidence is about."""
    if evidence.case is not None:
        return [evidence.case.subject.token]
    named = {evidence.incident.person.token} if evidence.incident.person else set()
    subjects = evidence.incident.cases.values_list("subject__token", flat=True)
    return sorted(named.union(subjects))
