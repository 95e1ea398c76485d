"""How sign-in attempts are slowed after failures in a row.

The first failures are free, so that a slip of the finger costs nothing; then the wait doubles
from 2 seconds up to 5 minutes. An hour without an attempt and all is forgotten. The limits follow
OWASP's Authentication Cheat Sheet ("exponential lockout"): slow a guesser, never lock anybody out.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

FREE_PER_STAFF_NUMBER = 4
# A whole site office may stand behind one address.
FREE_PER_ADDRESS = 30
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(hours=1)

NO_WAIT = timedelta(0)


def wait_after(failures: int, *, free: int) -> timedelta:
    """How long after the last of so many failures in a row the next attempt is looked at."""
    charged = failures - free
    if charged <= 0:
        return NO_WAIT
    # 2 s doubled eight times passes five minutes; a larger exponent would only be a larger number.
    factor: int = 2 ** min(charged - 1, 8)
    return min(FIRST_WAIT * factor, LONGEST_WAIT)


def is_forgotten(last_at: datetime, now: datetime) -> bool:
    return now - last_at >= FORGOTTEN_AFTER


def remaining_wait(failures: int, last_at: datetime, now: datetime, *, free: int) -> timedelta:
    """What is left of the wait at `now`; zero when the attempt may go ahead. Never more than the
    whole wait, even when a clock was set back in between."""
    if is_forgotten(last_at, now):
        return NO_WAIT
    wait = wait_after(failures, free=free)
    return min(wait, max(NO_WAIT, last_at + wait - now))


def count_after_failure(failures: int, last_at: datetime, now: datetime) -> int:
    """The failures in a row once another is added at `now`."""
    return 1 if is_forgotten(last_at, now) else failures + 1


def network_of(address: str) -> str:
    """The caller an address stands for: IPv4 as it is, IPv6 by its /64, which one household or
    office holds whole. Anything that is no address counts as one caller."""
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed), 64), strict=False).network_address)
    return str(parsed)
