from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.actions.cases.sign_paper import IN_PERSON
from conduct_records.actions.cases.take_step import take_step
from conduct_records.models import Case, CaseStep
from conduct_records.policies.cases import check_can_answer
from conduct_records.rules.cases.steps import Appealed, Ground
from lms.people.models import Employee
from lms.people.rules.attestation import Proof


@dataclass(frozen=True)
class Appeal:
    grounds: tuple[Ground, ...]
    text: str
    files: Sequence[HandedIn] = ()


def lodge_appeal(
    *,
    actor: Employee,
    case: Case,
    appeal: Appeal,
    proof: Proof = IN_PERSON,
    device: str = "",
    seen: int | None = None,
    form_id: UUID | None = None,
) -> CaseStep:
    """The person appeals against the decision, with what they hand in.

    Raises `NotAllowed`, `SignatureMissing`, and what `take_step` raises.
    """
    check_can_answer(actor, case, proof)
    witness = proof.attended.witness.token if proof.attended else ""
    content = Appealed(appeal.grounds, appeal.text, signature=proof.signature, attended_by=witness)
    return take_step(
        actor=actor,
        case=case,
        content=content,
        seen=seen,
        form_id=form_id,
        files=appeal.files,
        device=device,
    )
