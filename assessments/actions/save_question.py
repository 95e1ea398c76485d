from dataclasses import asdict

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from assessments.errors import CodeTaken
from assessments.models import Question, QuestionVersion
from assessments.policies import check_can_write_question
from assessments.rules.wording import Wording
from lms.people.models import Employee


def save_question(
    *,
    actor: Employee,
    question: Question | None,
    code: str,
    wording: Wording,
    topic: str = "",
    is_retired: bool = False,
) -> Question:
    """A new question (`question` is None) or an edit of one; `code` counts for a new one only.

    A wording that differs from the current version becomes the next version; an equal one makes
    none, so that saving twice does no harm. Raises `WordingRefused`, `CodeTaken`, `NotAllowed`.
    """
    check_can_write_question(actor, question)
    wording.check()
    with transaction.atomic(durable=True):
        if question is None:
            kept = _insert(Question(code=code, topic=topic, is_retired=is_retired))
        else:
            kept = Question.objects.select_for_update().get(pk=question.pk)
            kept.topic, kept.is_retired = topic, is_retired
            kept.save(update_fields=["topic", "is_retired"])
        _add_version(actor, kept, wording)
        log(kept, "wagtail.edit" if question else "wagtail.create", user=actor)
    return kept


def _insert(question: Question) -> Question:
    if Question.objects.filter(code=question.code).exists():
        raise CodeTaken
    try:
        with transaction.atomic():
            question.save(force_insert=True)
    except IntegrityError as error:  # somebody else was quicker
        raise CodeTaken from error
    return question


def _add_version(actor: Employee, question: Question, wording: Wording) -> None:
    newest = question.versions.order_by("-number").first()
    if newest is not None and newest.wording == wording:
        return
    QuestionVersion.objects.create(
        question=question,
        number=newest.number + 1 if newest else 1,
        created_by=actor,
        **asdict(wording),
    )
