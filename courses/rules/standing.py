"""Where somebody stands in one course, as those who look after their training see it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from courses.rules.certificate_life import Life, life_on


class State(StrEnum):
    """The most urgent first."""

    OVERDUE = "overdue"
    EXHAUSTED = "exhausted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    EXPIRING = "expiring"
    COMPLETED = "completed"
    NOT_ENROLLED = "not_enrolled"


class Group(StrEnum):
    """States that call for the same from those who look after somebody."""

    OVERDUE = "overdue"
    FOLLOW_UP = "follow_up"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    READY = "ready"
    NOT_ENROLLED = "not_enrolled"


URGENCY = tuple(State)
GROUP_OF = {
    State.OVERDUE: Group.OVERDUE,
    State.EXHAUSTED: Group.FOLLOW_UP,
    State.REVOKED: Group.FOLLOW_UP,
    State.EXPIRED: Group.FOLLOW_UP,
    State.UNDER_WAY: Group.UNDER_WAY,
    State.NOT_STARTED: Group.NOT_STARTED,
    State.EXPIRING: Group.READY,
    State.COMPLETED: Group.READY,
    State.NOT_ENROLLED: Group.NOT_ENROLLED,
}
_OF_CERTIFICATE = {
    Life.REVOKED: State.REVOKED,
    Life.EXPIRED: State.EXPIRED,
    Life.EXPIRING: State.EXPIRING,
}


@dataclass(frozen=True)
class Facts:
    """What is known of one person who is enrolled in one course.

    `read` counts the lessons of today; `has_begun` is also true of who has read one that is gone.
    `valid_until` and `is_revoked` are the certificate's that counts now; without an end, or before
    one is issued, None. `attempts_left` is None where there is no examination or no limit, where
    none was begun or it is passed, and while one is being sat, waits for its marker or is
    suspended; that it waits is `is_waiting`. `is_suspended`: the result on which completion hangs,
    or would, is suspended while a question is being checked.
    """

    read: int = 0
    total: int = 0
    has_begun: bool = False
    is_completed: bool = False
    due_on: date | None = None
    valid_until: date | None = None
    is_revoked: bool = False
    attempts_left: int | None = None
    is_waiting: bool = False
    is_suspended: bool = False


@dataclass(frozen=True)
class Standing:
    """`days`: how long overdue, how long until the certificate expires or since it has; else 0.
    `is_waiting`: what there is to do now is the marker's."""

    state: State
    days: int = 0
    read: int = 0
    total: int = 0
    is_waiting: bool = False
    is_suspended: bool = False


def standing_of(facts: Facts | None, today: date, *, is_away: bool = False) -> Standing:
    """Where somebody stands; None: not enrolled. A course is overdue from the day after the one it
    is due on. Nobody is overdue while away on leave."""
    if facts is None:
        return Standing(State.NOT_ENROLLED)
    state = _completed(facts, today) if facts.is_completed else _open(facts, today, is_away)
    is_waiting = facts.is_waiting and not facts.is_completed
    days = _days(state, facts, today)
    return Standing(state, days, facts.read, facts.total, is_waiting, facts.is_suspended)


def _completed(facts: Facts, today: date) -> State:
    life = life_on(today, valid_until=facts.valid_until, is_revoked=facts.is_revoked)
    return _OF_CERTIFICATE.get(life, State.COMPLETED)


def _open(facts: Facts, today: date, is_away: bool) -> State:
    if facts.due_on is not None and facts.due_on < today and not is_away:
        return State.OVERDUE
    if facts.attempts_left == 0:
        return State.EXHAUSTED
    return State.UNDER_WAY if facts.has_begun else State.NOT_STARTED


def _days(state: State, facts: Facts, today: date) -> int:
    if state is State.OVERDUE and facts.due_on:
        return (today - facts.due_on).days
    if state in (State.EXPIRED, State.EXPIRING) and facts.valid_until:
        return abs((facts.valid_until - today).days)
    return 0
