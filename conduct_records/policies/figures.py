"""Who sees what cases come to, counted. `check_can_x` raises `NotAllowed`, `can_x` answers."""

from conduct_records.policies.cases import can_see_cases
from lms.people.models import Employee, Unit
from lms.people.policies import check_may, may

SEE_FIGURES = "conduct_records.view_figures"


def can_see_figures(actor: Employee, unit: Unit | None = None) -> bool:
    """Of the unit and everything below it; without one, whether of any."""
    return may(actor, SEE_FIGURES, unit)


def check_can_see_figures(actor: Employee, unit: Unit | None = None) -> None:
    check_may(actor, SEE_FIGURES, unit)


def sees_figures_only(actor: Employee) -> bool:
    """For whom the figures are a place of their own: they have no inbox beside them."""
    return can_see_figures(actor) and not can_see_cases(actor)
