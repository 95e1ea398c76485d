"""What goes together: training, observation, service figures and conduct, person by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.models import Review
from reviews.queries.spread import frozen
from reviews.queries.words import COMPONENTS, Words
from reviews.rules.correlation import LEAST, Correlation, correlation
from reviews.rules.scorecard import Component

# In the order in which one is thought to come before the other.
CHAIN = (Component.TRAINING, Component.OBSERVATION, Component.SERVICE, Component.CONDUCT)
# The drawing goes from -1 to 1.
WIDTH = 200.0


class Verdict(StrEnum):
    NOTHING = "nothing"
    FEW = "few"
    SAME = "same"
    UNCLEAR = "unclear"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Drawn:
    """The interval and the value on the line, in the drawing's own units."""

    low: float
    width: float
    rho: float


@dataclass(frozen=True)
class Pair:
    """Two components and the `n` people with data on both; `found` where these are enough."""

    one: Words
    other: Words
    n: int
    verdict: Verdict
    sentence: str
    found: Correlation | None = None
    drawn: Drawn | None = None


@dataclass(frozen=True)
class Together:
    """`without` are the components about which nobody has data."""

    pairs: Sequence[Pair]
    without: Sequence[Words]
    people: int


def what_goes_together(reviews: QuerySet[Review]) -> Together:
    """Of frozen results. One query."""
    rows = list(frozen(reviews).order_by("pk").values_list("scores", flat=True))
    known = {
        each: {index: float(row[each]) for index, row in enumerate(rows) if each in row}
        for each in CHAIN
    }
    pairs = []
    for one, other in combinations(CHAIN, 2):
        both = known[one].keys() & known[other].keys()
        values = [(known[one][index], known[other][index]) for index in sorted(both)]
        pairs.append(_pair(COMPONENTS[one], COMPONENTS[other], values))
    without = [COMPONENTS[each] for each in CHAIN if not known[each]]
    return Together(pairs, without, len(rows))


def _pair(one: Words, other: Words, values: Sequence[tuple[float, float]]) -> Pair:
    n = len(values)
    found = correlation(values) if n >= LEAST else None
    verdict = _verdict(n, found)
    drawn = _drawn(found) if found else None
    return Pair(one, other, n, verdict, _sentence(verdict, one, other, n), found, drawn)


def _verdict(n: int, found: Correlation | None) -> Verdict:
    if not n:
        return Verdict.NOTHING
    if n < LEAST:
        return Verdict.FEW
    if found is None:
        return Verdict.SAME
    if not found.is_clear:
        return Verdict.UNCLEAR
    return Verdict.HIGHER if found.rho > 0 else Verdict.LOWER


def _sentence(verdict: Verdict, one: Words, other: Words, n: int) -> str:
    """Without a word about causes."""
    given = {"one": one, "other": other, "n": n, "least": LEAST}
    match verdict:
        case Verdict.NOTHING:
            text = _("Nobody has data on both yet.")
        case Verdict.FEW:
            text = ngettext(
                "Too few: n = %(n)d. From %(least)d people on it is shown.",
                "Too few: n = %(n)d. From %(least)d people on it is shown.",
                n,
            )
        case Verdict.SAME:
            text = _("Everybody has the same score in one of the two, so there is no order.")
        case Verdict.UNCLEAR:
            text = _("No clear relation: it may be none, or go either way.")
        case Verdict.HIGHER:
            text = _("People with more in “%(one)s” tend to have more in “%(other)s”.")
        case Verdict.LOWER:
            text = _("People with more in “%(one)s” tend to have less in “%(other)s”.")
    return text % given


def _drawn(found: Correlation) -> Drawn:
    def place(value: float) -> float:
        return round((value + 1) / 2 * WIDTH, 1)

    low, high = place(found.low), place(found.high)
    return Drawn(low, max(1.0, round(high - low, 1)), place(found.rho))
