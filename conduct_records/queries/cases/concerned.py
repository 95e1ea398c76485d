"""Whom an incident is about: the subjects of all its cases, and whoever is named in the report."""

from django.db.models import Q, QuerySet

from conduct_records.models import Case, Incident
from lms.people.models import Employee
from lms.people.queries import stands_above


def people_concerned_by(incident: int) -> QuerySet[Employee]:
    """Each with unit and post."""
    subjects = Case.objects.filter(incident=incident).order_by().values("subject")
    named = Incident.objects.filter(pk=incident, person__isnull=False).order_by().values("person")
    found = Employee.objects.filter(pk__in=subjects.union(named))
    return found.select_related("unit", "post")


def tokens_concerned_by(incident: int) -> list[str]:
    """Of these people; one query."""
    return list(people_concerned_by(incident).order_by("token").values_list("token", flat=True))


def is_concerned(employee: Employee, incident: int) -> bool:
    """Whether it is about them or about somebody whom they work under. One query."""
    found = people_concerned_by(incident).order_by()
    return found.filter(Q(pk=employee.pk) | stands_above(employee)).exists()
