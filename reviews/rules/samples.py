"""Shares of few cases: how far they can be trusted, and what they count as."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import sqrt

from reviews.rules.scorecard import FULL, Sample

# The normal quantile of a two-sided 95 % interval.
Z = 1.959963984540054
HUNDREDTH = Decimal("0.01")


def rounded(value: Decimal) -> Decimal:
    """To two places, half upwards."""
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def interval(good: Decimal, of: Decimal) -> tuple[Decimal, Decimal]:
    """The 95 % score interval of a share, in percent: between which true shares the one observed is
    still likely (E. B. Wilson, JASA 22 (1927), 209-212). `0 <= good <= of`, `of > 0`."""
    n, share = float(of), float(good / of)
    middle = share + Z * Z / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    whole = 1 + Z * Z / n
    low, high = (middle - spread) / whole, (middle + spread) / whole
    return _percent(max(0.0, low)), _percent(min(1.0, high))


def _percent(share: float) -> Decimal:
    return rounded(Decimal(share) * 100)


def missing_cases(of: Decimal, sample: Sample | None) -> Decimal:
    """How many cases a small sample lacks; 0 for one that is large enough."""
    return max(Decimal(0), sample.least - of) if sample else Decimal(0)


def share(good: Decimal, of: Decimal, sample: Sample | None = None) -> Decimal:
    """The share in percent, with the cases that a small sample lacks counted as assumed. So one
    more case that went well never lowers it, and one that went badly never raises it."""
    lacking = missing_cases(of, sample)
    assumed = lacking * (sample.assumed if sample else 0)
    return (good * 100 + assumed) / (of + lacking)


def to_hundred(weights: list[Decimal]) -> list[Decimal]:
    """The weights in the same proportion, to two places, so that they add to exactly 100: rounded
    down, then a hundredth more for those that lost most (largest remainder). Weights above 0."""
    total = sum(weights, Decimal(0))
    exact = [each * FULL / total for each in weights]
    floors = [each.quantize(HUNDREDTH, ROUND_FLOOR) for each in exact]
    left = int((FULL - sum(floors, Decimal(0))) / HUNDREDTH)
    by_loss = sorted(range(len(exact)), key=lambda index: floors[index] - exact[index])
    for index in by_loss[:left]:
        floors[index] += HUNDREDTH
    return floors
