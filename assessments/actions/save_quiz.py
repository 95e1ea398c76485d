from collections.abc import Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from assessments.errors import CodeTaken, NoSections, QuizRefused, SectionRefused
from assessments.models import Quiz, Section, SectionQuestion
from assessments.policies.bank import check_can_write_quiz
from assessments.rules.quiz_settings import QuizSettings, SectionSettings
from lms.people.models import Employee


def save_quiz(
    *,
    actor: Employee,
    quiz: Quiz | None,
    code: str,
    settings: QuizSettings,
    sections: Sequence[SectionSettings],
) -> Quiz:
    """A new quiz (`quiz` is None) or an edit of one; `code` counts for a new one only.

    `sections`, in this order, replace those of before. Sittings that have begun keep their paper,
    pass mark and deadline. Raises `CodeTaken`, `NoSections`, `SectionRefused` where one lists fewer
    questions than it draws, `QuizRefused` for settings that contradict each other, `NotAllowed`.
    """
    with transaction.atomic(durable=True):
        return write_quiz(actor=actor, quiz=quiz, code=code, settings=settings, sections=sections)


def write_quiz(
    *,
    actor: Employee,
    quiz: Quiz | None,
    code: str,
    settings: QuizSettings,
    sections: Sequence[SectionSettings],
) -> Quiz:
    """`save_quiz` inside a larger action, which opened the transaction."""
    check_can_write_quiz(actor, quiz)
    _check_sections(sections)
    fields = asdict(settings)
    if quiz is None:
        kept = Quiz(code=code, **fields)
        _check_settings(kept)
        _insert(kept)
    else:
        kept = Quiz.objects.select_for_update(of=("self",)).get(pk=quiz.pk)
        for name, value in fields.items():
            setattr(kept, name, value)
        _check_settings(kept)
        kept.save(update_fields=list(fields))
    _set_sections(kept, sections)
    log(kept, "wagtail.edit" if quiz else "wagtail.create", user=actor)
    return kept


def _check_sections(sections: Sequence[SectionSettings]) -> None:
    if not sections:
        raise NoSections
    for number, section in enumerate(sections, start=1):
        if section.question_ids and section.count > len(set(section.question_ids)):
            raise SectionRefused(number)


def _check_settings(quiz: Quiz) -> None:
    try:
        quiz.validate_constraints(exclude=["code"])
    except ValidationError as error:
        raise QuizRefused(error.messages[0]) from error


def _insert(quiz: Quiz) -> None:
    if Quiz.objects.filter(code=quiz.code).exists():
        raise CodeTaken
    try:
        with transaction.atomic():
            quiz.save(force_insert=True)
    except IntegrityError as error:  # somebody else was quicker
        raise CodeTaken from error


def _set_sections(quiz: Quiz, sections: Sequence[SectionSettings]) -> None:
    """Sections are a quiz's own: nothing else names them, so they are written anew."""
    quiz.sections.all().delete()
    for position, settings in enumerate(sections):
        fields = asdict(settings)
        question_ids = fields.pop("question_ids")
        section = Section.objects.create(quiz=quiz, position=position, **fields)
        SectionQuestion.objects.bulk_create(
            SectionQuestion(section=section, question_id=question_id, position=place)
            for place, question_id in enumerate(dict.fromkeys(question_ids))
        )
