from uuid import UUID

from conduct_records.actions.cases.sign_paper import IN_PERSON
from conduct_records.actions.cases.take_step import take_step
from conduct_records.models import Case, CaseStep
from conduct_records.policies.cases import check_can_answer
from conduct_records.rules.cases.steps import Stated
from lms.people.models import Employee
from lms.people.rules.attestation import Proof


def give_statement(
    *,
    actor: Employee,
    case: Case,
    text: str,
    companion: str = "",
    proof: Proof = IN_PERSON,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> CaseStep:
    """The person answers the allegation in writing.

    Raises `NotAllowed`, `SignatureMissing`, and what `take_step` raises.
    """
    check_can_answer(actor, case, proof)
    witness = proof.attended.witness.token if proof.attended else ""
    content = Stated(text, companion=companion, signature=proof.signature, attended_by=witness)
    return take_step(actor=actor, case=case, content=content, seen=seen, form_id=form_id)
