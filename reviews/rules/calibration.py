"""How far a grade may be moved in calibration."""

from collections.abc import Iterable, Sequence

from reviews.rules.scorecard import Grade, Scorecard
from reviews.rules.scoring import CAPPING
from reviews.rules.trace import Item

# A move, and sending a rating back, say why in so many characters at least.
LEAST_REASON = 10


def has_red_line(items: Iterable[Item]) -> bool:
    """Whether a red line or a ban is among the evidence."""
    return any(item.line in CAPPING for item in items)


def grades_open(card: Scorecard, computed: str, *, is_red: bool) -> Sequence[Grade]:
    """The grades somebody may be moved to, in the scorecard's order. Under a red line none is
    better than the one its cap lies in, or than the computed one (`computed`, by its code) where
    that is better still, because only a part of the period stands under the cap."""
    if not is_red:
        return card.grades
    codes = [grade.code for grade in card.grades]
    capped = codes.index(card.grade_of(card.red_cap).code)
    reached = codes.index(computed) if computed in codes else 0
    return card.grades[: max(capped, reached) + 1]
