"""How far two scores go together: Spearman's rank correlation, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import atanh, sqrt, tanh

from reviews.rules.samples import Z

# With fewer people nothing is said.
LEAST = 20


@dataclass(frozen=True)
class Correlation:
    """`rho` from -1 to 1 and its 95 % interval, of `n` people."""

    n: int
    rho: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves no doubt about the direction."""
        return self.low > 0 or self.high < 0


def correlation(pairs: Sequence[tuple[float, float]]) -> Correlation | None:
    """None where one of the two is the same for everybody, so that nothing can go with it. Of four
    pairs or more."""
    n = len(pairs)
    rho = spearman([one for one, __ in pairs], [other for __, other in pairs])
    if rho is None:
        return None
    low, high = _interval(rho, n)
    return Correlation(n, rho, low, high)


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The correlation of the ranks, ties sharing their mean rank (C. Spearman, The American Journal
    of Psychology 15 (1904), 72-101). None where all ranks of one are the same."""
    first, second = ranks(one), ranks(other)
    middle = (len(first) + 1) / 2
    away = [rank - middle for rank in first]
    other_away = [rank - middle for rank in second]
    spread = sqrt(sum(each * each for each in away)) * sqrt(sum(each * each for each in other_away))
    if not spread:
        return None
    both = sum(a * b for a, b in zip(away, other_away, strict=True))
    return max(-1.0, min(1.0, both / spread))


def ranks(values: Sequence[float]) -> list[float]:
    """From 1; equal values share the mean of their ranks."""
    ordered = sorted(range(len(values)), key=lambda index: values[index])
    found, before = [0.0] * len(values), 0
    for __, group in groupby(ordered, key=lambda index: values[index]):
        same = list(group)
        for index in same:
            found[index] = before + (len(same) + 1) / 2
        before += len(same)
    return found


def _interval(rho: float, n: int) -> tuple[float, float]:
    """By Fisher's z, with the variance (1 + rho²/2) / (n - 3) for ranks (D. G. Bonett and T. A.
    Wright, Psychometrika 65 (2000), 23-28). A perfect order has no room beside it."""
    if abs(rho) > 1 - 1e-12:
        return rho, rho
    middle, room = atanh(rho), Z * sqrt((1 + rho * rho / 2) / (n - 3))
    return tanh(middle - room), tanh(middle + room)
