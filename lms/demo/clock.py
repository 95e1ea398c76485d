"""The time of the demo's past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def moment(day: date, clock: str = "10:00") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), timezone.get_default_timezone())


def from_today(days: int, clock: str = "10:00") -> datetime:
    """So many days from today, at that time."""
    return moment(timezone.localdate() + timedelta(days=days), clock)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is that moment for whoever asks `django.utils.timezone`: so the actions write the
    demo's history as if it were made day by day.

    It replaces the function for the whole process: for loading the demo in a process of its own,
    and for nothing else. Entries of the ledger keep the order in which they are written.
    """
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
