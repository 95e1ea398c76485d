"""Exact sums over whole numbers (hundredths of a mark, millionths of a share): nothing is lost
however many there are, and whatever their order."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from operator import mul


def covariance(xs: Sequence[int], ys: Sequence[int]) -> Fraction | None:
    """The sample covariance, of two values on; None before. `xs` and `ys` are of equal length."""
    n = len(xs)
    if n < 2:
        return None
    return Fraction(n * sum(map(mul, xs, ys)) - sum(xs) * sum(ys), n * (n - 1))


def greatest_covariance(xs: Sequence[int], ys: Sequence[int]) -> Fraction | None:
    """The covariance that the same values would have if both were in the same order."""
    return covariance(sorted(xs), sorted(ys))


def variance(xs: Sequence[int]) -> Fraction | None:
    return covariance(xs, xs)


def root(value: Fraction) -> float:
    """Of what is not below 0."""
    return sqrt(float(value))


def median(counts: Counter[int]) -> Fraction:
    """The middle value of those counted, or the mean of the two in the middle. There is one."""
    n = counts.total()
    low, high = (n - 1) // 2, n // 2
    passed, found = 0, []
    for value in sorted(counts):
        end = passed + counts[value]
        found += [value for place in (low, high) if passed <= place < end]
        passed = end
    return Fraction(sum(found), 2)


def central_moments(counts: Counter[int]) -> tuple[Fraction, Fraction, Fraction]:
    """m2, m3 and m4: the means of the second, third and fourth powers of the differences to the
    mean. There is at least one value."""
    n = counts.total()
    s1, s2, s3, s4 = (
        Fraction(sum(count * value**power for value, count in counts.items()), n)
        for power in (1, 2, 3, 4)
    )
    m2 = s2 - s1**2
    m3 = s3 - 3 * s1 * s2 + 2 * s1**3
    m4 = s4 - 4 * s1 * s3 + 6 * s1**2 * s2 - 3 * s1**4
    return m2, m3, m4
