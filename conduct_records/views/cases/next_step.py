"""What comes next in a case, for who looks at it: the steps open to them, and the gates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.gates import before_decision
from conduct_records.policies.steps import before_step, steps_open_to
from conduct_records.queries.cases.desk_words import (
    TO_DO,
    aim_of,
    is_seat_missing,
)
from conduct_records.queries.cases.files import zone
from conduct_records.queries.cases.gate_sentences import GATES
from conduct_records.queries.cases.gate_words import lifted_by, reason
from conduct_records.queries.cases.inbox import Due
from conduct_records.queries.cases.words import OFFICES
from conduct_records.rules.cases.deadlines import due_at
from conduct_records.rules.cases.gates import ending
from conduct_records.rules.cases.gates.verdicts import Verdict
from conduct_records.rules.cases.measures import Ending, Leaving, Measure
from conduct_records.rules.cases.procedure import (
    MOVES,
    Office,
    State,
    StepKind,
)
from conduct_records.rules.cases.turns import turn_of
from conduct_records.views.cases.desks import CaseDesk
from lms.people.policies import can_change_employee
from lms.people.rules.employment import needs_employer

# Beside the way, and at any time.
ASIDE = (StepKind.APPOINTED, StepKind.RECUSED, StepKind.WITHDRAWN, StepKind.COUNSEL_NOTED)
# While a decision lies ahead its gates are shown.
TOWARDS_DECISION = (State.INVESTIGATING, State.CHARGED, State.NOTIFIED, State.HEARD)
MOST_BUTTONS = 3
IN_EFFECT = (State.SERVED, State.STANDING)


@dataclass(frozen=True)
class Door:
    """A way to a step's form; `closed` says why it is shut. At most one of a page `leads`."""

    kind: str
    label: str
    closed: str = ""
    leads: bool = False


@dataclass(frozen=True)
class GateLine:
    name: str
    is_open: bool
    reason: str
    lifted_by: str


@dataclass(frozen=True)
class NextStep:
    aim: str
    turn: str
    is_mine: bool
    due: Due | None
    doors: tuple[Door, ...]
    more: tuple[Door, ...]
    gates: tuple[GateLine, ...]
    dismissal: tuple[GateLine, ...]
    # The last day of somebody whose leaving HR has still to note.
    last_day: date | None


def next_step_of(desk: CaseDesk) -> NextStep:
    found, file = desk.found, desk.file
    doors, more = _doors(desk)
    due = due_at(file, found.pack, desk.case.incident.known_at, zone())
    return NextStep(
        aim=aim_of(file, desk.case.subject.localised_name),
        turn="" if turn_of(file) == Office.NOBODY else str(OFFICES[turn_of(file)]),
        is_mine=turn_of(file) in desk.offices,
        due=Due.of(due, found.now) if due else None,
        doors=doors,
        more=more,
        gates=gate_lines(before_decision(found)) if file.state in TOWARDS_DECISION else (),
        dismissal=gate_lines(before_dismissal(found)),
        last_day=_last_day(desk),
    )


def _last_day(desk: CaseDesk) -> date | None:
    """A decision ends nobody's employment by itself: HR notes the leaving where people are kept."""
    subject, decision = desk.case.subject, desk.file.decision
    ends = decision.measure.ending if decision and decision.measure else None
    if ends is None or desk.file.state not in IN_EFFECT or subject.left_on is not None:
        return None
    return ends.last_day if can_change_employee(desk.actor, subject) else None


def _doors(desk: CaseDesk) -> tuple[tuple[Door, ...], tuple[Door, ...]]:
    """What moves the case on comes first; what is beside the way, behind a fold."""
    state = desk.file.state
    is_open = list(steps_open_to(desk.found, desk.actor))
    moving = {move.step for move in MOVES if move.source == state and move.target != state}
    moving -= set(ASIDE)
    if is_seat_missing(desk.file):
        moving = {StepKind.APPOINTED}
    is_open.sort(key=lambda kind: kind not in moving)
    ahead = [kind for kind in is_open if kind not in ASIDE or kind in moving]
    shown, rest = ahead[:MOST_BUTTONS], ahead[MOST_BUTTONS:]
    folded = [*rest, *(kind for kind in is_open if kind not in ahead)]
    # While somebody else is due, only what moves the case on stands out.
    is_due = turn_of(desk.file) in (*desk.offices, Office.NOBODY)
    doors = [_door(kind, kind == shown[0] and (is_due or kind in moving)) for kind in shown]
    return (*doors, *_closed(desk, is_open)), tuple(_door(kind) for kind in folded)


def _door(kind: StepKind, leads: bool = False) -> Door:
    return Door(kind, str(TO_DO[kind]), leads=leads)


def _closed(desk: CaseDesk, is_open: Iterable[StepKind]) -> list[Door]:
    """The decision, for who will make it: shut until its time has come."""
    if desk.file.state not in (State.NOTIFIED, State.HEARD) or StepKind.DECIDED in is_open:
        return []
    shut = [v for v in before_step(desk.found, desk.actor, StepKind.DECIDED) if not v.is_open]
    label = str(TO_DO[StepKind.DECIDED])
    return [Door(StepKind.DECIDED, label, " ".join(map(reason, shut)))]


def gate_lines(verdicts: Iterable[Verdict]) -> tuple[GateLine, ...]:
    return tuple(
        GateLine(
            _("Gate %(number)d, %(name)s") % {"number": each.gate, "name": GATES[each.gate]},
            each.is_open,
            reason(each),
            lifted_by(each),
        )
        for each in verdicts
    )


def before_dismissal(found: Circumstances) -> list[Verdict]:
    """What gate 7 says before anybody chose a dismissal, where there is ground for one."""
    rules = list(found.charged_rules.values())
    if found.file.state not in (State.NOTIFIED, State.HEARD) or not found.has_ground_to_end(rules):
        return []
    subject = found.case.subject
    is_others = needs_employer(subject.employment_kind)
    way = Leaving.RETURN_TO_AGENCY if is_others else Leaving.DISMISSAL
    end = Ending(way, timezone.localdate(found.now), subject.employer or "—")
    measure = Measure(0, 0, ending=end)
    return list(
        ending.may_end(measure, found.file, found.employed, has_ground=True, today=end.last_day)
    )
