"""The way of a review: its states, what may be done in each, by whom, and what comes of it.

One table of moves, as for conduct cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lms.ui.states import Move


class State(StrEnum):
    SELF_ASSESSMENT = "self_assessment"
    RATING = "rating"
    CALIBRATION = "calibration"
    TALK = "talk"
    SIGN_OFF = "sign_off"
    APPEAL_TIME = "appeal_time"
    APPEALED = "appealed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Office(StrEnum):
    """In which capacity somebody acts; and whose turn it is. Whoever hears an appeal had no part in
    the result."""

    SUBJECT = "subject"
    MANAGER = "manager"
    HR = "hr"
    APPEALS = "appeals"
    CALENDAR = "calendar"
    NOBODY = "nobody"


class StepKind(StrEnum):
    SELF_ASSESSED = "self_assessed"
    SELF_LAPSED = "self_lapsed"
    RATED = "rated"
    SENT_BACK = "sent_back"
    MOVED = "moved"
    FROZEN = "frozen"
    TALKED = "talked"
    SIGNED = "signed"
    SIGN_LAPSED = "sign_lapsed"
    APPEALED = "appealed"
    APPEAL_LAPSED = "appeal_lapsed"
    APPEAL_DECIDED = "appeal_decided"
    MANAGER_CHANGED = "manager_changed"
    WITHDRAWN = "withdrawn"
    RECOMPUTED = "recomputed"


@dataclass(frozen=True)
class ReviewMove(Move[State]):
    step: StepKind


def _move(
    source: State, target: State, owner: Office, step: StepKind, event: str
) -> tuple[ReviewMove, ...]:
    return (ReviewMove(source, target, owner, event, step),)


def _within(
    states: Iterable[State], owner: Office, step: StepKind, event: str
) -> tuple[ReviewMove, ...]:
    """What is added without the review moving on."""
    return tuple(ReviewMove(state, state, owner, event, step) for state in states)


S, O, K = State, Office, StepKind  # noqa: E741

BEFORE_RESULT = (S.SELF_ASSESSMENT, S.RATING, S.CALIBRATION)
# The result is frozen: a later one is another version.
WITH_RESULT = (S.TALK, S.SIGN_OFF, S.APPEAL_TIME, S.APPEALED, S.CLOSED)
ENDED = (S.CLOSED, S.WITHDRAWN)

START = State.SELF_ASSESSMENT
MOVES: tuple[ReviewMove, ...] = (
    *_move(S.SELF_ASSESSMENT, S.RATING, O.SUBJECT, K.SELF_ASSESSED, "hands in the self-assessment"),
    *_move(S.SELF_ASSESSMENT, S.RATING, O.CALENDAR, K.SELF_LAPSED, "goes on without one"),
    *_move(S.RATING, S.CALIBRATION, O.MANAGER, K.RATED, "rates"),
    *_move(S.CALIBRATION, S.RATING, O.HR, K.SENT_BACK, "sends the rating back"),
    *_within((S.CALIBRATION,), O.HR, K.MOVED, "moves to another grade, with a reason"),
    *_move(S.CALIBRATION, S.TALK, O.HR, K.FROZEN, "freezes the result"),
    *_move(S.TALK, S.SIGN_OFF, O.MANAGER, K.TALKED, "records the talk"),
    *_move(S.SIGN_OFF, S.APPEAL_TIME, O.SUBJECT, K.SIGNED, "signs"),
    *_move(S.SIGN_OFF, S.APPEAL_TIME, O.HR, K.SIGNED, "enters the signature on paper"),
    *_move(S.SIGN_OFF, S.APPEAL_TIME, O.CALENDAR, K.SIGN_LAPSED, "lets the time to sign run out"),
    # The person reads the result from here on: the right to appeal does not wait for the talk.
    *_move(S.TALK, S.APPEALED, O.SUBJECT, K.APPEALED, "appeals"),
    *_move(S.TALK, S.APPEALED, O.HR, K.APPEALED, "enters an appeal on paper"),
    *_move(S.SIGN_OFF, S.APPEALED, O.SUBJECT, K.APPEALED, "appeals"),
    *_move(S.SIGN_OFF, S.APPEALED, O.HR, K.APPEALED, "enters an appeal on paper"),
    *_move(S.APPEAL_TIME, S.APPEALED, O.SUBJECT, K.APPEALED, "appeals"),
    *_move(S.APPEAL_TIME, S.APPEALED, O.HR, K.APPEALED, "enters an appeal on paper"),
    *_move(S.APPEAL_TIME, S.CLOSED, O.CALENDAR, K.APPEAL_LAPSED, "lets the time to appeal run out"),
    *_move(S.APPEALED, S.CLOSED, O.APPEALS, K.APPEAL_DECIDED, "decides the appeal"),
    *_within(
        (S.SELF_ASSESSMENT, S.RATING, S.TALK), O.HR, K.MANAGER_CHANGED, "names another manager"
    ),
    *(
        move
        for state in BEFORE_RESULT
        for move in _move(state, S.WITHDRAWN, O.HR, K.WITHDRAWN, "withdraws the review")
    ),
    *_within(WITH_RESULT, O.CALENDAR, K.RECOMPUTED, "adds a version after a conduct appeal"),
)

OWNERS: dict[State, Office] = {
    S.SELF_ASSESSMENT: O.SUBJECT,
    S.RATING: O.MANAGER,
    S.CALIBRATION: O.HR,
    S.TALK: O.MANAGER,
    S.SIGN_OFF: O.SUBJECT,
    S.APPEAL_TIME: O.CALENDAR,
    S.APPEALED: O.APPEALS,
    S.CLOSED: O.NOBODY,
    S.WITHDRAWN: O.NOBODY,
}


def moves_from(state: State, step: StepKind) -> tuple[ReviewMove, ...]:
    """What the step can be in the state; empty where it has no place there."""
    return tuple(move for move in MOVES if move.source == state and move.step == step)


def offices_for(state: State, step: StepKind) -> frozenset[Office]:
    return frozenset(Office(move.owner.value) for move in moves_from(state, step))


def steps_in(state: State, office: Office) -> tuple[StepKind, ...]:
    """What somebody in the office may do in the state, in the order of the table."""
    return tuple(
        dict.fromkeys(move.step for move in MOVES if move.source == state and move.owner == office)
    )
