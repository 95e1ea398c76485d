"""The questions of a quiz with their figures, and the options of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.enums import QuestionState
from assessments.models import Question, QuestionVersion
from assessments.queries.papers import in_readers_words
from assessments.queries.statistics.words import DOUBTS, Said, Words, flags_in_words, percent, said
from assessments.rules.statistics.figures import ItemFigures, OptionCount, Statistics, VersionCount
from assessments.rules.statistics.intervals import LEAST, share_interval
from assessments.rules.statistics.options import Option, options_of
from assessments.rules.statistics.reading import (
    Flag,
    ItemReading,
    doubt_about,
    flags_of,
    read_item,
)

COLUMNS = (
    "facility",
    "deviation",
    "discrimination",
    "efficiency",
    "intended",
    "effective",
    "guess",
)


@dataclass(frozen=True)
class ItemRow:
    """A question at one worth; `version` is the newest that was drawn."""

    figures: ItemFigures
    question: Question
    version: QuestionVersion
    reading: ItemReading
    flags: Sequence[Flag]

    @cached_property
    def said(self) -> list[Said]:
        """In the order of `COLUMNS`."""
        return [said(name, getattr(self.reading, name)) for name in COLUMNS]

    @property
    def flags_in_words(self) -> list[Words]:
        return flags_in_words(self.flags)

    @property
    def is_quarantined(self) -> bool:
        return self.question.state == QuestionState.QUARANTINED


def item_rows(statistics: Statistics, question: Question | None = None) -> list[ItemRow]:
    """In the order of their codes; of one question alone where one is named. Two queries."""
    items = [each for each in statistics.items if question is None or each.question == question.pk]
    questions = Question.objects.in_bulk({each.question for each in items})
    versions = QuestionVersion.objects.in_bulk({each.versions[-1].version for each in items})
    rows = [
        ItemRow(
            each,
            questions[each.question],
            versions[each.versions[-1].version],
            read_item(each, is_fixed=statistics.whole.is_fixed),
            flags_of(each),
        )
        for each in items
    ]
    return sorted(rows, key=lambda row: (row.question.code, row.figures.marks))


@dataclass(frozen=True)
class OptionRow:
    """An option with who chose it."""

    option: Option
    count: OptionCount
    of: VersionCount

    @property
    def share(self) -> str:
        return percent(self.count.n / self.of.n if self.of.n else None)

    @property
    def bar(self) -> float:
        """How long its bar is, of 100."""
        return round(100 * self.count.n / self.of.n, 1) if self.of.n else 0.0

    @property
    def between(self) -> tuple[str, str] | None:
        about = share_interval(self.count.n, self.of.n) if self.of.n >= LEAST else None
        return None if about is None else (percent(about.low), percent(about.high))

    @property
    def top(self) -> str:
        return percent(self.count.top / self.of.top if self.of.top and self._is_enough else None)

    @property
    def bottom(self) -> str:
        share = self.count.bottom / self.of.bottom if self.of.bottom and self._is_enough else None
        return percent(share)

    @property
    def rest(self) -> str:
        return percent(self.count.rest)

    @property
    def _is_enough(self) -> bool:
        return self.of.n >= LEAST

    @property
    def doubt(self) -> Words:
        found = doubt_about(self.count, self.of)
        return DOUBTS[found] if found else ""


@dataclass(frozen=True)
class PartRows:
    """What is chosen in at one place; `name` is empty where there is but one."""

    name: str
    rows: Sequence[OptionRow]


@dataclass(frozen=True)
class VersionRows:
    """A version that was drawn; no parts where nothing is chosen."""

    version: QuestionVersion
    count: VersionCount
    parts: Sequence[PartRows]
    is_rekeyed: bool

    @property
    def unanswered(self) -> int:
        return self.count.n - self.count.answered


def version_rows(item: ItemFigures) -> list[VersionRows]:
    """The newest first. One query."""
    keys = {each.version for each in item.versions} | {each.keyed for each in item.versions}
    known = QuestionVersion.objects.in_bulk(keys)
    return [_rows_of(known[each.version], known[each.keyed], each) for each in item.versions[::-1]]


def _rows_of(version: QuestionVersion, keyed: QuestionVersion, count: VersionCount) -> VersionRows:
    options = options_of(version.kind, in_readers_words(version, keyed.key))
    counted = {(each.part, each.option): each for each in count.options}
    parts: dict[int, list[OptionRow]] = {}
    for place, option in options.items():
        if place in counted:
            parts.setdefault(place[0], []).append(OptionRow(option, counted[place], count))
    return VersionRows(
        version,
        count,
        [PartRows(rows[0].option.of, rows) for rows in parts.values()],
        keyed.pk != version.pk,
    )
