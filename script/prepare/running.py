"""Whether the site runs on this machine: it holds a lock as long as it does."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from stamps import VAR
from terminal import Stop

CUT_OFF = VAR / "taking-over"  # stands while a restore moves the site's parts


@contextmanager
def site_running() -> Iterator[None]:
    """Several may. Raises `Stop` while a backup is being restored, or where that was cut off."""
    with _lock(fcntl.LOCK_SH, "A backup is being restored here. Wait until that is done."):
        if CUT_OFF.exists():
            raise Stop(
                f"A restore was cut off while it took over: the site is not whole. Run "
                f"script/restore --replace again. What was here before is in {CUT_OFF.read_text()}."
            )
        yield


@contextmanager
def site_resting() -> Iterator[None]:
    """Raises `Stop` while the site runs; it does not start before the end."""
    with _lock(fcntl.LOCK_EX, "The site is running. End it first: a restore takes its place."):
        yield


@contextmanager
def _lock(kind: int, refusal: str) -> Iterator[None]:
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "site.lock").open("w") as lock:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(refusal) from None
        yield
