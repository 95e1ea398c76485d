"""Seeing how quizzes and questions do: who writes quizzes and sees what people answered."""

from django.db.models import QuerySet

from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from lms.people.policies import may
from lms.people.queries import employees_reached, units_reached

SEE_QUIZZES = "assessments.view_quiz"
SEE_SITTINGS = "assessments.view_sitting"


def can_see_statistics(actor: Employee) -> bool:
    return may(actor, SEE_QUIZZES) and may(actor, SEE_SITTINGS)


def check_can_see_statistics(actor: Employee) -> None:
    if not can_see_statistics(actor):
        raise NotAllowed


def people_counted(actor: Employee) -> QuerySet[Employee] | None:
    """Of whom the actor sees statistics: those of their units, or None for everybody."""
    if actor.is_system:
        return None
    reached = units_reached(actor, SEE_SITTINGS)
    if not Unit.objects.exclude(pk__in=reached.order_by().values("pk")).exists():
        return None
    return employees_reached(actor, SEE_SITTINGS)
