"""The process of a question: one table of moves, one owner per state."""

from enum import StrEnum

from assessments.enums import QuestionState
from lms.ui.states import Move


class Owner(StrEnum):
    """Whose turn it is."""

    WRITER = "the trainer"
    REVIEWER = "the reviewer"
    NOBODY = "nobody"


_DRAFT, _REVIEWED, _IN_USE = QuestionState.DRAFT, QuestionState.REVIEWED, QuestionState.IN_USE
_QUARANTINED, _RETIRED = QuestionState.QUARANTINED, QuestionState.RETIRED

TRANSITIONS = (
    Move(_DRAFT, _REVIEWED, Owner.REVIEWER, "finds it right"),
    Move(_REVIEWED, _IN_USE, Owner.WRITER, "puts it to use"),
    # A newer version of a question in use: from then on it is the one that is drawn.
    Move(_IN_USE, _IN_USE, Owner.REVIEWER, "finds a newer version right"),
    Move(_REVIEWED, _REVIEWED, Owner.REVIEWER, "finds a newer version right"),
    Move(_IN_USE, _QUARANTINED, Owner.WRITER, "doubts it"),
    Move(_QUARANTINED, _QUARANTINED, Owner.REVIEWER, "finds a newer version right"),
    Move(_QUARANTINED, _IN_USE, Owner.WRITER, "puts it back to use"),
    Move(_REVIEWED, _RETIRED, Owner.WRITER, "retires it"),
    Move(_DRAFT, _RETIRED, Owner.WRITER, "retires it"),
    Move(_IN_USE, _RETIRED, Owner.WRITER, "retires it"),
    Move(_QUARANTINED, _RETIRED, Owner.WRITER, "retires it"),
    Move(_RETIRED, _DRAFT, Owner.WRITER, "takes it up again"),
)
START = QuestionState.DRAFT


def owner(state: str) -> Owner:
    """Whose turn it is: a draft waits for its reviewer, what was reviewed for its writer."""
    if state == _DRAFT:
        return Owner.REVIEWER
    return Owner.WRITER if state in (_REVIEWED, _QUARANTINED) else Owner.NOBODY


def mover(source: str, target: str) -> Owner | None:
    """Who may bring a question from one state into another; None where nobody may."""
    found = (move.owner for move in TRANSITIONS if (move.source, move.target) == (source, target))
    return next((Owner(each.value) for each in found), None)


def targets(source: str, by: Owner) -> list[str]:
    """Where `by` may bring a question from a state, in the order of the table."""
    return [move.target for move in TRANSITIONS if move.source == source and move.owner is by]
