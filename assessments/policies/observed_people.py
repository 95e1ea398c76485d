"""Whom somebody may observe, and for whom they may print badges, as lists."""

from django.db.models import QuerySet
from django.utils import timezone

from assessments.policies.observing import BADGES, OBSERVE
from lms.people.models import Employee, Unit
from lms.people.queries import employees_reached, in_order, people_employed, units_reached


def people_to_observe(actor: Employee) -> QuerySet[Employee]:
    """People of the actor's units who work there, as `policies.observing.check_can_observe` says
    it of a single one."""
    reached = employees_reached(actor, OBSERVE).filter(unit__isnull=False)
    return people_employed(reached, timezone.localdate()).exclude(pk=actor.pk)


def units_with_badges(actor: Employee) -> QuerySet[Unit]:
    found = Unit.objects.none()
    for permission in BADGES:
        found = found | units_reached(actor, permission)
    return found.order_by("path")


def people_with_badges(actor: Employee, unit: Unit | None = None) -> QuerySet[Employee]:
    """Whom the actor's units have today, their own person too; of one unit and those below it
    where one is named. Each with unit and post."""
    found = Employee.objects.none()
    for permission in BADGES:
        found = found | employees_reached(actor, permission)
    if unit is not None:
        found = found.filter(unit__path__startswith=unit.path)
    working = people_employed(found.filter(unit__isnull=False), timezone.localdate())
    return in_order(working.select_related("unit", "post"))
