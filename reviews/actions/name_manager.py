from uuid import UUID

from lms.people.models import Employee
from reviews.actions.take_step import take_step
from reviews.errors import CannotRate, RatesAlready
from reviews.models import Review, ReviewStep
from reviews.policies import can_rate
from reviews.rules.steps import ManagerChanged


def name_manager(
    *,
    actor: Employee,
    review: Review,
    manager: Employee,
    reason: str,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """HR names who rates from now on; they are told.

    Raises `CannotRate`, `RatesAlready`, and what `take_step` raises.
    """
    if not can_rate(manager, review.employee):
        raise CannotRate(manager.localised_name)
    sent = form_id is not None and review.steps.filter(form_id=form_id).exists()
    if manager.pk == review.manager_id and not sent:
        raise RatesAlready
    content = ManagerChanged(manager.token, reason)
    return take_step(actor=actor, review=review, content=content, seen=seen, form_id=form_id)
