"""That a notice is what the ledger recorded when it was issued."""

from conduct_records.models import Notice
from conduct_records.rules.cases.evidence import NOTICE_ISSUED
from conduct_records.rules.cases.notices import content_hash
from lms.ledger.queries.papers import PaperProof, paper_proof

# Of the entry; each stands on the paper as well.
SHOWN = ("case_number", "kind", "number", "content_hash", "at")


def notice_proof(notice: Notice) -> PaperProof | None:
    """None where the ledger has no entry of it."""
    return paper_proof(
        notice.token,
        NOTICE_ISSUED,
        lambda stated: stated == content_hash(notice.content) == notice.content_hash,
    )
