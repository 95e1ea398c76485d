"""Incidents: what waits for HR, what became of one's own reports, who has to do with them."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from conduct_records.enums import Reported
from conduct_records.models import Case, Evidence, Incident, WaitingIncident
from conduct_records.queries.cases.concerned import tokens_concerned_by
from conduct_records.queries.cases.reached import reach_of
from conduct_records.queries.cases.reserve import LEADS_CASES, reaches_company
from conduct_records.rules.cases.incidents import number_of
from lms.people.models import Employee


def incident_number(incident: Incident) -> str:
    return number_of(timezone.localdate(incident.reported_at), incident.pk)


def incidents_reached(
    employee: Employee, permission: str, *, reserve: str = LEADS_CASES
) -> QuerySet[Incident]:
    """Those of the units where somebody may do this; not those that name themselves, and reserved
    ones only for who holds `reserve` in the whole company. One query more, where the units are a
    part of the company."""
    within = reach_of(employee, permission)
    if not within.paths:
        return Incident.objects.none()
    found = Incident.objects.filter(within.units("unit"))
    if not reaches_company(employee, reserve):
        found = found.filter(is_reserved=False)
    return found.filter(~Q(person=employee) | Q(person__isnull=True))


def waiting_incidents(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those neither set aside nor taken up in a case, the longest known first, each with `files`,
    how much evidence came with it. One query; by the time as such, an index would lead through
    all those that wait no more."""
    waiting = with_files(incidents.filter(is_waiting()))
    return waiting.alias(since=F("known_at") + timedelta()).order_by("since", "pk")


def is_waiting() -> Q:
    """Found by the few that wait and not by looking through all."""
    waiting = WaitingIncident.objects.order_by().values("incident")
    return Q(pk__in=waiting, erased_at__isnull=True)


def with_files(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with `files`, how much evidence came with it, and whom it names."""
    evidence = Evidence.objects.filter(incident=OuterRef("pk")).order_by().values("incident")
    counted = evidence.annotate(count=Count("pk")).values("count")
    files = Coalesce(Subquery(counted), 0)
    return incidents.select_related("unit", "person", "reported_by").annotate(files=files)


def reports_of(employee: Employee) -> QuerySet[Incident]:
    """What somebody reported, newest first, each with `files` and `is_taken_up`; one query."""
    taken_up = Case.objects.filter(incident=OuterRef("pk"))
    return (
        Incident.objects.filter(reported_by=employee, erased_at__isnull=True)
        .select_related("unit", "person", "closing")
        .annotate(files=Count("evidence"), is_taken_up=Exists(taken_up))
        .order_by("-reported_at", "-pk")
    )


def became_of(incident: Incident) -> Reported:
    """Of a row of `reports_of`: all that a reporter learns of it."""
    if hasattr(incident, "closing"):
        return Reported.SET_ASIDE
    return Reported.TAKEN_UP if incident.is_taken_up else Reported.RECEIVED  # type: ignore[attr-defined]


def is_set_aside(incident: Incident) -> bool:
    """And was not taken up all the same since."""
    return hasattr(incident, "closing") and not incident.cases.exists()


def evidence_of(incident: Incident) -> QuerySet[Evidence]:
    """What came with the report; with its viewing copies."""
    return incident.evidence.filter(case__isnull=True).select_related("view")


def cases_of(incident: Incident) -> list[Case]:
    """Each with whom it is about; one query."""
    return list(incident.cases.select_related("subject__unit", "subject__post"))


def is_about(employee: Employee, incident: Incident) -> bool:
    return incident.person_id == employee.pk or incident.cases.filter(subject=employee).exists()


def people_concerned(evidence: Evidence) -> list[str]:
    """The tokens of those whom a piece of evidence is about."""
    if evidence.case is not None:
        return [evidence.case.subject.token]
    return tokens_concerned_by(evidence.incident_id)
