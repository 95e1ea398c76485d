"""Test statistics ("Quiz statistics calculations", section "Test statistics").

T is what a sitting reached, as a share of what its paper is worth; where all papers are worth the
same, that is Moodle's score in another unit. m2, m3, m4 are the central moments over S sittings.

- mean, median; standard deviation: sqrt(k2) with k2 = S m2 / (S - 1)
- skewness: k3 / k2^(3/2) with k3 = S^2 m3 / ((S - 1)(S - 2))
- kurtosis: k4 / k2^2 with k4 = S^2 ((S + 1) m4 - 3 (S - 1) m2^2) / ((S - 1)(S - 2)(S - 3)); 0 is
  that of a normal distribution
- coefficient of internal consistency (Cronbach's alpha): P / (P - 1) (1 - sum of V(x_p) / V(T))
  over P parts of the paper, for three sittings and two parts on
- error ratio: sqrt(1 - consistency), the share of the deviation that is due to chance
- standard error: error ratio times standard deviation

The parts are the questions where everybody had the same. Where papers were drawn they are the
places on the paper, as Moodle takes its slots, provided that papers are of one length and all
questions are worth the same: else the marks at a place would say nothing. Otherwise there is no
coefficient.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from assessments.rules.statistics.samples import PlaceSample, Sittings
from assessments.rules.statistics.sums import central_moments, median, root

BINS = 10
QUESTIONS, PLACES, NEITHER = "questions", "places", ""


@dataclass(frozen=True)
class Spread:
    """How shares are distributed. `variance` is k2 in the unit of what was counted, squared."""

    mean: float | None = None
    median: float | None = None
    variance: Fraction | None = None
    deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None


def spread(sittings: Sittings) -> Spread:
    n, scale = sittings.n, sittings.scale
    if not n:
        return Spread()
    counts = Counter(sittings.reached())
    mean = Fraction(sum(value * count for value, count in counts.items()), n * scale)
    middle = float(median(counts) / scale)
    if n < 2:
        return Spread(float(mean), middle)
    m2, m3, m4 = central_moments(counts)
    k2 = n * m2 / (n - 1)
    return Spread(
        float(mean),
        middle,
        k2,
        root(k2) / scale,
        _skewness(n, m3, k2),
        _kurtosis(n, m2, m4, k2),
    )


def _skewness(n: int, m3: Fraction, k2: Fraction) -> float | None:
    if n < 3 or not k2:
        return None
    k3 = n * n * m3 / ((n - 1) * (n - 2))
    return float(k3) / sqrt(float(k2)) ** 3


def _kurtosis(n: int, m2: Fraction, m4: Fraction, k2: Fraction) -> float | None:
    if n < 4 or not k2:
        return None
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
    return float(k4 / k2**2)


@dataclass(frozen=True)
class Consistency:
    coefficient: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None


def consistency(
    n: int, variances: Sequence[Fraction], whole: Fraction | None, deviation: float | None
) -> Consistency:
    """From the variances of the parts and that of the whole, in one unit. Nothing where the parts
    do not add up to the whole."""
    parts = len(variances)
    if n < 3 or parts < 2 or not whole or deviation is None:
        return Consistency()
    found = Fraction(parts, parts - 1) * (1 - sum(variances, Fraction(0)) / whole)
    if found > 1:
        return Consistency()
    ratio = root(1 - found)
    return Consistency(float(found), ratio, ratio * deviation)


def variance_at(place: PlaceSample) -> Fraction:
    """Of the marks at a place of two sittings or more."""
    return Fraction(place.n * place.squares - place.sum**2, place.n * (place.n - 1))


def bins(sittings: Sittings) -> tuple[int, ...]:
    """How many reached 0 to under 10 %, … 90 to 100 %."""
    found = [0] * BINS
    for score, worth in zip(sittings.scores, sittings.worths, strict=True):
        found[min(BINS - 1, score * BINS // worth)] += 1
    return tuple(found)
