from uuid import UUID

from lms.people.models import Employee
from reviews.actions.move_grade import check_reason
from reviews.actions.take_step import take_step
from reviews.models import Review, ReviewStep
from reviews.rules.steps import SentBack


def send_back(
    *,
    actor: Employee,
    review: Review,
    reason: str,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """Have the manager rate once more, for a reason; whoever was moved to another grade stands at
    the computed one again.

    Raises what `take_step` raises; `ReasonTooShort`.
    """
    check_reason(reason)
    content = SentBack(reason.strip())
    return take_step(actor=actor, review=review, content=content, seen=seen, form_id=form_id)
