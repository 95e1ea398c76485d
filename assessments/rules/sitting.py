"""The process of a sitting: one table of moves, one owner per state."""

from enum import StrEnum

from assessments.enums import SittingState
from lms.ui.states import Move


class Owner(StrEnum):
    """Whose turn it is."""

    LEARNER = "the learner"
    SYSTEM = "the system"
    MARKER = "the marker"
    TRAINER = "the trainer"
    NOBODY = "nobody"


_OPEN, _SUBMITTED, _MARKED = SittingState.OPEN, SittingState.SUBMITTED, SittingState.MARKED
IN_TIME = "hands in, until the deadline"
LEFT_OPEN = "hands in, once the deadline passed"

TRANSITIONS = (
    Move(_OPEN, _MARKED, Owner.LEARNER, IN_TIME),
    Move(_OPEN, _SUBMITTED, Owner.LEARNER, f"{IN_TIME}, something to be judged"),
    Move(_OPEN, _MARKED, Owner.SYSTEM, LEFT_OPEN),
    Move(_OPEN, _SUBMITTED, Owner.SYSTEM, f"{LEFT_OPEN}, something to be judged"),
    Move(_SUBMITTED, _MARKED, Owner.MARKER, "judges the last answer"),
    Move(_MARKED, _MARKED, Owner.MARKER, "allows a late answer"),
    Move(_MARKED, _SUBMITTED, Owner.MARKER, "allows a late answer that has to be judged"),
    Move(_SUBMITTED, _MARKED, Owner.TRAINER, "settles the last answer on which two markers differ"),
    Move(_MARKED, _MARKED, Owner.TRAINER, "puts a mark right, or has answers marked once more"),
    Move(_MARKED, _SUBMITTED, Owner.TRAINER, "has answers marked once more that must be judged"),
)
START = SittingState.OPEN


def owner(state: str, *, is_late: bool) -> Owner:
    """Whose turn it is: the learner's until the deadline, then the system's; the marker's where
    something has to be judged, then nobody's."""
    if state == _SUBMITTED:
        return Owner.MARKER
    if state != _OPEN:
        return Owner.NOBODY
    return Owner.SYSTEM if is_late else Owner.LEARNER


def can_move(state: str, *, by: Owner, is_late: bool) -> bool:
    """Whether `by` may bring the sitting on now."""
    return owner(state, is_late=is_late) is by and any(
        move.source == state and move.owner is by for move in TRANSITIONS
    )
