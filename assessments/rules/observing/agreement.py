"""How far two assessors agree who watched the same work, beyond what chance would bring.

Cohen's kappa: κ = (pₒ − pₑ) / (1 − pₑ), pₒ the share of points on which both gave the same, pₑ the
share to be expected if each gave at random what they give on the whole (J. Cohen, "A coefficient of
agreement for nominal scales", Educational and Psychological Measurement 20, 1960, 37–46). Weighted
kappa gives near misses part of the credit (J. Cohen, "Weighted kappa", Psychological Bulletin 70,
1968, 213–220); weights here are linear in the share of a point: 1 − |a − b|, so that points on
scales of different fineness can be counted together.

Standard errors are the large-sample ones of J. L. Fleiss, J. Cohen and B. S. Everitt, "Large sample
standard errors of kappa and weighted kappa", Psychological Bulletin 72, 1969, 323–327 (those for
confidence intervals, not for testing κ = 0). They take each judged point as independent of the
others.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

# What one and the other gave for a point, as shares from 0 to 1.
Judged = tuple[Fraction, Fraction]
Weight = Callable[[Fraction, Fraction], Fraction]
# Below so many points judged by both no coefficient is shown: the standard error is one for large
# samples, and of a handful of points a single difference moves kappa by tenths.
FEWEST = 30
# Of the normal distribution, for intervals that hold in 95 of 100 cases.
Z = 1.959963984540054


@dataclass(frozen=True)
class Kappa:
    """`value` from −1 to 1 and its standard error, with `low` and `high` of the 95 % interval, cut
    off at −1 and 1."""

    value: float
    error: float

    @property
    def low(self) -> float:
        return max(-1.0, self.value - Z * self.error)

    @property
    def high(self) -> float:
        return min(1.0, self.value + Z * self.error)


@dataclass(frozen=True)
class Agreement:
    """Over `count` points that both saw. `same` is the share given alike. Kappas are None where
    there is nothing to work out: no point, or both always gave one and the same step."""

    count: int
    same: Fraction | None
    kappa: Kappa | None
    weighted: Kappa | None

    @property
    def is_enough(self) -> bool:
        return self.count >= FEWEST


def agreement(judged: Sequence[Judged]) -> Agreement:
    """Of points judged by two; the same whoever is called the one and who the other."""
    if not judged:
        return Agreement(0, None, None, None)
    alike = sum(1 for one, other in judged if one == other)
    return Agreement(
        len(judged),
        Fraction(alike, len(judged)),
        kappa(judged, identical),
        kappa(judged, linear),
    )


def identical(one: Fraction, other: Fraction) -> Fraction:
    return Fraction(one == other)


def linear(one: Fraction, other: Fraction) -> Fraction:
    return 1 - abs(one - other)


def kappa(judged: Sequence[Judged], weight: Weight) -> Kappa | None:
    """Exact but for the root of the variance. None where chance alone would agree in full."""
    count = len(judged)
    ones = {step: Fraction(n, count) for step, n in Counter(one for one, __ in judged).items()}
    others = {step: Fraction(n, count) for step, n in Counter(o for __, o in judged).items()}
    cells = {pair: Fraction(n, count) for pair, n in Counter(judged).items()}
    observed = sum((share * weight(*pair) for pair, share in cells.items()), Fraction(0))
    expected = sum(
        (p * q * weight(i, j) for i, p in ones.items() for j, q in others.items()), Fraction(0)
    )
    if expected == 1:
        return None
    value = (observed - expected) / (1 - expected)
    by_one = {i: sum((q * weight(i, j) for j, q in others.items()), Fraction(0)) for i in ones}
    by_other = {j: sum((p * weight(i, j) for i, p in ones.items()), Fraction(0)) for j in others}
    # Formula (15) of Fleiss, Cohen and Everitt; p is the share of a cell of the table.
    spread = sum(
        (
            share * (weight(i, j) - (by_one[i] + by_other[j]) * (1 - value)) ** 2
            for (i, j), share in cells.items()
        ),
        Fraction(0),
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (count * (1 - expected) ** 2)
    return Kappa(float(value), sqrt(max(Fraction(0), variance)))
