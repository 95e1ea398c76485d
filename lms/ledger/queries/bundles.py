"""What an outsider checks without us."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from lms.ledger.enums import Log
from lms.ledger.errors import NotCovered
from lms.ledger.models import Entry
from lms.ledger.queries.checkpoints import SignedCheckpoint, checkpoint_at, last_checkpoint
from lms.ledger.queries.entries import disclosures_of
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.queries.tree import consistency_proof, inclusion_proof
from lms.ledger.rules.bundle import EarlierCheckpoint, ProvenEntry, bundle


def bundle_of(
    entries: Sequence[Entry], fields: Collection[str], *, since: int | None = None
) -> dict[str, Any]:
    """A bundle of entries of one log under its last checkpoint, which shows the fields named (as
    far as their keys stand) and keeps the others. `since` is the size of an earlier checkpoint that
    the last one is shown to continue.

    Raises `NotCovered` where the last checkpoint is older than an entry, or there is none of the
    size `since`.
    """
    log = Log(entries[0].log)
    last = last_checkpoint(log)
    if last is None or any(entry.seq >= last.size for entry in entries):
        raise NotCovered
    opened = disclosures_of(entries)
    return bundle(
        origin=last.origin,
        keys=[str(key) for key in verifier_keys()],
        note=last.note,
        entries=[
            ProvenEntry(
                seq=entry.seq,
                envelope=entry.envelope,
                proof=inclusion_proof(log, entry.seq, last.size),
                disclosed={
                    name: each
                    for name, each in opened[entry.seq].items()
                    if each is not None and name in fields
                },
            )
            for entry in entries
        ],
        earlier=() if since is None else [_earlier(log, since, last)],
    )


def _earlier(log: Log, size: int, last: SignedCheckpoint) -> EarlierCheckpoint:
    earlier = checkpoint_at(log, size)
    if earlier is None:
        raise NotCovered
    return EarlierCheckpoint(earlier.note, consistency_proof(log, size, last.size))


def bundle_text(found: dict[str, Any]) -> str:
    """As it is handed out: readable, one line an item."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
