from uuid import UUID

from lms.people.models import Employee
from reviews.actions.take_step import take_step
from reviews.models import Review, ReviewStep
from reviews.rules.steps import Withdrawn


def withdraw_review(
    *,
    actor: Employee,
    review: Review,
    reason: str,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """The review is taken back before there is a result; nothing of it counts.

    Raises what `take_step` raises.
    """
    content = Withdrawn(reason)
    return take_step(actor=actor, review=review, content=content, seen=seen, form_id=form_id)
