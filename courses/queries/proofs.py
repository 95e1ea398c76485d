"""That what a certificate's page shows is what the ledger recorded when it was issued."""

from dataclasses import dataclass
from typing import Any

from courses.errors import CertificateAltered, CertificateErased
from courses.models import Certificate
from courses.rules.evidence import (
    CERTIFICATE_ISSUED,
    CERTIFICATE_REISSUED,
    CERTIFICATE_REVOKED,
    certificate_issued,
)
from lms.ledger.errors import NotCovered, TreeAltered
from lms.ledger.models import Entry
from lms.ledger.queries.bundles import bundle_of
from lms.ledger.queries.entries import disclosures_of, newest_of_case
from lms.ledger.queries.erasures import proven_erasures
from lms.ledger.queries.keys import subject_keys
from lms.ledger.queries.proofs import Proven, proof_of
from lms.ledger.rules.sealing import CannotOpen
from lms.ledger.rules.types import HOUSE
from lms.ledger.rules.verification import read_envelope

ON_PAPER = frozenset({
    "serial", "name", "latin_name", "staff_number", "unit_name", "post_name", "course_title",
    "course_title_en", "passed_on", "with_examination", "valid_until", "issued_at",
})  # fmt: skip
# What the page says of a certificate that no longer counts.
AFTERWARDS = frozenset({"at", "replaced_by"})


@dataclass(frozen=True)
class CertificateProof:
    """`proven` is None while no checkpoint covers the entry. `agrees`: the entry says what the
    page shows, as far as it can be opened, and leads to the signed root. `is_erased`: something of
    it was erased since and can no longer be compared."""

    entry: Entry
    proven: Proven | None
    agrees: bool
    is_erased: bool = False


def certificate_proof(certificate: Certificate) -> CertificateProof | None:
    """None where the ledger has no entry of it."""
    entry = newest_of_case(certificate.case, CERTIFICATE_ISSUED)
    if entry is None:
        return None
    try:
        return _compared(certificate, entry, proof_of(entry))
    except NotCovered:
        return _compared(certificate, entry, None)
    except TreeAltered:
        return CertificateProof(entry, None, agrees=False)


def _compared(certificate: Certificate, entry: Entry, proven: Proven | None) -> CertificateProof:
    shown = certificate_issued(certificate, entry.actor).fields
    try:
        recorded = disclosures_of([entry])[entry.seq]
    except CannotOpen:
        return CertificateProof(entry, proven, agrees=False)
    closed = {name for name in ON_PAPER if name in recorded and recorded[name] is None}
    agrees = recorded.keys() >= ON_PAPER and all(
        each is None or each.value == shown[name]
        for name, each in recorded.items()
        if name in ON_PAPER
    )
    return CertificateProof(
        entry, proven, agrees and _were_erased(entry, closed), is_erased=bool(closed)
    )


def _were_erased(entry: Entry, closed: set[str]) -> bool:
    """Whether an erasure, later than the entry, is why these fields do not open. Without one
    somebody took their key, or wrote an entry that never had any."""
    if not closed:
        return True
    public = read_envelope(entry.envelope)
    tokens = (
        {token for token, names in public.protected.items() if names & closed} if public else ()
    )
    house = subject_keys([HOUSE]).get(HOUSE)
    erased = proven_erasures(tokens, house) if house else {}
    return bool(tokens) and all(erased.get(token, -1) > entry.seq for token in tokens)


def certificate_bundle(certificate: Certificate) -> dict[str, Any] | None:
    """What anybody may take away who holds the paper: that it was issued, and what became of it,
    disclosing what its page shows and no more. None where the ledger has no entry of it.

    Raises `NotCovered`, `CannotOpen`, and `CertificateErased` or `CertificateAltered` where its
    page does not vouch for what it shows.
    """
    proof = certificate_proof(certificate)
    if proof is None:
        return None
    if not proof.agrees:
        raise CertificateAltered
    if proof.is_erased:
        raise CertificateErased
    kinds = [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_REISSUED]
    entries = [found for kind in kinds if (found := newest_of_case(certificate.case, kind))]
    return bundle_of(entries, ON_PAPER | AFTERWARDS)
