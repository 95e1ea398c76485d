"""When an e-mail that could not be handed in is tried again. Pure."""

from datetime import timedelta

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts (1 or more); None: give up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
