"""That what a certificate's page shows is what the ledger recorded when it was issued."""

from dataclasses import dataclass
from typing import Any

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
from lms.ledger.queries.proofs import Proven, proof_of
from lms.ledger.rules.sealing import CannotOpen

ON_PAPER = frozenset({
    "serial", "name", "latin_name", "staff_number", "unit_name", "post_name", "course_title",
    "course_title_en", "passed_on", "with_examination", "valid_until", "issued_at",
})  # fmt: skip
# What the page says of a certificate that no longer counts.
AFTERWARDS = frozenset({"at", "replaced_by"})


@dataclass(frozen=True)
class CertificateProof:
    """`proven` is None while no checkpoint covers the entry. `agrees`: the entry says what the
    page shows and leads to the signed root."""

    entry: Entry
    proven: Proven | None
    agrees: bool


def certificate_proof(certificate: Certificate) -> CertificateProof | None:
    """None where the ledger has no entry of it."""
    entry = newest_of_case(certificate.case, CERTIFICATE_ISSUED)
    if entry is None:
        return None
    try:
        return CertificateProof(entry, proof_of(entry), _agrees(certificate, entry))
    except NotCovered:
        return CertificateProof(entry, None, _agrees(certificate, entry))
    except TreeAltered:
        return CertificateProof(entry, None, agrees=False)


def _agrees(certificate: Certificate, entry: Entry) -> bool:
    """What was erased is not compared."""
    shown = certificate_issued(certificate, entry.actor).fields
    try:
        recorded = disclosures_of([entry])[entry.seq]
    except CannotOpen:
        return False
    return all(
        each is None or each.value == shown.get(name)
        for name, each in recorded.items()
        if name in ON_PAPER
    )


def certificate_bundle(certificate: Certificate) -> dict[str, Any] | None:
    """What anybody may take away who holds the paper: that it was issued, and what became of it,
    disclosing what its page shows and no more. None where the ledger has no entry of it.

    Raises `NotCovered`, `CannotOpen`.
    """
    kinds = [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_REISSUED]
    entries = [found for kind in kinds if (found := newest_of_case(certificate.case, kind))]
    return bundle_of(entries, ON_PAPER | AFTERWARDS) if entries else None
