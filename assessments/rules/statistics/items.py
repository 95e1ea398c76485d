"""Item statistics ("Quiz statistics calculations", section "Position statistics").

x is the mark of a question, X what the same sitting earned with all the others, both over the n
sittings that had the question on their paper and were marked. Papers are drawn, so that figures of
two questions may rest on different sittings.

- facility index: mean(x) / marks
- standard deviation: sqrt(V(x)) / marks, with n - 1
- discrimination index: C(x, X) / sqrt(V(x) V(X)), the correlation with the rest
- discriminative efficiency: C(x, X) / Cmax(x, X), where Cmax is the covariance of the same marks if
  whoever earned more here had earned more there too
- intended weight: marks / what the papers with it are worth
- effective weight: sqrt(C(x, T)) / the sum of that root over all questions, with T = x + X. Not
  defined where C(x, T) is below 0. It shares out one paper, so it needs everybody to have the same.

Where the same question was worth different marks, each worth is an item of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from assessments.rules.statistics.samples import ItemSample
from assessments.rules.statistics.sums import covariance, greatest_covariance, root, variance


@dataclass(frozen=True)
class Measured:
    """A sample's figures as fractions of 1; `with_total` is C(x, T) in hundredths squared."""

    n: int
    full: int | None
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    with_total: Fraction | None

    @property
    def is_negative(self) -> bool:
        return self.with_total is not None and self.with_total < 0


def measure(sample: ItemSample) -> Measured:
    xs, rests, worth = sample.xs, sample.rests, sample.worth
    n, own = len(xs), variance(xs)
    both, most = covariance(xs, rests), greatest_covariance(xs, rests)
    return Measured(
        n=n,
        full=_full(xs, worth),
        facility=float(Fraction(sum(xs), n * worth)) if n else None,
        deviation=None if own is None else root(own) / worth,
        discrimination=correlation(both, own, variance(rests)),
        efficiency=float(both / most) if both is not None and most else None,
        with_total=None if both is None or own is None else both + own,
    )


def _full(xs: Sequence[int], worth: int) -> int | None:
    """How many earned full marks, where everybody else earned none."""
    full = sum(x == worth for x in xs)
    return full if sum(xs) == full * worth and all(x in (0, worth) for x in xs) else None


def correlation(
    both: Fraction | None, one: Fraction | None, other: Fraction | None
) -> float | None:
    """From the covariance and the two variances; None where there is no spread."""
    if both is None or not one or not other:
        return None
    return max(-1.0, min(1.0, float(both) / sqrt(float(one) * float(other))))


def effective_weights(with_total: Mapping[object, Fraction | None]) -> dict[object, float | None]:
    """Of the questions of a paper that everybody had, by whatever names them."""
    roots = {
        name: None if value is None or value < 0 else root(value)
        for name, value in with_total.items()
    }
    whole = sum(each for each in roots.values() if each is not None)
    return {
        name: None if each is None or not whole else each / whole for name, each in roots.items()
    }
