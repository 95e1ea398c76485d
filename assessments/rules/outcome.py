"""From items to sections, from sittings to what counts. Exact: decimals and fractions only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.enums import Outcome
from assessments.rules import marking


@dataclass(frozen=True)
class Attempt:
    """A marked sitting. Whether it `passed` was decided with it; see `passed`."""

    score: Decimal
    max_score: Decimal
    passed: bool

    @property
    def percent(self) -> Fraction:
        """Raises ValueError for a paper worth nothing."""
        if self.max_score <= 0:
            raise ValueError("a paper is worth something")
        return Fraction(self.score) * 100 / Fraction(self.max_score)


@dataclass(frozen=True)
class Counting:
    """The per cent that counts, and the index of the attempt it comes from; None for an average."""

    percent: Fraction
    index: int | None


def counting(method: str, attempts: Sequence[Attempt]) -> Counting | None:
    """What counts of the attempts, which are in the order in which they were made; None where there
    are none. Methods: Moodle's grading methods (highest, average, first, last).

    The best attempt is one that passed, where there is one: one with more marks may have missed a
    section's minimum. Of several equally good ones it is the first."""
    if not attempts:
        return None
    percents = [attempt.percent for attempt in attempts]
    match Outcome(method):
        case Outcome.AVERAGE:
            return Counting(_mean(percents), None)
        case Outcome.FIRST:
            place = 0
        case Outcome.LAST:
            place = len(attempts) - 1
        case Outcome.BEST:
            place = max(range(len(attempts)), key=lambda i: (attempts[i].passed, percents[i], -i))
    return Counting(percents[place], place)


def first_pass(method: str, attempts: Sequence[Attempt], pass_percent: int) -> int | None:
    """The index of the first attempt after which the outcome of those so far was a pass; None where
    it never was.

    Under best and last that is the first attempt passed, under first only the very first can be it,
    and under average the first at which the mean of the percentages so far reaches `pass_percent`,
    compared exactly."""
    method = Outcome(method)
    if method == Outcome.AVERAGE:
        percents = [attempt.percent for attempt in attempts]
        passes = [_mean(percents[: i + 1]) >= pass_percent for i in range(len(percents))]
    else:
        passes = [attempt.passed for attempt in attempts]
    if method == Outcome.FIRST:
        passes = passes[:1]
    return passes.index(True) if True in passes else None


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


@dataclass(frozen=True)
class MarkedItem:
    """A question of a paper, in the section of that index, with what its answer earned."""

    section: int
    mark: Decimal
    out_of: Decimal | int


@dataclass(frozen=True)
class SectionShare:
    """What was earned in a section, and the per cent it must reach: 0 where none is set."""

    section: int
    score: Decimal
    max_score: Decimal
    minimum: int

    @property
    def share(self) -> Fraction:
        """From 0 to 1, exactly; of a section worth nothing all is reached."""
        return Fraction(self.score) / Fraction(self.max_score) if self.max_score else Fraction(1)

    @property
    def is_met(self) -> bool:
        return marking.passed(self.score, self.max_score, pass_percent=self.minimum)


def section_shares(
    items: Iterable[MarkedItem], minimums: Mapping[int, int]
) -> tuple[SectionShare, ...]:
    """What each section on the paper earned, by its index. `minimums` in whole per cent, by the
    index of a section; one without questions on the paper has none to miss."""
    earned: dict[int, list[MarkedItem]] = {}
    for item in items:
        earned.setdefault(item.section, []).append(item)
    return tuple(
        SectionShare(
            section,
            marking.score(item.mark for item in earned[section]),
            marking.score(Decimal(item.out_of) for item in earned[section]),
            minimums.get(section, 0),
        )
        for section in sorted(earned)
    )


def passed(
    score: Decimal, max_score: Decimal, pass_percent: int, sections: Iterable[SectionShare]
) -> bool:
    """Whether the whole reaches the pass mark and every section its minimum, compared exactly."""
    return marking.passed(score, max_score, pass_percent=pass_percent) and all(
        section.is_met for section in sections
    )
