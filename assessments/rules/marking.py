"""From graded answers to score and pass. Exact: fractions and decimals, never floats."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_HUNDREDTH = Decimal("0.01")


def mark(*, marks: int, share: Fraction) -> Decimal:
    """What an answer earns: its share (0 to 1) of the question's marks, to the hundredth of a
    mark, halves up."""
    earned = share * marks
    return (Decimal(earned.numerator) / earned.denominator).quantize(_HUNDREDTH, ROUND_HALF_UP)


def score(earned: Iterable[Decimal]) -> Decimal:
    """The sum of the rounded marks, so that what the items show adds up to what the head shows."""
    return sum(earned, Decimal("0.00"))


def percent(score: Decimal, max_score: Decimal) -> int:
    """The share reached, in whole per cent, rounded *down*: 79.99 is shown as 79, so that no page
    shows a pass mark reached that was not. Raises ValueError for a paper worth nothing."""
    if max_score <= 0:
        raise ValueError("a paper is worth something")
    return int(Fraction(score) * 100 / Fraction(max_score))


def passed(score: Decimal, max_score: Decimal, *, pass_percent: int) -> bool:
    """Whether score / max_score >= pass_percent / 100, compared exactly."""
    return Fraction(score) * 100 >= pass_percent * Fraction(max_score)
