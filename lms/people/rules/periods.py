"""Periods of days, first and last day included, and how a person's follow one another."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Period(NamedTuple):
    """From a day to a day; without an end it is open."""

    from_on: date
    until_on: date | None = None

    def includes(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    @property
    def is_in_order(self) -> bool:
        return self.until_on is None or self.from_on <= self.until_on


def overlap(one: Period, other: Period) -> bool:
    """Whether some day belongs to both."""
    return (other.until_on is None or one.from_on <= other.until_on) and (
        one.until_on is None or other.from_on <= one.until_on
    )


def are_apart(periods: Sequence[Period]) -> bool:
    """Whether each is in order and no day belongs to two of them."""
    ordered = sorted(periods, key=lambda period: period.from_on)
    return all(period.is_in_order for period in ordered) and not any(
        overlap(one, other) for one, other in pairwise(ordered)
    )


def at(periods: Sequence[Period], day: date) -> int | None:
    """Which of the periods, given in order, counts on the day: the one that includes it, else the
    next that is to come, else the last. None where there is none at all."""
    for index, period in enumerate(periods):
        if period.until_on is None or day <= period.until_on:
            return index
    return len(periods) - 1 if periods else None


def after_move(periods: Sequence[Period], on: date) -> list[Period] | None:
    """The periods, given in order, once a new open one begins on the day: the last one ends the
    day before, unless it ended earlier. None where the day does not lie behind the beginning of
    the last one, or lies within it when it has an end of its own."""
    if not periods:
        return [Period(on)]
    last = periods[-1]
    if on <= last.from_on or (last.until_on is not None and on <= last.until_on):
        return None
    return [*periods[:-1], Period(last.from_on, last.until_on or on - ONE_DAY), Period(on)]


def after_correction(periods: Sequence[Period], index: int, from_on: date) -> list[Period] | None:
    """The periods once one of them begins on another day. The one before it gives way or follows
    where the two met without a gap, else it must end earlier. None where there is no room."""
    corrected = list(periods)
    corrected[index] = corrected[index]._replace(from_on=from_on)
    if index:
        before = corrected[index - 1]
        if before.until_on is not None and before.until_on + ONE_DAY == periods[index].from_on:
            corrected[index - 1] = before._replace(until_on=from_on - ONE_DAY)
    return corrected if are_apart(corrected) else None


def after_withdrawal(periods: Sequence[Period]) -> list[Period]:
    """The periods without the last one; the one before it is open again if they met."""
    kept = list(periods[:-1])
    until_on = kept[-1].until_on if kept else None
    if until_on is not None and until_on + ONE_DAY == periods[-1].from_on:
        kept[-1] = kept[-1]._replace(until_on=periods[-1].until_on)
    return kept


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month; `date.max` beyond the
    calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month in which the day lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])
