"""What a report must agree with, and what is made of what a phone says."""

import re
from datetime import date, datetime, timedelta

from conduct_records.errors import (
    ComplaintWithoutReference,
    InTheFuture,
    KnownBeforeItHappened,
    NotEmployedThen,
    NotTheReporter,
    ReporterIsThePerson,
)

# A phone's clock may be ahead of ours by this much.
CLOCK_SLACK = timedelta(minutes=5)
SELF, COMPLAINT = "self", "complaint"


def settled(moment: datetime, now: datetime) -> datetime:
    """A moment that a fast clock puts shortly after now is now."""
    return now if now < moment <= now + CLOCK_SLACK else moment


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


def believed(captured_at: datetime | None, now: datetime) -> datetime | None:
    """When a picture was taken, as far as the phone can be believed: never after it came here."""
    if captured_at is None or captured_at > now + CLOCK_SLACK:
        return None
    return min(captured_at, now)


def number_of(reported_on: date, pk: int) -> str:
    """What people call an incident."""
    return f"R{reported_on:%Y}-{pk:04d}"


SYSTEMS = (
    ("HarmonyOS", re.compile(r"HarmonyOS(?:[ /]([\d.]+))?|OpenHarmony(?: ([\d.]+))?")),
    ("iPhone", re.compile(r"iPhone.*? OS (\d+(?:_\d+)?)")),
    ("iPad", re.compile(r"iPad.*? OS (\d+(?:_\d+)?)")),
    ("Android", re.compile(r"Android(?: ([\d.]+))?")),
    ("Windows", re.compile(r"Windows NT ([\d.]+)")),
    ("macOS", re.compile(r"Mac OS X ([\d_.]+)")),
    ("Linux", re.compile(r"Linux")),
)
BROWSERS = (
    ("WeChat", re.compile(r"MicroMessenger/(\d+)")),
    ("Edge", re.compile(r"Edg\w*/(\d+)")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome", re.compile(r"(?:Chrome|CriOS)/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+).*Safari/")),
)
LONGEST_DEVICE = 200


def device_of(user_agent: str) -> str:
    """What a browser says of itself in short: "Android 14 · Chrome 120"; its own words where they
    are of no kind we know."""
    known = [_named(table, user_agent) for table in (SYSTEMS, BROWSERS)]
    return " · ".join(filter(None, known)) or " ".join(user_agent.split())[:LONGEST_DEVICE]


def _named(table: tuple[tuple[str, re.Pattern[str]], ...], user_agent: str) -> str:
    for name, pattern in table:
        if found := pattern.search(user_agent[:1000]):
            version = next((each for each in found.groups() if each), "")
            return f"{name} {version[:12].replace('_', '.')}".strip()
    return ""
