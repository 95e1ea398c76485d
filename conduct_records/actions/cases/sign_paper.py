from uuid import UUID

from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.actions.cases.take_step import sent_before
from conduct_records.errors import NoPaperWaits
from conduct_records.models import Case, CaseStep
from conduct_records.policies.cases import check_can_answer
from conduct_records.queries.cases.files import file_of
from conduct_records.rules.cases.steps import Service, ServiceWay
from conduct_records.rules.cases.telling import paper_waiting
from lms.people.models import Employee
from lms.people.rules.attestation import Proof

IN_PERSON = Proof()


def sign_paper(
    *,
    actor: Employee,
    case: Case,
    proof: Proof = IN_PERSON,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> CaseStep:
    """The person signs for the notice that waits: that they received it, not that they agree.

    Raises `NotAllowed`, `SignatureMissing`, `NoPaperWaits`, and what `take_step` raises.
    """
    check_can_answer(actor, case, proof)
    if form_id is not None and (sent := sent_before(form_id, case, actor)):
        return sent
    if paper_waiting(file_of(case)) is None:
        raise NoPaperWaits
    witness = proof.attended.witness.token if proof.attended else ""
    service = Service(ServiceWay.SIGNED, signature=proof.signature, attended_by=witness)
    return serve_paper(actor=actor, case=case, service=service, seen=seen, form_id=form_id)
