"""Who floods pages that ask for no sign-in: counted for an hour in this process's memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore, Lock, Timer

from django.utils import timezone

from conduct_records.rules.cases.floods import HOUR, Deed, Hour

# The pages of anonymous reports.
NAMELESS = "/speak-up/"
# Its own, so that a language pressed there says nothing at the sign-in page.
LANGUAGE_COOKIE = "speak_up_language"


class Callers:
    """Nothing of it reaches a database, a cache, a file or a log."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour: Hour | None = None

    def caller(self, address: str) -> bytes:
        """What an address is known by for this hour."""
        with self._lock:
            return self._present().caller(address)

    def take(self, caller: bytes, deed: Deed) -> datetime | None:
        """Count what somebody does; where it was done too often, from when it may be done again."""
        with self._lock:
            hour = self._present()
            return None if hour.take(caller, deed) else hour.ends_at

    def give_back(self, caller: bytes, deed: Deed) -> None:
        with self._lock:
            self._present().give_back(caller, deed)

    def forget(self) -> None:
        with self._lock:
            self._hour = None

    def _present(self) -> Hour:
        now = timezone.now()
        if self._hour is None or not self._hour.holds(now):
            self._hour = hour = Hour(now)
            # The salt does not wait for the next caller to be forgotten.
            timer = Timer(HOUR.total_seconds(), self._forget, [hour])
            timer.daemon = True
            timer.start()
        return self._hour

    def _forget(self, hour: Hour) -> None:
        with self._lock:
            if self._hour is hour:
                self._hour = None


CALLERS = Callers()


class Easel:
    """Pictures that come without a sign-in are drawn of one report at a time: a process has others
    to serve."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(1)

    @contextmanager
    def taken(self, *, is_needed: bool) -> Iterator[bool]:
        """Whether there is a place; without pictures none is needed. Nobody stands in a queue."""
        has_place = not is_needed or self._free.acquire(blocking=False)
        try:
            yield has_place
        finally:
            if is_needed and has_place:
                self._free.release()


EASEL = Easel()
