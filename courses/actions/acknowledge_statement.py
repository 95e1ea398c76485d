from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from courses.errors import LessonIsLocked, NoSuchStatement, NotEnrolled, StatementChanged
from courses.models import Acknowledgement, Enrolment, LessonPage
from courses.queries import Journey, as_shown, outlines_by_key, statements_for
from courses.rules.evidence import statement_acknowledged
from courses.rules.journey import LessonState
from courses.rules.statements import Statement
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee
from lms.people.policies import check_can_attest
from lms.people.rules.attestation import PAPER, Proof, text_hash

IN_PERSON = Proof()


def acknowledge_statement(
    *,
    actor: Employee,
    enrolment: Enrolment,
    lesson: LessonPage,
    block_id: UUID,
    seen_hash: str,
    proof: Proof = IN_PERSON,
) -> Acknowledgement:
    """Keep, word for word, that somebody confirmed a statement of the lesson as it stands
    published; `seen_hash` is the hash of the words they saw.

    Confirming the same words again keeps the first record. Raises `NotAllowed`, `SignatureMissing`,
    `NotEnrolled`, `LessonIsLocked`, `NoSuchStatement` where the lesson asks nothing of the kind of
    this person, `StatementChanged` where its words are others by now.
    """
    check_can_attest(actor, enrolment.employee, proof, paper="courses.add_acknowledgement")
    with transaction.atomic(durable=True):
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("employee__post__group")
            .get(pk=enrolment.pk)
        )
        statement = _statement(enrolment, lesson, block_id, is_read_here=proof.way != PAPER)
        wording = as_shown(statement).wording
        if text_hash(wording) != seen_hash:
            raise StatementChanged
        acknowledgement, is_new = Acknowledgement.objects.get_or_create(
            enrolment=enrolment,
            block_id=block_id,
            text_hash=seen_hash,
            defaults={
                "lesson_key": lesson.translation_key,
                "text": wording,
                "language": get_language() or "",
                **proof.fields(now=timezone.now()),
            },
        )
        if is_new:
            record_entries(statement_acknowledged(acknowledgement))
    return acknowledgement


def _statement(
    enrolment: Enrolment, lesson: LessonPage, block_id: UUID, *, is_read_here: bool
) -> Statement:
    outline = outlines_by_key([enrolment.course_key]).get(enrolment.course_key)
    if outline is None or lesson.translation_key not in {each.key for each in outline.lessons}:
        raise NotEnrolled
    journey = Journey(outline, enrolment, tuple(enrolment.progress.all()))
    if is_read_here and journey.state(lesson.translation_key) is LessonState.LOCKED:
        raise LessonIsLocked
    for statement in statements_for(enrolment.employee, lesson):
        if statement.block_id == block_id:
            return statement
    raise NoSuchStatement
