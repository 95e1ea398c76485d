"""What counts for or against somebody: decided and served, not overturned, not yet spent.

The ladder, the points of a review and what was kept back of a wage all start from here, so that an
appeal that is upheld takes every effect with it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.measures import Measure, Range, gravity
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.codebook import LINES, SANCTIONS, Line, Sanction
from lms.people.rules.periods import add_months

# Serious lines, for which no ladder has to be climbed.
GRAVE = (Line.RED, Line.BAN)
GRAVEST_FIRST = (Line.RED, Line.BAN, Line.YELLOW, Line.FAULT)


@dataclass(frozen=True)
class Record:
    """`case` is the case's token. It counts on the days from `counts_from` until before
    `counts_until`. A commendation has neither line nor sanction."""

    case: str
    counts_from: date
    counts_until: date
    points: int
    rules: tuple[str, ...] = ()
    line: Line | None = None
    sanction: Sanction | None = None
    is_appealed: bool = False

    def counts_on(self, day: date) -> bool:
        return not self.is_appealed and self.counts_from <= day < self.counts_until

    @property
    def is_commendation(self) -> bool:
        return self.line is None


def months_gone(record: Record, day: date) -> int:
    """How many whole months of its time are over."""
    gone = 0
    while add_months(record.counts_from, gone + 1) <= min(day, record.counts_until):
        gone += 1
    return gone


def falling(records: Iterable[Record], day: date) -> list[tuple[date, int]]:
    """From the day on, when the sum of points goes down, and what it is then; without what is
    under appeal, which counts nothing meanwhile."""
    live = [each for each in records if each.counts_on(day) and not each.is_commendation]
    ends = sorted({each.counts_until for each in live})
    return [(end, sum(r.points for r in live if r.counts_until > end)) for end in ends]


def line_of(lines: Iterable[Line]) -> Line | None:
    """The gravest."""
    found = set(lines)
    return next((line for line in GRAVEST_FIRST if line in found), None)


def record_of(case: str, file: CaseFile, zone: tzinfo) -> Record | None:
    """What the case leaves behind, spent or not; None where it has no effect (yet, or any more)."""
    commended = file.step(said.Commended)
    if commended is not None:
        content: said.Commended = commended.content
        since = commended.at.astimezone(zone).date()
        return Record(case, since, add_months(since, content.months), content.points)
    measure = measure_in_effect(file)
    if measure is None or file.served_at is None:
        return None
    since = file.served_at.astimezone(zone).date()
    return Record(
        case,
        since,
        add_months(since, measure.months),
        measure.points,
        tuple(charge.rule for charge in file.proven),
        line_of(charge.line for charge in file.proven),
        measure.sanction,
        file.state == State.APPEALED,
    )


def measure_in_effect(file: CaseFile) -> Measure | None:
    """What the decision set, once it was served and unless an appeal took it back."""
    if file.decision is None or file.served_at is None or file.state == State.OVERTURNED:
        return None
    return file.decision.measure


def live_on(records: Iterable[Record], day: date) -> list[Record]:
    """Those that count on the day, the oldest first."""
    return sorted((each for each in records if each.counts_on(day)), key=lambda r: r.counts_from)


# The ladder ------------------------------------------------------------------------------------


def rung(records: Iterable[Record], line: Line, happened_on: date) -> Sanction:
    """The step of the ladder that a further act on the line has come to, by the records of the
    same line that counted on the day it happened: none is the first step, three or more the last
    (facts of the field: oral warning, written warning, the month's bonus, dismissal). What began
    to count on that very day may have come later than the act, and does not."""
    counted = (each for each in live_on(records, happened_on) if each.counts_from < happened_on)
    before = [each for each in counted if each.line == line]
    return SANCTIONS[min(len(before), len(SANCTIONS) - 1)]


def is_ladder_completed(records: Iterable[Record], line: Line, happened_on: date) -> bool:
    """Whether all steps below the last were taken."""
    return rung(records, line, happened_on) == SANCTIONS[-1]


def widened(found: Range, step: Sanction) -> Range:
    """A rule's range, opened upwards to where the ladder has come; the concierge faults' ranges
    are meant for the first ones."""
    return Range(found.mildest, max(found.gravest, step, key=gravity))


# Pay -------------------------------------------------------------------------------------------


def kept_by_month(file: CaseFile) -> dict[str, int]:
    """What the case keeps back of which month's wage, in fen, from its decision on; nothing once it
    was overturned."""
    measure = file.decision.measure if file.decision else None
    if measure is None or file.state == State.OVERTURNED:
        return {}
    found = Counter({each.month: each.amount for each in file.all(said.InstalmentTaken)})
    if measure.deduction is not None:
        found[measure.deduction.month] += measure.deduction.taken
    return dict(found)


def kept_back(file: CaseFile) -> int:
    """What was kept back of wages so far, in fen, less what was paid back."""
    measure = file.decision.measure if file.decision and file.served_at else None
    first = measure.deduction.taken if measure and measure.deduction else 0
    later = sum(each.amount for each in file.all(said.InstalmentTaken))
    return first + later - sum(each.amount for each in file.all(said.Repaid))


def still_to_take(file: CaseFile) -> int:
    """What is carried over and was not taken yet, in fen; nothing once it was overturned."""
    measure = measure_in_effect(file)
    if measure is None or measure.deduction is None:
        return 0
    later = sum(each.amount for each in file.all(said.InstalmentTaken))
    return measure.deduction.carried_over - later


def to_pay_back(file: CaseFile) -> int:
    """What an upheld appeal makes the company owe, in fen."""
    return kept_back(file) if file.state == State.OVERTURNED else 0


assert set(GRAVEST_FIRST) == set(LINES)
