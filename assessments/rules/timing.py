"""The clock of a sitting. Only the server's clock counts."""

from datetime import datetime, timedelta
from math import ceil

# How long a sitting without a time limit may stay open, so that every one comes to an end.
LONGEST = timedelta(days=30)


def is_open(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> bool:
    """Whether a sitting may begin: from the opening on, up to but not at the closing."""
    return (opens_at is None or opens_at <= now) and (closes_at is None or now < closes_at)


def has_closed(closes_at: datetime | None, now: datetime, *, grace_seconds: int = 0) -> bool:
    """Whether the window is over for everybody; never where there is none. `grace_seconds` is for
    how long answers that come after the closing still count: until then no key may be told."""
    return closes_at is not None and now >= closes_at + timedelta(seconds=grace_seconds)


def deadline(
    started_at: datetime,
    *,
    minutes: int | None,
    extra_minutes: int,
    closes_at: datetime | None,
) -> datetime:
    """The start plus the time limit plus the person's allowance, but no later than the closing.
    `LONGEST` stands for a limit where there is none."""
    limit = LONGEST if minutes is None else timedelta(minutes=minutes)
    ends_at = started_at + limit + timedelta(minutes=extra_minutes)
    return ends_at if closes_at is None else min(ends_at, closes_at)


def prolonged(deadline: datetime, minutes: int, closes_at: datetime | None) -> datetime:
    """The deadline of a sitting that has begun, `minutes` later, but no later than the closing;
    never earlier than it was."""
    later = deadline + timedelta(minutes=minutes)
    return later if closes_at is None else max(deadline, min(later, closes_at))


def is_late(deadline: datetime, now: datetime) -> bool:
    """Whether the deadline has passed. What arrives at the very moment is still in time."""
    return now > deadline


def remaining_seconds(deadline: datetime, now: datetime) -> int:
    """Whole seconds left, rounded up so that 0 means that the time is over; never negative."""
    return max(0, ceil((deadline - now).total_seconds()))


def next_attempt_at(last_handed_in_at: datetime, delay_hours: int) -> datetime:
    """From when on the next attempt may begin."""
    return last_handed_in_at + timedelta(hours=delay_hours)
