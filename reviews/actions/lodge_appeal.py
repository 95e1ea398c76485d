from uuid import UUID

from lms.people.models import Employee
from lms.people.rules.attestation import Proof
from reviews.actions.answer_result import answer_result, paper_day, scan_hash, witness_of
from reviews.actions.assess_oneself import IN_PERSON
from reviews.models import Review, ReviewStep
from reviews.rules.steps import Appealed


def lodge_appeal(
    *,
    actor: Employee,
    review: Review,
    grounds: str,
    proof: Proof = IN_PERSON,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """The person appeals against their result, to somebody who had no part in it.

    Raises what `answer_result` raises.
    """
    content = Appealed(
        grounds, witness_of(proof), scan_hash(proof), proof.signature, paper_day(proof)
    )
    return answer_result(
        actor=actor, review=review, content=content, proof=proof, seen=seen, form_id=form_id
    )
