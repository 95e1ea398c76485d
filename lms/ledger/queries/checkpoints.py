"""The signed checkpoints of a log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lms.ledger.enums import Log
from lms.ledger.models import Checkpoint
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.notes import signed_at
from lms.ledger.rules.verifier import VerifierKey, open_checkpoint


@dataclass(frozen=True)
class SignedCheckpoint:
    """A stored checkpoint that one of our keys has signed."""

    log: Log
    note: str
    origin: str
    size: int
    root: bytes
    signed_at: datetime | None


def read_stored(row: Checkpoint, keys: Sequence[VerifierKey]) -> SignedCheckpoint | None:
    """None for a row that none of the keys has signed, or that states something else."""
    try:
        stated = open_checkpoint(row.note, keys)
    except ValueError:
        return None
    if stated.size != row.size or not stated.origin.endswith(f"/{row.log}"):
        return None
    return SignedCheckpoint(
        Log(row.log), row.note, stated.origin, stated.size, stated.root, signed_at(stated)
    )


def last_checkpoint(log: Log) -> SignedCheckpoint | None:
    """Raises `VerifierKeysWrong`."""
    return _first_signed(checkpoints(log).order_by("-size"))


def checkpoint_at(log: Log, size: int) -> SignedCheckpoint | None:
    """Raises `VerifierKeysWrong`."""
    return _first_signed(checkpoints(log).filter(size=size))


def _first_signed(rows: QuerySet[Checkpoint]) -> SignedCheckpoint | None:
    keys = verifier_keys()
    read = (read_stored(row, keys) for row in rows.iterator(chunk_size=20))
    return next(filter(None, read), None)


def checkpoints(log: Log) -> QuerySet[Checkpoint]:
    return Checkpoint.objects.filter(log=log)
