"""One sitting as its marker sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments.enums import Lateness, SittingState
from assessments.models import BlindMark, ItemMark, Response, Sitting
from assessments.queries.double_marks import OwnBlindMark, Pair, blind_marks_of, pair_of
from assessments.queries.papers import Paper, PaperItem, paper
from assessments.queries.results import Judgement, judgements, newest_marks
from assessments.queries.sittings import late_responses
from assessments.rules import marking, outcome
from assessments.rules.double_marking import JUDGED, Turn, turn
from assessments.rules.kinds.base import Line
from lms.people.models import Employee


@dataclass(frozen=True)
class Marked:
    """A question that has its mark: `judged`, of a `pair` where two markers made it."""

    item: PaperItem
    judged: ItemMark | None
    pair: Pair | None = None

    @property
    def is_judged(self) -> bool:
        """Whether a person judged it, so that a trainer can put it right."""
        return self.judged is not None and self.judged.cause in JUDGED

    @property
    def given(self) -> list[Judgement]:
        return judgements(self.item, self.judged)


@dataclass(frozen=True)
class Late:
    """An answer that came late; `standing` is what counts in its place, as of now."""

    response: Response
    item: PaperItem
    over_at: datetime

    @property
    def by(self) -> timedelta:
        return self.response.saved_at - self.over_at

    @property
    def seconds(self) -> int:
        return max(0, round(self.by.total_seconds()))

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.item.lines_of(self.response.answer)

    @property
    def standing(self) -> tuple[Line, ...]:
        return self.item.lines if self.item.response is not None else ()

    @property
    def is_overtaken(self) -> bool:
        """Whether a newer answer stands, so that this one changes nothing."""
        standing = self.item.response
        return standing is not None and _place(standing) > _place(self.response)

    @property
    def is_given_in_time(self) -> bool | None:
        """By the device's own clock; None where it said nothing."""
        given = self.response.given_at
        return None if given is None else given <= self.over_at

    @property
    def has_odd_clock(self) -> bool:
        """The device's times cannot be right: they lie after the arrival, or in the wrong order."""
        given, seen, came = (
            self.response.given_at,
            self.response.seen_at,
            self.response.saved_at + timedelta(seconds=1),
        )
        return any(
            (
                given is not None and given > came,
                seen is not None and seen > came,
                given is not None and seen is not None and seen > given + timedelta(minutes=1),
            )
        )


def _place(response: Response) -> tuple[int, int, int]:
    """The order in which savings of one item follow (`rules.late.Save`)."""
    return response.epoch, response.revision, response.pk


@dataclass(frozen=True)
class Effect:
    """What the mark and the result are, and what they would be once the answer counts; None for
    what is not known before a marker has judged."""

    mark: tuple[Decimal | None, Decimal | None]
    score: tuple[Decimal | None, Decimal | None]
    passed: tuple[bool | None, bool | None]
    is_overtaken: bool = False

    @property
    def needs_marker(self) -> bool:
        return not self.is_overtaken and self.mark[1] is None


@dataclass(frozen=True)
class MarkingSheet:
    """`blind` are the marks given by two markers without seeing each other, by the answer's id."""

    sitting: Sitting
    marker: Employee
    paper: Paper
    judged: dict[int, ItemMark]
    responses: Sequence[Response]
    blind: dict[int, list[BlindMark]]

    def blind_marks(self, item: PaperItem) -> list[BlindMark]:
        """Of the answer that counts."""
        return self.blind.get(item.response.pk, []) if item.response else []

    @cached_property
    def unmarked(self) -> list[PaperItem]:
        """The questions whose answers have no mark yet."""
        if self.sitting.state != SittingState.SUBMITTED:
            return []
        return [item for item in self.paper.items if item.mark is None]

    def _at_turn(self, wanted: Turn) -> list[PaperItem]:
        distance, marker = self.sitting.marking_distance, self.marker.pk
        return [
            item
            for item in self.unmarked
            if turn((one.marked_by_id for one in self.blind_marks(item)), marker, distance)
            is wanted
        ]

    @cached_property
    def waiting(self) -> list[PaperItem]:
        """The questions whose answers this marker has to judge."""
        return self._at_turn(Turn.JUDGE)

    @cached_property
    def to_settle(self) -> list[Pair]:
        """Those that two markers judge too differently, whoever they are."""
        found = [self.pair(item) for item in self._at_turn(Turn.SETTLE)]
        return [pair for pair in found if pair is not None]

    @cached_property
    def own(self) -> list[OwnBlindMark]:
        """What this marker has judged and what still waits for somebody else."""
        settling = self._at_turn(Turn.SETTLE)
        return [
            OwnBlindMark(item, mark, item in settling)
            for item in self.unmarked
            for mark in self.blind_marks(item)
            if mark.marked_by_id == self.marker.pk
        ]

    def pair(self, item: PaperItem) -> Pair | None:
        return pair_of(item, self.blind_marks(item), self.sitting.marking_distance)

    @cached_property
    def marked(self) -> list[Marked]:
        return [
            Marked(item, self.judged.get(item.row.pk), self.pair(item))
            for item in self.paper.items
            if item.mark is not None
        ]

    @cached_property
    def late(self) -> list[Late]:
        """What came late and does not count by itself, in the order of arrival."""
        by_row = {item.row.pk: item for item in self.paper.items}
        return [
            Late(response, by_row[response.item_id], over_at(self.sitting, by_row, response))
            for response in self.responses
            if not response.counts
        ]

    @property
    def score(self) -> Decimal:
        """What has been earned so far."""
        return marking.score(item.mark for item in self.paper.items if item.mark is not None)

    def effect(self, late: Late) -> Effect:
        """Of allowing that late answer."""
        item = late.item
        if late.is_overtaken:
            return self.change(item, item.mark, is_overtaken=True)
        share = item.interaction.grade(late.response.answer)
        if item.row.is_waived:
            share = Fraction(1)
        after = None if share is None else marking.mark(marks=item.version.marks, share=share)
        return self.change(item, after)

    def change(
        self, item: PaperItem, after: Decimal | None, *, is_overtaken: bool = False
    ) -> Effect:
        """Of another mark of that question."""
        marks = {each.row.pk: each.mark for each in self.paper.items}
        now, then = self._outcome(marks), self._outcome(marks | {item.row.pk: after})
        return Effect((item.mark, after), (now[0], then[0]), (now[1], then[1]), is_overtaken)

    def _outcome(self, marks: dict[int, Decimal | None]) -> tuple[Decimal | None, bool | None]:
        """Score and pass that these marks make; neither while one is missing."""
        items = [
            outcome.MarkedItem(item.row.section, mark, item.version.marks)
            for item in self.paper.items
            if (mark := marks[item.row.pk]) is not None
        ]
        if len(items) < self.paper.size:
            return None, None
        sitting = self.sitting
        score = marking.score(item.mark for item in items)
        shares = outcome.section_shares(items, sitting.minimums)
        return score, outcome.passed(score, sitting.max_score, sitting.pass_percent, shares)


def over_at(sitting: Sitting, by_row: dict[int, PaperItem], response: Response) -> datetime:
    """The moment after which the answer was too late."""
    closed_at = by_row[response.item_id].row.closed_at
    if response.lateness == Lateness.CLOSED and closed_at is not None:
        return closed_at
    if response.lateness == Lateness.HANDED_IN and sitting.submitted_at is not None:
        return sitting.submitted_at
    return sitting.deadline


def marking_sheet(sitting: Sitting, marker: Employee) -> MarkingSheet:
    """Four queries, whatever its length; one more where two markers judge."""
    responses = late_responses(sitting)
    for response in responses:
        response.item.sitting = sitting
    marks, blind = newest_marks(sitting), blind_marks_of(sitting)
    return MarkingSheet(sitting, marker, paper(sitting), marks, responses, blind)
