from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.rules.attestation import PAPER, Proof, file_hash
from reviews.actions.take_step import Taken, append_steps, check_step, locked_review, sent_before
from reviews.models import Review, ReviewScan, ReviewStep
from reviews.policies import check_can_answer, offices_held
from reviews.queries.files import file_of
from reviews.rules.procedure import Office
from reviews.rules.steps import kind_of


def answer_result(
    *,
    actor: Employee,
    review: Review,
    content: Any,
    proof: Proof,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """What a person answers to their result (`Signed`, `Appealed`), by themselves, or entered by HR
    with the scan of the paper; the scan is kept with the step.

    Raises `NotAllowed`, `SignatureMissing`, and what `take_step` raises.
    """
    check_can_answer(actor, review, proof)
    with transaction.atomic(durable=True):
        review = locked_review(review)
        kind = kind_of(content)
        if form_id is not None and (sent := sent_before(form_id, review, actor, kind)):
            return sent
        file = file_of(review)
        check_step(actor, review, file, kind, seen=seen)
        if proof.way == PAPER:
            if Office.HR not in offices_held(actor, review, file):
                raise NotAllowed
            _keep_scan(actor, review, proof)
        return append_steps(actor, [Taken(review, file, content)], form_id=form_id)[0]


def witness_of(proof: Proof) -> str:
    return proof.attended.witness.token if proof.attended else ""


def scan_hash(proof: Proof) -> str:
    return file_hash(proof.scan) if proof.scan else ""


def paper_day(proof: Proof) -> date | None:
    """That the paper says it was signed on."""
    if proof.way != PAPER or proof.attested_at is None:
        return None
    return timezone.localdate(proof.attested_at)


def _keep_scan(actor: Employee, review: Review, proof: Proof) -> None:
    """The same paper may say that it was read and that it is appealed against."""
    digest = scan_hash(proof)
    if review.scans.filter(sha256=digest).exists():
        return
    ReviewScan.objects.create(
        review=review,
        file=proof.scan,
        name=proof.scan.name[-200:],
        sha256=digest,
        added_by=actor,
        added_at=timezone.now(),
    )
