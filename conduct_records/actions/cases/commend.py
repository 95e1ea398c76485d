from datetime import datetime
from uuid import UUID

from conduct_records.actions.cases.take_step import take_step
from conduct_records.models import Case, CaseStep
from conduct_records.rules.cases.steps import Commended
from lms.people.models import Employee

# As long as most yellow lines count against somebody, and as much.
MONTHS = 12
MOST_POINTS = 5


def commend(
    *,
    actor: Employee,
    case: Case,
    reasons: str,
    points: int,
    seen: int | None = None,
    form_id: UUID | None = None,
    at: datetime | None = None,
) -> CaseStep:
    """Commend somebody for what was reported; it counts in the reviews of the next months.

    Raises what `take_step` raises; `ValueError` for points outside 1 to `MOST_POINTS`.
    """
    if not 1 <= points <= MOST_POINTS:
        raise ValueError(points)
    content = Commended(reasons, points, MONTHS)
    return take_step(actor=actor, case=case, content=content, seen=seen, form_id=form_id, at=at)
