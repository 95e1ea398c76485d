from lms.ledger.actions import legal_hold
from lms.people.models import Employee
from lms.people.policies import check_can_erase


def place_hold(*, actor: Employee, employee: Employee, reason: str) -> int:
    """Nobody erases what is kept about somebody until the hold is lifted; the entry's number.
    Raises `NotAllowed`, `CannotEraseOneself`, `ReasonMissing`."""
    check_can_erase(actor, employee)
    return legal_hold.place_hold(actor=actor.token, subject=employee.token, reason=reason)


def lift_hold(*, actor: Employee, employee: Employee, reason: str) -> int:
    """Raises `NotAllowed`, `CannotEraseOneself`, `ReasonMissing`, `NoHold`."""
    check_can_erase(actor, employee)
    return legal_hold.lift_hold(actor=actor.token, subject=employee.token, reason=reason)
