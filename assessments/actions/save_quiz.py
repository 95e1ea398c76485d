from collections.abc import Sequence
from dataclasses import asdict

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from assessments.errors import CodeTaken
from assessments.models import Question, Quiz, QuizQuestion
from assessments.policies import check_can_write_quiz
from assessments.rules.quiz_settings import QuizSettings
from lms.people.models import Employee


def save_quiz(
    *,
    actor: Employee,
    quiz: Quiz | None,
    code: str,
    settings: QuizSettings,
    questions: Sequence[Question],
) -> Quiz:
    """A new quiz (`quiz` is None) or an edit of one; `code` counts for a new one only.

    `questions`, in this order, replace those of before. Sittings that have begun keep their paper,
    pass mark and deadline. Raises `CodeTaken`, `NotAllowed`.
    """
    check_can_write_quiz(actor, quiz)
    fields = asdict(settings)
    with transaction.atomic(durable=True):
        if quiz is None:
            kept = _insert(Quiz(code=code, **fields))
        else:
            kept = Quiz.objects.select_for_update().get(pk=quiz.pk)
            for name, value in fields.items():
                setattr(kept, name, value)
            kept.save(update_fields=list(fields))
        _set_questions(kept, questions)
        log(kept, "wagtail.edit" if quiz else "wagtail.create", user=actor)
    return kept


def _insert(quiz: Quiz) -> Quiz:
    if Quiz.objects.filter(code=quiz.code).exists():
        raise CodeTaken
    try:
        with transaction.atomic():
            quiz.save(force_insert=True)
    except IntegrityError as error:  # somebody else was quicker
        raise CodeTaken from error
    return quiz


def _set_questions(quiz: Quiz, questions: Sequence[Question]) -> None:
    """Replace, keeping the rows that stay, in the order given."""
    wanted = {question.pk: position for position, question in enumerate(questions)}
    quiz.quiz_questions.exclude(question__in=wanted).delete()
    kept = {row.question_id: row for row in quiz.quiz_questions.all()}
    for row in kept.values():
        row.position = wanted[row.question_id]
    QuizQuestion.objects.bulk_update(kept.values(), ["position"])
    QuizQuestion.objects.bulk_create(
        QuizQuestion(quiz=quiz, question_id=question_id, position=position)
        for question_id, position in wanted.items()
        if question_id not in kept
    )
