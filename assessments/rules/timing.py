"""The clock of a sitting. Only the server's clock counts."""

from datetime import datetime, timedelta
from math import ceil


def deadline(started_at: datetime, *, minutes: int) -> datetime:
    return started_at + timedelta(minutes=minutes)


def is_late(deadline: datetime, now: datetime) -> bool:
    """Whether the deadline has passed. What arrives at the very moment is still in time."""
    return now > deadline


def remaining_seconds(deadline: datetime, now: datetime) -> int:
    """Whole seconds left, rounded up so that 0 means that the time is over; never negative."""
    return max(0, ceil((deadline - now).total_seconds()))
