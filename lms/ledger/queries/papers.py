"""That a paper says what the ledger recorded when it was issued. Each paper is a row of its
package, whose token stands in its entry as the case; the entry states the hash of what the paper
says."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import rfc8785

from lms.ledger.enums import Log
from lms.ledger.errors import NotCovered, TreeAltered
from lms.ledger.models import Entry
from lms.ledger.queries.bundles import bundle_of
from lms.ledger.queries.checkpoints import checkpoint_at
from lms.ledger.queries.entries import disclosures_of, newest_of_case
from lms.ledger.queries.erasures import proven_erasures
from lms.ledger.queries.keys import subject_keys
from lms.ledger.queries.proofs import Proven, proof_of
from lms.ledger.rules.sealing import CannotOpen
from lms.ledger.rules.types import HOUSE
from lms.ledger.rules.verification import read_envelope

# Of the entry: the hash of what the paper says.
HASH = "content_hash"


@dataclass(frozen=True)
class PaperProof:
    """`proven` is None while no checkpoint covers the entry. `agrees`: the entry leads to the
    signed root and states the hash of what the paper says. `is_erased`: what the entry states
    can no longer be read."""

    entry: Entry
    proven: Proven | None
    agrees: bool
    is_erased: bool = False


def paper_proof(token: str, entry_type: str, is_said: Callable[[Any], bool]) -> PaperProof | None:
    """None where the ledger has no entry of it. `is_said` tells whether a hash is that of what the
    paper says."""
    entry = newest_of_case(token, entry_type)
    if entry is None:
        return None
    try:
        proven = proof_of(entry)
    except NotCovered:
        proven = None
    except TreeAltered:
        return PaperProof(entry, None, agrees=False)
    try:
        stated = disclosures_of([entry])[entry.seq][HASH]
    except (CannotOpen, KeyError):
        return PaperProof(entry, proven, agrees=False)
    if stated is None:
        return PaperProof(entry, proven, _was_erased(entry), is_erased=True)
    return PaperProof(entry, proven, is_said(stated.value))


def _was_erased(entry: Entry) -> bool:
    """Whether an erasure, later than the entry, is why it does not open."""
    public, house = read_envelope(entry.envelope), subject_keys([HOUSE]).get(HOUSE)
    key = public and next((key for key, names in public.protected.items() if HASH in names), None)
    if house is None or key is None:
        return False
    return proven_erasures([key], house).get(key, -1) > entry.seq


def written_hash(found: bytes) -> str:
    """32 bytes as an address carries them."""
    return urlsafe_b64encode(found).decode().rstrip("=")


def printed_address(proof: Proven) -> dict[str, str | int]:
    """What the address on a paper carries: the leaf, and the checkpoint it stands under."""
    return {
        "leaf": written_hash(proof.leaf),
        "at": proof.checkpoint.size,
        "root": written_hash(proof.checkpoint.root),
    }


def is_what_was_printed(proof: PaperProof, leaf: str, size: str, root: str) -> bool:
    """Whether leaf and checkpoint, as the address on a paper states them, are the ledger's."""
    if proof.proven is None or not (size.isascii() and size.isdigit() and len(size) < 16):
        return False
    checkpoint = checkpoint_at(Log.RECORDS, int(size))
    return (
        checkpoint is not None
        and checkpoint.size > proof.entry.seq
        and (leaf, root) == (written_hash(proof.proven.leaf), written_hash(checkpoint.root))
    )


def files_to_carry(entry: Entry, shown: Collection[str], content: Any) -> tuple[bytes, bytes]:
    """The proof, with the fields shown, and the content that the PDF carries, each in canonical
    JSON.

    Raises `NotCovered`, `CannotOpen`."""
    return rfc8785.dumps(bundle_of([entry], shown)), rfc8785.dumps(content)
