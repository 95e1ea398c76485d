"""How far a figure can be trusted: intervals that hold the true value in 95 of 100 such samples.

Of fewer than `LEAST` sittings nothing is inferred: an interval would be so wide, and hang so much
on assumptions that nobody can check with so few, that it would only look precise.
"""

from dataclasses import dataclass
from math import atanh, exp, log, sqrt, tanh

LEAST = 10
# The normal quantile of a two-sided 95 % interval.
Z = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def share_interval(hits: int, n: int) -> Interval | None:
    """Of `hits` among `n`: the score interval (E. B. Wilson, Journal of the American Statistical
    Association 22 (1927), 209-212). None of none."""
    if n < 1:
        return None
    share = hits / n
    middle = share + Z * Z / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    whole = 1 + Z * Z / n
    return Interval(max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole))


def difference_interval(one: tuple[int, int], other: tuple[int, int]) -> Interval | None:
    """Of the share of `one` (hits, n) less that of the `other`, from their score intervals (R. G.
    Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10). None where either is empty."""
    first, second = share_interval(*one), share_interval(*other)
    if first is None or second is None:
        return None
    a, b = one[0] / one[1], other[0] / other[1]
    low = sqrt((a - first.low) ** 2 + (second.high - b) ** 2)
    high = sqrt((first.high - a) ** 2 + (b - second.low) ** 2)
    return Interval(a - b - low, a - b + high)


def mean_interval(mean: float, deviation: float, n: int) -> Interval | None:
    """Of a mean of shares from their standard deviation, by Student's t; between 0 and 1. None of
    fewer than two."""
    if n < 2:
        return None
    spread = t_quantile(n - 1) * deviation / sqrt(n)
    return Interval(max(0.0, mean - spread), min(1.0, mean + spread))


def t_quantile(freedom: int) -> float:
    """The quantile of Student's t of a two-sided 95 % interval (M. Abramowitz and I. A. Stegun,
    Handbook of Mathematical Functions, 26.7.5): right to three places from five degrees of freedom
    on. With fewer, no interval is shown."""
    z, n = Z, float(freedom)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / n**power for power, term in enumerate(terms, start=1))


def correlation_interval(r: float, n: int) -> Interval | None:
    """By Fisher's z (R. A. Fisher, Metron 1 (1921), 3-32). None of fewer than four, and where all
    lie on a line."""
    if n < 4 or abs(r) >= 1:
        return None
    z, spread = atanh(r), Z / sqrt(n - 3)
    return Interval(tanh(z - spread), tanh(z + spread))


def consistency_interval(alpha: float, n: int, parts: int) -> Interval | None:
    """Of a coefficient of internal consistency of so many `parts` (D. G. Bonett, Journal of
    Educational and Behavioral Statistics 27 (2002), 335-340). None where it says nothing."""
    if n < 3 or parts < 2 or alpha >= 1:
        return None
    spread = Z * sqrt(2 * parts / ((parts - 1) * (n - 2)))
    return Interval(
        1 - exp(log(1 - alpha) + spread),
        1 - exp(log(1 - alpha) - spread),
    )
