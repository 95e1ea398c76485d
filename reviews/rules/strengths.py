"""What stands out in somebody's scores, compared with their own others: no ranking of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reviews.rules.scorecard import FULL

# Components this close to one another (in points) are told to be about equal.
ABOUT_EQUAL = Decimal(5)
AT_MOST = 2


@dataclass(frozen=True)
class Strengths:
    """Components by name, the most telling first."""

    high: tuple[str, ...] = ()
    low: tuple[str, ...] = ()


def strengths_of(scores: Mapping[str, Decimal]) -> Strengths:
    """At most two above, and two below, the person's own mean; none where all are about equal.
    What is at 100 is never below."""
    if len(scores) < 2 or max(scores.values()) - min(scores.values()) < ABOUT_EQUAL:
        return Strengths()
    mean = sum(scores.values(), Decimal(0)) / len(scores)
    ordered = sorted(scores, key=lambda name: scores[name])
    high = [name for name in reversed(ordered) if scores[name] > mean]
    low = [name for name in ordered if scores[name] < min(mean, FULL)]
    return Strengths(tuple(high[:AT_MOST]), tuple(low[:AT_MOST]))
