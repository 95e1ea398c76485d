"""The periods that are reviewed."""

from datetime import date, timedelta
from enum import StrEnum

from lms.people.rules.periods import Period, add_months


class CycleKind(StrEnum):
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    PROBATION = "probation"


def quarter_of(day: date) -> Period:
    """The calendar quarter in which the day lies."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(first, _before(add_months(first, 3)))


def year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def last_full(kind: CycleKind, today: date) -> Period:
    """The last quarter or year that is over."""
    whole = quarter_of if kind == CycleKind.QUARTERLY else year_of
    return whole(_before(whole(today).from_on))


def recent(kind: CycleKind, today: date, count: int) -> list[Period]:
    """The last quarters or years that are over, the newest first; none for probations, which have
    no period in common."""
    found: list[Period] = []
    while kind != CycleKind.PROBATION and len(found) < count:
        found.append(last_full(kind, found[-1].from_on if found else today))
    return found


def probation_of(hired_on: date, months: int, lead_days: int) -> Period:
    """What is reviewed of a probation: from the first day to `lead_days` before it ends, so that
    there is time to decide while it lasts."""
    end = _before(add_months(hired_on, months))
    return Period(hired_on, end - timedelta(days=lead_days))


def days_in(period: Period) -> int:
    """0 and below for one that ends before it begins."""
    assert period.until_on is not None
    return (period.until_on - period.from_on).days + 1


# A day of hiring from which months are as short as they can be.
SHORTEST = date(2027, 2, 1)


def _before(day: date) -> date:
    return day - timedelta(days=1)
