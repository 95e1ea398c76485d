"""The procedure of a case: its states, what may be done in each, by whom, and what comes of it.

One table of moves. It follows what an employer has to be able to show: facts before a decision,
notice in writing, a hearing in time, reasons, service, an appeal to somebody who did not decide
(Labour Contract Law of the People's Republic of China, articles 4, 39, 40, 42, 43, 50).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lms.ui.states import Move


class State(StrEnum):
    OPENED = "opened"
    INVESTIGATING = "investigating"
    CHARGED = "charged"
    NOTIFIED = "notified"
    HEARD = "heard"
    DECIDED = "decided"
    SERVED = "served"
    APPEALED = "appealed"
    STANDING = "standing"
    PRAISED = "praised"
    SPENT = "spent"
    OVERTURNED = "overturned"
    NO_CASE = "no_case"
    WITHDRAWN = "withdrawn"
    TALKED = "talked"


class Office(StrEnum):
    """In which capacity somebody acts; and whose turn it is."""

    HR = "hr"
    DIRECTOR = "director"
    INVESTIGATOR = "investigator"
    DECIDER = "decider"
    APPEALS = "appeals"
    SUBJECT = "subject"
    CALENDAR = "calendar"
    # Whoever has anything to do with the case.
    INVOLVED = "involved"
    NOBODY = "nobody"


class Seat(StrEnum):
    """What somebody is appointed to in a case. Three seats, three persons."""

    INVESTIGATOR = "investigator"
    DECIDER = "decider"
    APPEALS = "appeals"


class StepKind(StrEnum):
    OPENED = "opened"
    TALKED = "talked"
    COMMENDED = "commended"
    INVESTIGATION_OPENED = "investigation_opened"
    APPOINTED = "appointed"
    RECUSED = "recused"
    INTERVIEWED = "interviewed"
    CUSTODY_NOTED = "custody_noted"
    OVERRIDDEN = "overridden"
    CHARGED = "charged"
    CHARGE_DROPPED = "charge_dropped"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    NOTICE_ISSUED = "notice_issued"
    NOTICE_SERVED = "notice_served"
    HEARING_MOVED = "hearing_moved"
    STATED = "stated"
    LAPSED = "lapsed"
    UNION_NOTIFIED = "union_notified"
    UNION_REPLIED = "union_replied"
    STATUS_CHECKED = "status_checked"
    COUNSEL_NOTED = "counsel_noted"
    DECIDED = "decided"
    DECISION_SERVED = "decision_served"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    APPEAL_SERVED = "appeal_served"
    APPEAL_TIME_ENDED = "appeal_time_ended"
    INSTALMENT_TAKEN = "instalment_taken"
    REPAID = "repaid"
    SPENT = "spent"


@dataclass(frozen=True)
class CaseMove(Move[State]):
    step: StepKind


def _move(
    source: State, target: State, owner: Office, step: StepKind, event: str
) -> tuple[CaseMove, ...]:
    return (CaseMove(source, target, owner, event, step),)


def _within(
    states: Iterable[State], owner: Office, step: StepKind, event: str
) -> tuple[CaseMove, ...]:
    """What is added without the case moving on."""
    return tuple(CaseMove(state, state, owner, event, step) for state in states)


S, O, K = State, Office, StepKind  # noqa: E741

BEFORE_DECISION = (S.OPENED, S.INVESTIGATING, S.CHARGED, S.NOTIFIED, S.HEARD)
UNDER_WAY = (*BEFORE_DECISION, S.DECIDED, S.SERVED, S.APPEALED)

START = State.OPENED
MOVES: tuple[CaseMove, ...] = (
    *_move(S.OPENED, S.INVESTIGATING, O.HR, K.INVESTIGATION_OPENED, "appoints an investigator"),
    *_move(S.OPENED, S.TALKED, O.HR, K.TALKED, "records an informal talk"),
    *_move(S.OPENED, S.PRAISED, O.HR, K.COMMENDED, "commends"),
    *_within((S.INVESTIGATING,), O.INVESTIGATOR, K.INTERVIEWED, "records an interview"),
    *_within((S.INVESTIGATING,), O.INVESTIGATOR, K.CUSTODY_NOTED, "notes custody of evidence"),
    *_within((S.INVESTIGATING,), O.INVESTIGATOR, K.CHARGED, "charges under a rule"),
    *_within((S.INVESTIGATING,), O.INVESTIGATOR, K.CHARGE_DROPPED, "drops a charge"),
    *_within((S.INVESTIGATING,), O.DIRECTOR, K.OVERRIDDEN, "allows a charge by override"),
    *_move(S.INVESTIGATING, S.NO_CASE, O.HR, K.CLOSED, "finds no case to answer"),
    *_move(S.INVESTIGATING, S.CHARGED, O.HR, K.NOTICE_ISSUED, "issues the notice of allegation"),
    *_move(S.CHARGED, S.NOTIFIED, O.HR, K.NOTICE_SERVED, "serves the notice"),
    *_move(S.CHARGED, S.NOTIFIED, O.SUBJECT, K.NOTICE_SERVED, "signs for the notice"),
    *_within((S.NOTIFIED,), O.HR, K.HEARING_MOVED, "puts the hearing off"),
    *_move(S.NOTIFIED, S.HEARD, O.SUBJECT, K.STATED, "makes a statement"),
    *_move(S.NOTIFIED, S.HEARD, O.HR, K.STATED, "records the hearing"),
    *_move(S.NOTIFIED, S.HEARD, O.CALENDAR, K.LAPSED, "lets the time given run out"),
    *_within((S.NOTIFIED, S.HEARD), O.HR, K.UNION_NOTIFIED, "notifies the union"),
    *_within((S.NOTIFIED, S.HEARD), O.HR, K.UNION_REPLIED, "records the union's reply"),
    *_within((S.NOTIFIED, S.HEARD), O.HR, K.STATUS_CHECKED, "checks for protected status"),
    *_within(BEFORE_DECISION, O.HR, K.COUNSEL_NOTED, "records counsel's note"),
    *_move(S.HEARD, S.DECIDED, O.DECIDER, K.DECIDED, "decides, with reasons"),
    *_move(S.HEARD, S.NO_CASE, O.DECIDER, K.DECIDED, "finds nothing proven"),
    *_move(S.DECIDED, S.SERVED, O.HR, K.DECISION_SERVED, "serves the decision"),
    *_move(S.DECIDED, S.SERVED, O.SUBJECT, K.DECISION_SERVED, "signs for the decision"),
    *_move(S.SERVED, S.APPEALED, O.SUBJECT, K.APPEALED, "appeals"),
    *_move(S.SERVED, S.APPEALED, O.HR, K.APPEALED, "enters an appeal on paper"),
    *_move(
        S.SERVED, S.STANDING, O.CALENDAR, K.APPEAL_TIME_ENDED, "lets the time to appeal run out"
    ),
    *_move(S.APPEALED, S.OVERTURNED, O.APPEALS, K.APPEAL_DECIDED, "upholds the appeal"),
    *_move(S.APPEALED, S.STANDING, O.APPEALS, K.APPEAL_DECIDED, "dismisses the appeal"),
    *_within((S.OVERTURNED, S.STANDING), O.HR, K.APPEAL_SERVED, "serves the appeal decision"),
    *_within((S.OVERTURNED, S.STANDING), O.SUBJECT, K.APPEAL_SERVED, "signs for it"),
    *_within((S.SERVED, S.STANDING), O.HR, K.INSTALMENT_TAKEN, "notes an instalment"),
    *_within((S.OVERTURNED,), O.HR, K.REPAID, "notes that money was paid back"),
    *_move(S.STANDING, S.SPENT, O.CALENDAR, K.SPENT, "reaches the day it is spent"),
    *_move(S.PRAISED, S.SPENT, O.CALENDAR, K.SPENT, "reaches the day it is spent"),
    *(
        move
        for state in BEFORE_DECISION
        for move in _move(state, S.WITHDRAWN, O.HR, K.WITHDRAWN, "withdraws the case")
    ),
    *_within(UNDER_WAY, O.HR, K.APPOINTED, "appoints"),
    *_within(UNDER_WAY, O.INVOLVED, K.RECUSED, "declares an interest"),
)

OWNERS: dict[State, Office] = {
    S.OPENED: O.HR,
    S.INVESTIGATING: O.INVESTIGATOR,
    S.CHARGED: O.HR,
    S.NOTIFIED: O.SUBJECT,
    S.HEARD: O.DECIDER,
    S.DECIDED: O.HR,
    S.SERVED: O.SUBJECT,
    S.APPEALED: O.APPEALS,
    S.STANDING: O.CALENDAR,
    S.PRAISED: O.CALENDAR,
    S.SPENT: O.NOBODY,
    S.OVERTURNED: O.NOBODY,
    S.NO_CASE: O.NOBODY,
    S.WITHDRAWN: O.NOBODY,
    S.TALKED: O.NOBODY,
}

# Nothing of these counts against anybody.
ENDED_WITHOUT_EFFECT = (S.OVERTURNED, S.NO_CASE, S.WITHDRAWN, S.TALKED)
ENDED = (*ENDED_WITHOUT_EFFECT, S.SPENT)
# The person learns of the case with the notice; before, nothing is held against them.
HIDDEN_FROM_SUBJECT = (S.OPENED, S.INVESTIGATING, S.CHARGED)

# The permission without which nobody is appointed to a seat, or acts in it.
RIGHT_OF = {
    Seat.INVESTIGATOR: "conduct_records.investigate_case",
    Seat.DECIDER: "conduct_records.decide_case",
    Seat.APPEALS: "conduct_records.decide_appeal",
}
# Whose seat acts in an office.
SEAT_OF = {O.INVESTIGATOR: Seat.INVESTIGATOR, O.DECIDER: Seat.DECIDER, O.APPEALS: Seat.APPEALS}


def moves_from(state: State, step: StepKind) -> tuple[CaseMove, ...]:
    """What the step can be in the state; empty where it has no place there."""
    return tuple(move for move in MOVES if move.source == state and move.step == step)


def offices_for(state: State, step: StepKind) -> frozenset[Office]:
    return frozenset(Office(move.owner.value) for move in moves_from(state, step))


def steps_in(state: State) -> tuple[StepKind, ...]:
    """What may be done in the state, in the order of the table."""
    return tuple(dict.fromkeys(move.step for move in MOVES if move.source == state))


def needed_for(state: State, step: StepKind) -> tuple[State, ...]:
    """The states in which the step has its place, where it has none in this one."""
    found = dict.fromkeys(move.source for move in MOVES if move.step == step)
    return () if state in found else tuple(found)
