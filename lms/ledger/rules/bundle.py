"""Writing the bundle that `verifier` checks: entries, whatever of their fields is shown, and the
proof that they stand under a signed checkpoint."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.ledger.rules.envelope import Disclosure, Value
from lms.ledger.rules.verifier import FORMAT


@dataclass(frozen=True)
class ProvenEntry:
    """An entry with its inclusion proof under the bundle's checkpoint, and the fields shown.

    `envelope` is the stored one: canonical JSON.
    """

    seq: int
    envelope: str
    proof: Sequence[bytes]
    disclosed: Mapping[str, Disclosure] = field(default_factory=dict)


@dataclass(frozen=True)
class EarlierCheckpoint:
    """A signed note from before, with the proof that the bundle's tree begins with its own."""

    note: str
    consistency: Sequence[bytes]


def bundle(
    *,
    origin: str,
    keys: Sequence[str],
    note: str,
    entries: Sequence[ProvenEntry],
    earlier: Sequence[EarlierCheckpoint] = (),
) -> dict[str, Value]:
    """Plain values, to be written as JSON. `keys` are for information: whoever checks the bundle
    has the right one from somewhere else."""
    return {
        "format": FORMAT,
        "log": origin,
        "keys": list(keys),
        "checkpoint": note,
        "earlier": [
            {"checkpoint": each.note, "consistency": _written(each.consistency)} for each in earlier
        ],
        "entries": [_entry(each) for each in entries],
    }


def _entry(entry: ProvenEntry) -> dict[str, Value]:
    return {
        "seq": entry.seq,
        "envelope": json.loads(entry.envelope),
        "proof": _written(entry.proof),
        "disclosed": {name: each.as_json() for name, each in entry.disclosed.items()},
    }


def _written(hashes: Sequence[bytes]) -> list[Value]:
    return [b64encode(each).decode() for each in hashes]
