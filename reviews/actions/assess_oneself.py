from uuid import UUID

from lms.people.models import Employee
from lms.people.rules.attestation import Proof
from reviews.actions.save_draft import drop_drafts
from reviews.actions.take_step import take_step
from reviews.enums import FormKind
from reviews.models import Review, ReviewStep
from reviews.policies import check_can_answer
from reviews.rules.steps import SelfAssessed

IN_PERSON = Proof()


def assess_oneself(
    *,
    actor: Employee,
    review: Review,
    went_well: str,
    to_improve: str,
    support: str = "",
    proof: Proof = IN_PERSON,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """The person hands in how they see their work; their draft is done with.

    Raises `NotAllowed`, `SignatureMissing`, and what `take_step` raises; the draft then stays.
    """
    check_can_answer(actor, review, proof)
    witness = proof.attended.witness.token if proof.attended else ""
    content = SelfAssessed(went_well, to_improve, support, witness, proof.signature)
    step = take_step(actor=actor, review=review, content=content, seen=seen, form_id=form_id)
    drop_drafts(review, FormKind.SELF_ASSESSMENT)
    return step
