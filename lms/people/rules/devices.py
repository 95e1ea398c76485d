"""What is made of what somebody's phone says."""

import re
from datetime import datetime, timedelta

# A phone's clock may be ahead of ours by this much.
CLOCK_SLACK = timedelta(minutes=5)


def settled(moment: datetime, now: datetime) -> datetime:
    """A moment that a fast clock puts shortly after now is now."""
    return now if now < moment <= now + CLOCK_SLACK else moment


def believed(captured_at: datetime | None, now: datetime) -> datetime | None:
    """When a picture was taken, as far as the phone can be believed: never after it came here."""
    if captured_at is None or captured_at > now + CLOCK_SLACK:
        return None
    return min(captured_at, now)


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
