"""What charts count of cases.

A case counts in the month in which it happened, in its unit and all units above: once there, in
every figure, so that figures of one case are of one month. What is counted are plain numbers under
names, and adding them up is all there is to a longer time or a larger unit. Nothing is asked of a
case but its columns and the kinds and moments of its steps, so that one that was erased counts as
before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import accumulate

from conduct_records.rules.cases.packs import DEFAULT
from conduct_records.rules.cases.procedure import UNDER_WAY, State, StepKind
from conduct_records.rules.cases.records import GRAVEST_FIRST, line_of
from conduct_records.rules.codebook import Line
from lms.people.rules.periods import add_months

# Whom the cases of a month concern at a unit is a group. Under three there is nobody to be taken
# for somebody else: of two, each knows that what is not about them is about the other.
LEAST = 3
# So long after training was ordered, what happens again is a repetition.
REPEATED_WITHIN_MONTHS = 12
# Whatever takes longer counts as this many days.
LONGEST = 180


class Outcome(StrEnum):
    """What became of a case; what is decided stands until an appeal is upheld."""

    UNDER_WAY = "under_way"
    STANDS = "stands"
    TALKED = "talked"
    NO_CASE = "no_case"
    WITHDRAWN = "withdrawn"
    OVERTURNED = "overturned"


class Stage(StrEnum):
    """From one step to another, in the order of the procedure."""

    NOTICE = "notice"
    HEARING = "hearing"
    DECISION = "decision"
    SERVICE = "service"
    APPEAL = "appeal"


class Count(StrEnum):
    """What is counted once a case."""

    CASES = "cases"
    DECIDED = "decided"
    SERVED = "served"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    OVERTURNED = "overturned"
    TRAINED = "trained"
    REPEATED = "repeated"
    COMMENDATIONS = "commendations"


K = StepKind
# A stage begins with the first of these and ends with the second.
STAGES: Mapping[Stage, tuple[tuple[StepKind, ...], tuple[StepKind, ...]]] = {
    Stage.NOTICE: ((K.OPENED,), (K.NOTICE_SERVED,)),
    Stage.HEARING: ((K.NOTICE_SERVED,), (K.STATED, K.LAPSED)),
    Stage.DECISION: ((K.STATED, K.LAPSED), (K.DECIDED,)),
    Stage.SERVICE: ((K.DECIDED,), (K.DECISION_SERVED,)),
    Stage.APPEAL: ((K.APPEALED,), (K.APPEAL_DECIDED,)),
}
# The kinds of step of which the moment is asked.
TIMED = frozenset(kind for ends in STAGES.values() for kinds in ends for kind in kinds)
# The days that the procedure gives where no region says otherwise.
LIMITS: Mapping[Stage, int] = {
    Stage.NOTICE: sum(DEFAULT.days[each] for each in (State.OPENED, State.INVESTIGATING))
    + DEFAULT.days[State.CHARGED],
    Stage.HEARING: DEFAULT.answer_days,
    Stage.DECISION: DEFAULT.days[State.HEARD],
    Stage.SERVICE: DEFAULT.days[State.DECIDED],
    Stage.APPEAL: DEFAULT.days[State.APPEALED],
}
_ENDED_SO = {
    State.TALKED: Outcome.TALKED,
    State.NO_CASE: Outcome.NO_CASE,
    State.WITHDRAWN: Outcome.WITHDRAWN,
    State.OVERTURNED: Outcome.OVERTURNED,
}
_UNDECIDED = frozenset(UNDER_WAY) - {State.DECIDED, State.SERVED, State.APPEALED}


@dataclass(frozen=True)
class Charged:
    """A rule under which a case was brought."""

    rule: str
    line: Line
    is_proven: bool | None


@dataclass(frozen=True)
class CountedCase:
    """`moments` of the kinds in `TIMED`."""

    is_commendation: bool
    state: State
    orders_training: bool = False
    charges: tuple[Charged, ...] = ()
    moments: Mapping[StepKind, datetime] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        if self.state in _UNDECIDED:
            return Outcome.UNDER_WAY
        return _ENDED_SO.get(self.state, Outcome.STANDS)

    @property
    def proven(self) -> tuple[Charged, ...]:
        """What stands as proven."""
        if self.outcome != Outcome.STANDS:
            return ()
        return tuple(each for each in self.charges if each.is_proven)


def month_of(moment: datetime, zone: tzinfo) -> date:
    """The first day of the month, as the company counts its days."""
    return moment.astimezone(zone).date().replace(day=1)


# Counting ----------------------------------------------------------------------------------------


def names_of(case: CountedCase, zone: tzinfo) -> Iterator[str]:
    """What the case counts under; once each. Commendations count as nothing else."""
    if case.is_commendation:
        yield Count.COMMENDATIONS
        return
    yield Count.CASES
    yield f"outcome/{case.outcome}"
    line = line_of(each.line for each in case.proven)
    if line is not None:
        yield f"line/{line}"
    for charge in case.charges:
        yield f"charged/{charge.line}/{charge.rule}"
    for charge in case.proven:
        yield f"proven/{charge.line}/{charge.rule}"
    yield from _passed(case)
    for stage, days in days_of(case, zone).items():
        yield f"days/{stage}/{days}"


def _passed(case: CountedCase) -> Iterator[str]:
    steps = {
        Count.DECIDED: K.DECIDED,
        Count.SERVED: K.DECISION_SERVED,
        Count.APPEALED: K.APPEALED,
        Count.APPEAL_DECIDED: K.APPEAL_DECIDED,
    }
    yield from (count for count, kind in steps.items() if kind in case.moments)
    if case.outcome == Outcome.OVERTURNED:
        yield Count.OVERTURNED
    if is_trained(case):
        yield Count.TRAINED


def days_of(case: CountedCase, zone: tzinfo) -> dict[Stage, int]:
    """The days each stage took that is over; the day on which it begins does not count."""
    found: dict[Stage, int] = {}
    for stage, (first, last) in STAGES.items():
        begun = next((case.moments[kind] for kind in first if kind in case.moments), None)
        ended = next((case.moments[kind] for kind in last if kind in case.moments), None)
        if begun is not None and ended is not None:
            days = (ended.astimezone(zone).date() - begun.astimezone(zone).date()).days
            found[stage] = min(max(days, 0), LONGEST)
    return found


def is_trained(case: CountedCase) -> bool:
    """Whether training was ordered by a decision that was served and stands."""
    return (
        case.orders_training
        and case.outcome == Outcome.STANDS
        and K.DECISION_SERVED in case.moments
    )


def is_repeated(served_on: date, happened_on: Iterable[date]) -> bool:
    """Whether something proven under the same rule happened again after the decision that ordered
    training was served, and soon enough; on the very day it may have been before."""
    until = add_months(served_on, REPEATED_WITHIN_MONTHS)
    return any(served_on < day <= until for day in happened_on)


# Figures -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfRule:
    rule: str
    line: Line
    charged: int
    proven: int


@dataclass(frozen=True)
class Days:
    """How long a stage took: the days by which a quarter, half, three quarters of the cases were
    through with it."""

    count: int
    lower: int
    median: int
    upper: int


@dataclass(frozen=True)
class Figures:
    """Numbers under the names of `names_of`; what is not named is nought."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    @property
    def outcomes(self) -> dict[Outcome, int]:
        return {outcome: self[f"outcome/{outcome}"] for outcome in Outcome}

    @property
    def rules(self) -> list[OfRule]:
        """Those under which cases were brought: the most often proven first."""
        found = []
        for name, charged in self.counts.items():
            kind, __, rest = name.partition("/")
            if kind == "charged":
                line, __, rule = rest.partition("/")
                found.append(OfRule(rule, Line(line), charged, self[f"proven/{rest}"]))
        by_line = GRAVEST_FIRST.index
        return sorted(found, key=lambda r: (-r.proven, -r.charged, by_line(r.line), r.rule))

    def days(self, stage: Stage) -> Days | None:
        """None where no case has come so far."""
        prefix = f"days/{stage}/"
        found = {
            int(name.removeprefix(prefix)): count
            for name, count in self.counts.items()
            if name.startswith(prefix)
        }
        return quartiles_of(found) if found else None


def total_of(figures: Iterable[Figures]) -> Figures:
    found: Counter[str] = Counter()
    for each in figures:
        found.update(each.counts)
    return Figures(found)


def quartiles_of(counts: Mapping[int, int]) -> Days:
    """Of how many cases took so many days each: by the nearest rank, so that each figure is the
    days of some case."""
    days = sorted(counts)
    reached = list(accumulate(counts[each] for each in days))
    total = reached[-1]

    def by(quarters: int) -> int:
        rank = -(-total * quarters // 4)
        return next(day for day, sofar in zip(days, reached, strict=True) if sofar >= rank)

    return Days(total, by(1), by(2), by(3))


def share_of(part: int, whole: int) -> int | None:
    """In whole percent; None of fewer than `LEAST`."""
    return None if whole < LEAST else round(100 * part / whole)
