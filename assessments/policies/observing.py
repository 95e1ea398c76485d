"""Writing inspection sheets, observing by them, seeing what was observed."""

from django.utils import timezone

from assessments.errors import NotObservable, NotOneself
from assessments.models import InspectionSheet, Observation
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import check_may, may

OBSERVE = "assessments.add_observation"
SEE = "assessments.view_observation"
# Either is enough to print the badges of one's units.
BADGES = (OBSERVE, "people.view_employee")


def check_can_write_sheet(actor: Employee, sheet: InspectionSheet | None) -> None:
    """Adding where `sheet` is None. Raises `lms.people.errors.NotAllowed`."""
    check_may(actor, f"assessments.{'add' if sheet is None else 'change'}_inspectionsheet")


def check_can_observe(actor: Employee, employee: Employee) -> None:
    """People of the actor's units who work there; nobody themselves. Raises `NotAllowed`,
    `NotOneself`, `NotObservable`."""
    check_may(actor, OBSERVE)
    if actor.pk == employee.pk:
        raise NotOneself
    has_left = employee.left_on is not None and employee.left_on < timezone.localdate()
    if employee.unit_id is None or has_left or not may(actor, OBSERVE, employee):
        raise NotObservable


def can_observe(actor: Employee, employee: Employee) -> bool:
    try:
        check_can_observe(actor, employee)
    except (NotAllowed, NotOneself, NotObservable):
        return False
    return True


def can_print_badges(actor: Employee) -> bool:
    return any(may(actor, permission) for permission in BADGES)


def check_can_print_badges(actor: Employee) -> None:
    if not can_print_badges(actor):
        raise NotAllowed


def can_see_observation(actor: Employee, observation: Observation) -> bool:
    """Who was observed, who observed, and whoever sees observations of that person's unit."""
    about = (observation.employee_id, observation.observed_by_id)
    return actor.pk in about or may(actor, SEE, observation.employee)


def check_can_see_observation(actor: Employee, observation: Observation) -> None:
    if not can_see_observation(actor, observation):
        raise NotAllowed
