"""The process of a sitting: one table of moves, one owner per state."""

from enum import StrEnum

from assessments.enums import SittingState
from lms.ui.states import Move


class Owner(StrEnum):
    """Whose turn it is."""

    LEARNER = "the learner"
    SYSTEM = "the system"
    NOBODY = "nobody"


TRANSITIONS = (
    Move(SittingState.OPEN, SittingState.MARKED, Owner.LEARNER, "hands in, until the deadline"),
    Move(
        SittingState.OPEN, SittingState.MARKED, Owner.SYSTEM, "hands in, once the deadline passed"
    ),
)
START = SittingState.OPEN


def owner(state: str, *, is_late: bool) -> Owner:
    """Whose turn it is: the learner's until the deadline, then the system's, then nobody's."""
    if state != SittingState.OPEN:
        return Owner.NOBODY
    return Owner.SYSTEM if is_late else Owner.LEARNER


def can_move(state: str, *, by: Owner, is_late: bool) -> bool:
    """Whether `by` may hand the sitting in now."""
    return owner(state, is_late=is_late) is by and any(
        move.source == state and move.owner is by for move in TRANSITIONS
    )
