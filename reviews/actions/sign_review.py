from uuid import UUID

from lms.people.models import Employee
from lms.people.rules.attestation import Proof
from reviews.actions.answer_result import answer_result, paper_day, scan_hash, witness_of
from reviews.actions.assess_oneself import IN_PERSON
from reviews.models import Review, ReviewStep
from reviews.rules.steps import Signed


def sign_review(
    *,
    actor: Employee,
    review: Review,
    comment: str = "",
    proof: Proof = IN_PERSON,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """The person signs that they read their result, not that they agree.

    Raises what `answer_result` raises.
    """
    content = Signed(
        comment, proof.signature, witness_of(proof), scan_hash(proof), paper_day(proof)
    )
    return answer_result(
        actor=actor, review=review, content=content, proof=proof, seen=seen, form_id=form_id
    )
