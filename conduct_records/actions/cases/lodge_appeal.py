from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from conduct_records.actions.cases.add_evidence import evidence_added
from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.actions.cases.sign_paper import IN_PERSON
from conduct_records.actions.cases.take_step import (
    append_step,
    check_gates,
    locked_case,
    sent_before,
)
from conduct_records.errors import CaseMovedOn
from conduct_records.models import Case, CaseStep
from conduct_records.policies.cases import check_can_answer
from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.gates import verdicts_on
from conduct_records.rules.cases.incident_evidence import added
from conduct_records.rules.cases.procedure import StepKind
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
    """The person appeals against the decision; what they hand in with it is added to the case in
    the same transaction, or nothing is.

    Raises `NotAllowed`, `SignatureMissing`, what `take_step` and what `keep_evidence` raise.
    """
    check_can_answer(actor, case, proof)
    witness = proof.attended.witness.token if proof.attended else ""
    content = Appealed(appeal.grounds, appeal.text, signature=proof.signature, attended_by=witness)
    with transaction.atomic(durable=True):
        # Evidence locks the incident before the case; so does this.
        locked_incident(case.incident)
        case = locked_case(case)
        if form_id is not None and (sent := sent_before(form_id, case, actor, StepKind.APPEALED)):
            return sent
        found = Circumstances.of(case)
        if seen is not None and seen != len(found.file.steps):
            raise CaseMovedOn
        check_gates(list(verdicts_on(found, actor, content, found.now)))
        rows = evidence_added(actor, case.incident, case, appeal.files, device=device)
        content = replace(content, evidence=tuple(row.token for row in rows))
        records = [added(row) for row in rows]
        return append_step(
            case,
            found.file,
            actor,
            content,
            found.pack,
            at=found.now,
            form_id=form_id,
            handed_in=records,
        )
