"""Until when something is kept, and what keeps somebody longest. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.people.rules.periods import add_months


@dataclass(frozen=True)
class Kept:
    """Records of one kind about somebody: the term of so many months runs from the day on which
    they ended; `date.max` where they have not."""

    kind: str
    ended_on: date
    months: int

    @property
    def free_on(self) -> date | None:
        """The first day on which they may be erased; None while it cannot be known."""
        if self.ended_on == date.max:
            return None
        return add_months(self.ended_on, self.months)


@dataclass(frozen=True)
class Standing:
    """When all that is kept about somebody may be erased: None while something has not ended.
    `kept_by` is the kind that keeps it longest; empty where nothing is kept."""

    free_on: date | None
    kept_by: str = ""

    def is_over(self, today: date) -> bool:
        return self.free_on is not None and self.free_on <= today


def standing_of(kept: Iterable[Kept]) -> Standing:
    """All terms must be over; what has not ended keeps longest. Of several, the first named."""
    longest = max(kept, key=_how_long, default=None)
    if longest is None:
        return Standing(date.min)
    return Standing(longest.free_on, longest.kind)


def _how_long(kept: Kept) -> date:
    return kept.free_on or date.max
