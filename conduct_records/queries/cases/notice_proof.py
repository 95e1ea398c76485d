"""That a notice is what the ledger recorded when it was issued."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

import rfc8785

from conduct_records.models import Notice
from conduct_records.rules.cases.evidence import NOTICE_ISSUED
from conduct_records.rules.cases.notices import content_hash
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

# Of the entry; each stands on the paper as well.
SHOWN = ("case_number", "kind", "number", "content_hash", "at")


@dataclass(frozen=True)
class NoticeProof:
    """`proven` is None while no checkpoint covers the entry. `agrees`: the entry leads to the
    signed root and states the hash of what the notice says. `is_erased`: what the entry states
    can no longer be read."""

    entry: Entry
    proven: Proven | None
    agrees: bool
    is_erased: bool = False


def notice_proof(notice: Notice) -> NoticeProof | None:
    """None where the ledger has no entry of it."""
    entry = newest_of_case(notice.token, NOTICE_ISSUED)
    if entry is None:
        return None
    try:
        proven = proof_of(entry)
    except NotCovered:
        proven = None
    except TreeAltered:
        return NoticeProof(entry, None, agrees=False)
    try:
        stated = disclosures_of([entry])[entry.seq]["content_hash"]
    except (CannotOpen, KeyError):
        return NoticeProof(entry, proven, agrees=False)
    if stated is None:
        return NoticeProof(entry, proven, _was_erased(entry), is_erased=True)
    says = content_hash(notice.content)
    return NoticeProof(entry, proven, stated.value == says == notice.content_hash)


def _was_erased(entry: Entry) -> bool:
    """Whether an erasure, later than the entry, is why it does not open."""
    house = subject_keys([HOUSE]).get(HOUSE)
    if house is None or entry.subject is None:
        return False
    return proven_erasures([entry.subject], house).get(entry.subject, -1) > entry.seq


def written_hash(found: bytes) -> str:
    """32 bytes as an address carries them."""
    return urlsafe_b64encode(found).decode().rstrip("=")


def is_what_was_printed(proof: NoticeProof, leaf: str, size: str, root: str) -> bool:
    """Whether leaf and checkpoint, as the address on a paper states them, are the ledger's."""
    if proof.proven is None or not (size.isascii() and size.isdigit() and len(size) < 16):
        return False
    checkpoint = checkpoint_at(Log.RECORDS, int(size))
    return (
        checkpoint is not None
        and checkpoint.size > proof.entry.seq
        and (leaf, root) == (written_hash(proof.proven.leaf), written_hash(checkpoint.root))
    )


def files_to_carry(notice: Notice, entry: Entry) -> tuple[bytes, bytes]:
    """The proof and the content that the PDF carries, each in canonical JSON.

    Raises `NotCovered`, `CannotOpen`."""
    found: dict[str, Any] = bundle_of([entry], SHOWN)
    return rfc8785.dumps(found), rfc8785.dumps(notice.content)
