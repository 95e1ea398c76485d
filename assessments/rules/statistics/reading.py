"""What may be said of figures: with which interval, why one is missing, and what to look at.

Of fewer than `LEAST` sittings, what was counted is shown (mean, median, facility), and nothing that
would be inferred from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.statistics.figures import (
    ItemFigures,
    OptionCount,
    VersionCount,
    WholeFigures,
)
from assessments.rules.statistics.intervals import (
    LEAST,
    Interval,
    consistency_interval,
    correlation_interval,
    difference_interval,
    mean_interval,
    share_interval,
)

# Facility from which on a question is easy, up to which it is hard; discrimination below which it
# tells little. Facility says nothing about discrimination where nearly all or none know it.
EASY, HARD, WEAK = 0.95, 0.2, 0.2


class Missing(StrEnum):
    """Why there is no figure."""

    NOTHING = "nothing"
    ONE = "one"
    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"
    PAPERS_DIFFER = "papers_differ"
    NEGATIVE = "negative"
    NOT_GUESSED = "not_guessed"


@dataclass(frozen=True)
class Figure:
    """A figure with its interval, or why it is missing."""

    value: float | None
    interval: Interval | None = None
    missing: Missing | None = None


def counted(value: float | None, n: int, interval: Interval | None = None) -> Figure:
    """What is shown of any number of sittings; its interval from `LEAST` on."""
    if value is None:
        return Figure(None, missing=_why(n))
    return Figure(value, interval if n >= LEAST else None)


def inferred(
    value: float | None,
    n: int,
    interval: Interval | None = None,
    *,
    otherwise: Missing = Missing.NO_SPREAD,
) -> Figure:
    """What is shown from `LEAST` sittings on; `otherwise` is why it may be missing then."""
    if n < LEAST:
        return Figure(None, missing=Missing.TOO_FEW if n else Missing.NOTHING)
    return Figure(None, missing=otherwise) if value is None else Figure(value, interval)


def _why(n: int) -> Missing:
    return Missing.NOTHING if n == 0 else Missing.ONE if n == 1 else Missing.NO_SPREAD


@dataclass(frozen=True)
class WholeReading:
    mean: Figure
    median: Figure
    deviation: Figure
    pass_rate: Figure
    skewness: Figure
    kurtosis: Figure
    consistency: Figure
    error_ratio: Figure
    standard_error: Figure


def read_whole(whole: WholeFigures) -> WholeReading:
    n, mean, deviation = whole.n, whole.mean, whole.deviation
    about = None if mean is None or deviation is None else mean_interval(mean, deviation, n)
    rate = whole.passed / whole.decided if whole.decided else None
    unlike = Missing.NO_SPREAD if whole.basis else Missing.PAPERS_DIFFER
    alpha = whole.consistency
    sure = None if alpha is None else consistency_interval(alpha, n, whole.parts)
    return WholeReading(
        mean=counted(mean, n, about),
        median=counted(whole.median, n),
        deviation=counted(deviation, n),
        pass_rate=counted(rate, whole.decided, share_interval(whole.passed, whole.decided)),
        skewness=inferred(whole.skewness, n),
        kurtosis=inferred(whole.kurtosis, n),
        consistency=inferred(alpha, n, sure, otherwise=unlike),
        error_ratio=inferred(whole.error_ratio, n, otherwise=unlike),
        standard_error=inferred(whole.standard_error, n, otherwise=unlike),
    )


@dataclass(frozen=True)
class ItemReading:
    facility: Figure
    deviation: Figure
    discrimination: Figure
    efficiency: Figure
    intended: Figure
    effective: Figure
    guess: Figure


def read_item(item: ItemFigures, *, is_fixed: bool) -> ItemReading:
    """`is_fixed`: everybody had the same paper."""
    n, r = item.n, item.discrimination
    unlike = Missing.PAPERS_DIFFER if not is_fixed else Missing.NO_SPREAD
    return ItemReading(
        facility=counted(item.facility, n, facility_interval(item)),
        deviation=counted(item.deviation, n),
        discrimination=inferred(r, n, None if r is None else correlation_interval(r, n)),
        efficiency=inferred(item.efficiency, n),
        intended=Figure(
            item.intended, missing=Missing.PAPERS_DIFFER if item.intended is None else None
        ),
        effective=inferred(
            item.effective, n, otherwise=Missing.NEGATIVE if item.is_negative else unlike
        ),
        guess=Figure(item.guess, missing=Missing.NOT_GUESSED if item.guess is None else None),
    )


def facility_interval(item: ItemFigures) -> Interval | None:
    """Of right or wrong a share; where parts are earned, a mean."""
    if item.full is not None:
        return share_interval(item.full, item.n)
    if item.facility is None or item.deviation is None:
        return None
    return mean_interval(item.facility, item.deviation, item.n)


class Flag(StrEnum):
    """What a trainer should look at, the gravest first."""

    NEGATIVE = "negative"
    BELOW_GUESSING = "below_guessing"
    HARD = "hard"
    EASY = "easy"
    WEAK = "weak"
    OPTIONS = "options"


def flags_of(item: ItemFigures) -> list[Flag]:
    """Nothing of fewer than `LEAST` sittings."""
    if item.n < LEAST or item.facility is None:
        return []
    found = list(_about_marks(item, item.facility))
    if any(doubt in GRAVE for doubt in _doubts(item)):
        found.append(Flag.OPTIONS)
    return found


def _about_marks(item: ItemFigures, facility: float) -> Iterator[Flag]:
    r, about = item.discrimination, facility_interval(item)
    sure = None if r is None else correlation_interval(r, item.n)
    if is_against := sure is not None and sure.high < 0:
        yield Flag.NEGATIVE
    if item.guess is not None and about is not None and about.high < item.guess:
        yield Flag.BELOW_GUESSING
    elif facility <= HARD:
        yield Flag.HARD
    elif facility >= EASY:
        yield Flag.EASY
    if r is not None and r < WEAK and not is_against and HARD < facility < EASY:
        yield Flag.WEAK


class Doubt(StrEnum):
    """What is odd about an option."""

    STRONG_CHOOSE = "strong_choose"
    WEAK_FIND = "weak_find"
    NOBODY = "nobody"
    HARDLY = "hardly"


GRAVE = (Doubt.STRONG_CHOOSE, Doubt.WEAK_FIND)
# A distractor that fewer choose does no work (T. M. Haladyna and S. M. Downing, Educational and
# Psychological Measurement 53 (1993), 999-1010).
WORKS = 0.05


def doubt_about(option: OptionCount, of: VersionCount) -> Doubt | None:
    """Between the strong and the weak, only a difference that chance does not explain counts; and a
    distractor is idle only where hardly more than 5 % can be thought to choose it."""
    if of.n < LEAST:
        return None
    apart = difference_interval((option.top, of.top), (option.bottom, of.bottom))
    if option.is_right:
        return Doubt.WEAK_FIND if apart is not None and apart.high < 0 else None
    if apart is not None and apart.low > 0:
        return Doubt.STRONG_CHOOSE
    if option.n == 0:
        return Doubt.NOBODY
    about = share_interval(option.n, of.n)
    return Doubt.HARDLY if about is not None and about.high < WORKS else None


def _doubts(item: ItemFigures) -> Iterator[Doubt | None]:
    return (doubt_about(option, each) for each in item.versions for option in each.options)
