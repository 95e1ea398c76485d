"""What the ledger says of the codebook, made from the rows that stand for it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lms.ledger.rules.envelope import Record, Value, written_time
from lms.people.rules.evidence import attested

if TYPE_CHECKING:
    from conduct_records.models import AdoptionDocument, CodebookSignature, CodebookVersion

CODEBOOK_ADOPTED = "codebook.adopted"
CODEBOOK_SIGNED = "codebook.signed"


def adopted(version: "CodebookVersion", papers: Iterable["AdoptionDocument"]) -> Record:
    """About nobody: the house's key protects it. The hash is made of the content itself, so that
    the comparison sees a content that was altered beside its hash."""
    assert version.effective_on is not None and version.published_on is not None
    assert version.discussed_on is not None and version.union_on is not None
    fields: dict[str, Value] = {
        "version": version.number,
        "content_hash": version.codebook.content_hash,
        "discussed_on": version.discussed_on.isoformat(),
        "union_on": version.union_on.isoformat(),
        "published_on": version.published_on.isoformat(),
        "effective_on": version.effective_on.isoformat(),
        "papers": sorted(paper.sha256 for paper in papers),
        "at": written_time(version.adopted_at),
    }
    return Record(CODEBOOK_ADOPTED, version.adopted_by.token, fields, case=version.case)


def signed(row: "CodebookSignature") -> Record:
    about: dict[str, Value] = {
        "version": row.version.number,
        "content_hash": row.version.content_hash,
        "standing": row.standing,
        "post": row.post_code,
    }
    return attested(CODEBOOK_SIGNED, row, row.employee.token, about)
