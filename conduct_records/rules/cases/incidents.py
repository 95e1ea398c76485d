"""What a report must agree with."""

from datetime import date, datetime

from conduct_records.errors import (
    ComplaintWithoutReference,
    InTheFuture,
    KnownBeforeItHappened,
    NotEmployedThen,
    NotTheReporter,
    ReporterIsThePerson,
)

SELF, COMPLAINT = "self", "complaint"


def check_times(happened_at: datetime, known_at: datetime, now: datetime) -> None:
    """Raises `InTheFuture`, `KnownBeforeItHappened`."""
    if happened_at > now:
        raise InTheFuture
    if known_at > now:
        raise InTheFuture("known_at")
    if known_at < happened_at:
        raise KnownBeforeItHappened


def check_source(source: str, reference: str, *, is_reporter: bool, names_somebody: bool) -> None:
    """`is_reporter`: it is about whoever reports it.

    Raises `ComplaintWithoutReference`, `ReporterIsThePerson`, `NotTheReporter`.
    """
    if source == COMPLAINT and not reference:
        raise ComplaintWithoutReference
    if is_reporter and source != SELF:
        raise ReporterIsThePerson
    if source == SELF and names_somebody and not is_reporter:
        raise NotTheReporter


def check_employed(hired_on: date | None, left_on: date | None, day: date) -> None:
    """Raises `NotEmployedThen` for who was not hired yet on the day, or gone by then."""
    if hired_on is None or day < hired_on or (left_on is not None and left_on < day):
        raise NotEmployedThen


def number_of(reported_on: date, pk: int) -> str:
    """What people call an incident."""
    return f"R{reported_on:%Y}-{pk:04d}"
