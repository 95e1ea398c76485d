from collections.abc import Callable

from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.errors import NotCovered, SigningKeyMissing
from lms.ledger.queries.papers import PaperProof


def cover_paper(prove: Callable[[], PaperProof | None]) -> PaperProof | None:
    """The proof of a paper, under a checkpoint that is signed first where none covers it yet. None
    where the ledger does not bear it out.

    Raises `NotCovered` where only the worker can sign and has not yet.
    """
    proof = prove()
    if proof is not None and proof.agrees and proof.proven is None:
        try:
            sign_checkpoint(Log.RECORDS)
        except SigningKeyMissing:
            raise NotCovered from None
        proof = prove()
    return proof if proof is not None and proof.agrees and proof.proven is not None else None
