"""The signed checkpoints of a log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lms.ledger.enums import Log
from lms.ledger.models import Checkpoint
from lms.ledger.rules.notes import signed_at
from lms.ledger.rules.verifier import read_checkpoint


@dataclass(frozen=True)
class SignedCheckpoint:
    """A stored checkpoint, read; that its signature is right is the verification's affair."""

    log: Log
    note: str
    origin: str
    size: int
    root: bytes
    signed_at: datetime | None


def read_stored(row: Checkpoint) -> SignedCheckpoint:
    text, __, __ = row.note.rpartition("\n\n")
    stated = read_checkpoint(f"{text}\n")
    return SignedCheckpoint(
        Log(row.log), row.note, stated.origin, stated.size, stated.root, signed_at(stated)
    )


def last_checkpoint(log: Log) -> SignedCheckpoint | None:
    row = checkpoints(log).order_by("-size").first()
    return read_stored(row) if row else None


def checkpoint_at(log: Log, size: int) -> SignedCheckpoint | None:
    row = checkpoints(log).filter(size=size).first()
    return read_stored(row) if row else None


def checkpoints(log: Log) -> QuerySet[Checkpoint]:
    return Checkpoint.objects.filter(log=log)
