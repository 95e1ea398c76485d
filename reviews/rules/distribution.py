"""How totals and grades are spread over a group."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from reviews.rules.samples import rounded, to_hundred


@dataclass(frozen=True)
class Quartiles:
    """Of the totals of a group, from 0 to 100."""

    least: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    most: Decimal


def quartiles(values: Iterable[Decimal]) -> Quartiles | None:
    """None without values. Between two values the quantile is interpolated linearly (definition 7
    of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996), 361-365); two places."""
    ordered = sorted(values)
    if not ordered:
        return None
    low, middle, high = (_quantile(ordered, Decimal(part) / 4) for part in (1, 2, 3))
    return Quartiles(ordered[0], low, middle, high, ordered[-1])


def _quantile(ordered: Sequence[Decimal], part: Decimal) -> Decimal:
    place = part * (len(ordered) - 1)
    below = int(place.to_integral_value(ROUND_FLOOR))
    above = min(below + 1, len(ordered) - 1)
    return rounded(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


@dataclass(frozen=True)
class Share:
    """How many have a grade (by its code), and how many percent of all these are."""

    grade: str
    count: int
    percent: Decimal


def shares(grades: Sequence[str], found: Iterable[str]) -> list[Share]:
    """For each of the grades, in their order; the percentages of what is found among them add to
    exactly 100, and are all 0 where nothing is."""
    counts = Counter(found)
    there = [grade for grade in grades if counts[grade]]
    percents = dict(zip(there, to_hundred([Decimal(counts[each]) for each in there]), strict=True))
    return [Share(grade, counts[grade], percents.get(grade, Decimal(0))) for grade in grades]
