"""A log of a few entries that needs no database: what a bundle of it says is known exactly."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lms.ledger.rules.bundle import EarlierCheckpoint, ProvenEntry, bundle
from lms.ledger.rules.envelope import Disclosure, Record, Value, envelope
from lms.ledger.rules.notes import checkpoint_text, sign_note
from lms.ledger.rules.tree import (
    Frontier,
    Position,
    consistency_path,
    hash_of,
    inclusion_path,
    root_of,
)
from lms.ledger.rules.verifier import VerifierKey, leaf_hash

NAME, ORIGIN = "small.example/ledger", "small.example/ledger/records"
BEGUN = datetime(2026, 11, 22, 2, tzinfo=UTC)
SECRET = Ed25519PrivateKey.from_private_bytes(b"only for tests: a signing key !!")
KEY = str(VerifierKey.of(NAME, SECRET.public_key().public_bytes_raw()))
FIELDS: Mapping[str, Value] = {"title": "消防演练", "score": 93, "passed": True}


class SmallLog:
    """Entries of `test.result`, all with the same fields unless they are given."""

    def __init__(self, size: int, fields: Mapping[str, Value] = FIELDS) -> None:
        self.frontier, self.nodes = Frontier(), dict[Position, bytes]()
        self.disclosures = [
            {name: Disclosure.of(value) for name, value in fields.items()} for _ in range(size)
        ]
        self.envelopes = [self._append(number) for number in range(size)]

    def _append(self, number: int) -> str:
        values = {name: each.value for name, each in self.disclosures[number].items()}
        record = Record("test.result", "trainer", values, f"person-{number}", f"case-{number}")
        moment = BEGUN + timedelta(minutes=number)
        public = envelope(record, moment, self.disclosures[number])
        self.nodes.update(self.frontier.append(leaf_hash(public)))
        return public.decode()

    def note(self, size: int, origin: str = ORIGIN, secret: Ed25519PrivateKey = SECRET) -> str:
        root, moment = root_of(size, self.nodes), BEGUN + timedelta(days=size)
        return sign_note(checkpoint_text(origin, size, root, moment), NAME, secret)

    def proven(self, seq: int, size: int, *fields: str) -> ProvenEntry:
        proof = [hash_of(span, self.nodes) for span in inclusion_path(seq, size)]
        shown = {name: self.disclosures[seq][name] for name in fields}
        return ProvenEntry(seq, self.envelopes[seq], proof, shown)

    def earlier(self, size: int, later: int) -> EarlierCheckpoint:
        proof = [hash_of(span, self.nodes) for span in consistency_path(size, later)]
        return EarlierCheckpoint(self.note(size), proof)

    def bundle(
        self, size: int, shown: Mapping[int, Sequence[str]], since: Sequence[int] = ()
    ) -> dict[str, Any]:
        """Under the checkpoint at `size`: entries with the fields that are shown of each."""
        return bundle(
            origin=ORIGIN,
            keys=[KEY],
            note=self.note(size),
            entries=[self.proven(seq, size, *fields) for seq, fields in shown.items()],
            earlier=[self.earlier(each, size) for each in since],
        )


def written(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()
