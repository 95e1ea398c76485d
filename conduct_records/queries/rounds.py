"""Rounds of asking people to sign."""

from django.db.models import QuerySet

from conduct_records.models import SigningRound
from lms.people.models import Employee
from lms.people.queries import employees_reached


def rounds_of(employee: Employee) -> QuerySet[SigningRound]:
    """Those somebody asked for, newest first."""
    found = SigningRound.objects.filter(asked_by=employee).select_related("version", "asked_by")
    return found.order_by("-created_at")


def last_round_of(employee: Employee) -> SigningRound | None:
    return rounds_of(employee).first()


def people_to_ask(actor: Employee) -> QuerySet[Employee]:
    """Whom somebody may ask to sign: the people of their units; the system, everybody."""
    if actor.is_system:
        return Employee.objects.all()
    return employees_reached(actor, "conduct_records.add_codebooksignature")
