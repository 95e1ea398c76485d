"""Having answers marked once more. `check_can_x` raises, `can_x` answers."""

from assessments.errors import OwnRegrade
from assessments.policies.bank import REGRADE
from assessments.queries.regrading import Plan, to_mark
from lms.people.models import Employee
from lms.people.policies import check_may


def touches_own(actor: Employee, plan: Plan) -> bool:
    """Whether an answer on a paper of the actor's own would be looked at; the system sits none."""
    return not actor.is_system and to_mark(plan).filter(sitting__employee=actor).exists()


def check_can_regrade(actor: Employee, plan: Plan) -> None:
    """Nobody has their own paper marked once more. Raises `NotAllowed`, `OwnRegrade`."""
    check_may(actor, REGRADE)
    if touches_own(actor, plan):
        raise OwnRegrade
