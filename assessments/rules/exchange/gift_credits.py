"""The credit of a multiple choice in percentages: GIFT has no rule but those."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

Percents = Callable[[int, Sequence[int]], list[str]]


def _exact(options: int, right: Sequence[int]) -> list[str]:
    return _percents(options, right, Fraction(-100))


def _balance(options: int, right: Sequence[int]) -> list[str]:
    return _percents(options, right, Fraction(-100, max(1, options - len(right))))


def _percents(options: int, right: Sequence[int], wrong: Fraction) -> list[str]:
    """Every right option an equal part of the whole, every other one `wrong`."""
    good = Fraction(100, len(right))
    return [_text(good if place in right else wrong) for place in range(options)]


def _text(percent: Fraction) -> str:
    """Decimal text with at most five decimals, as Moodle's own fractions have."""
    return f"{float(percent):.5f}".rstrip("0").rstrip(".")


# As nearly as percentages can say it: with "exact" one wrong tick takes all away.
CREDITS: Mapping[str, Percents] = {"exact": _exact, "balance": _balance, "each": _balance}
