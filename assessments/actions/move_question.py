from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from assessments.enums import QuestionState
from assessments.errors import NewerVersion, ReasonNotGiven
from assessments.models import Question, QuestionStep
from assessments.policies.bank import check_can_move_question, check_can_review
from lms.jobs.outbox import enqueue
from lms.people.models import Employee

# What takes a question out of papers needs a reason that others can read.
NEEDS_REASON = (QuestionState.QUARANTINED, QuestionState.RETIRED)


def move_question(
    *, actor: Employee, question: Question, target: str, reason: str = ""
) -> Question:
    """Bring a question into another state (`rules.question_process`). Papers that were drawn keep
    it; which results are suspended while it is in quarantine follows in the background. Raises
    `NotThisMove`, `NotAllowed`, `OwnReview`, `ReasonNotGiven`."""
    if target in NEEDS_REASON and not reason.strip():
        raise ReasonNotGiven
    with transaction.atomic(durable=True):
        kept = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        check_can_move_question(actor, kept, target)
        if target == QuestionState.REVIEWED:
            check_can_review(actor, kept, kept.current_version)
            kept.drawn = kept.current_version
        elif target == QuestionState.DRAFT:
            kept.drawn = None
        return _step(kept, target, actor, reason)


def review_version(*, actor: Employee, question: Question, number: int | None = None) -> Question:
    """Find the newest version right: it is the one to be drawn from now on. A draft becomes
    reviewed, a question in use or in quarantine stays so. Where the version looked at is given by
    its number, it must still be the newest. Raises as `move_question`, and `NewerVersion`."""
    with transaction.atomic(durable=True):
        kept = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        newest = kept.current_version
        check_can_review(actor, kept, newest)
        if number is not None and number != newest.number:
            raise NewerVersion
        kept.drawn = newest
        is_draft = kept.state == QuestionState.DRAFT
        return _step(kept, QuestionState.REVIEWED if is_draft else kept.state, actor, "")


def _step(question: Question, target: str, actor: Employee, reason: str) -> Question:
    QuestionStep.objects.create(
        question=question,
        version=question.drawn or question.current_version,
        source=question.state,
        target=target,
        reason=reason.strip(),
        taken_at=timezone.now(),
        taken_by=actor,
    )
    source, question.state = question.state, target
    question.save(update_fields=["state", "drawn"])
    if source != target and QuestionState.QUARANTINED in (source, target):
        enqueue("assessments.tasks.follow_quarantine", question_id=question.pk)
    log(question, "wagtail.edit", user=actor)
    return question
