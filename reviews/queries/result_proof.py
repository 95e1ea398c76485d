"""That a result is what the ledger recorded when it was frozen."""

from lms.ledger.queries.papers import PaperProof, paper_proof
from reviews.models import Result
from reviews.rules.evidence import RESULT_FROZEN, result_content
from reviews.rules.trace import content_hash

# Of the entry; each stands on the paper as well.
SHOWN = (
    *("review_number", "period_from", "period_until", "number", "reason"),
    *("total", "grade", "content_hash", "at"),
)


def result_proof(result: Result) -> PaperProof | None:
    """None where the ledger has no entry of it."""
    return paper_proof(
        result.token,
        RESULT_FROZEN,
        lambda stated: stated == content_hash(result_content(result)),
    )
