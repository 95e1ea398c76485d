from collections.abc import Collection

from django.db import transaction

from lms.ledger.actions.record_entries import lock_head, record_entries
from lms.ledger.enums import Log
from lms.ledger.errors import NoHold, OnLegalHold, ReasonMissing
from lms.ledger.queries.holds import hold_on, holds_on
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOLD_LIFTED, HOLD_PLACED


def place_hold(*, actor: str, subject: str, reason: str) -> int:
    """Nobody erases these records until the hold is lifted; the entry's number. A further hold
    takes the place of the first. Raises `ReasonMissing`, `KeyDestroyed`."""
    return _record(HOLD_PLACED, actor, subject, reason)


def lift_hold(*, actor: str, subject: str, reason: str) -> int:
    """Raises `ReasonMissing`, `NoHold`, `KeyDestroyed`."""
    return _record(HOLD_LIFTED, actor, subject, reason)


def check_not_held(tokens: Collection[str]) -> None:
    """A step of erasing. Raises `OnLegalHold` where a hold is in force on one of them."""
    for hold in holds_on(tokens).values():
        raise OnLegalHold(hold.reason)


def _record(kind: str, actor: str, subject: str, reason: str) -> int:
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(durable=True):
        lock_head(Log.RECORDS)
        if kind == HOLD_LIFTED and hold_on(subject) is None:
            raise NoHold
        [seq] = record_entries(Record(kind, actor, {"reason": reason.strip()}, subject=subject))
    return seq
