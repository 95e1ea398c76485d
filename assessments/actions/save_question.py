from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from assessments.enums import Difficulty
from assessments.errors import CodeTaken
from assessments.models import Question, QuestionVersion
from assessments.policies.bank import check_can_write_question
from assessments.rules.wording import Wording
from lms.people.models import Employee


@dataclass(frozen=True)
class Place:
    """Where a question stands in the bank. It may change at any time: papers do not depend on it
    once they are drawn."""

    category_id: int | None = None
    skill_id: int | None = None
    difficulty: int = Difficulty.MEDIUM
    language: str = "zh-hans"
    tags: Collection[str] = ()


def save_question(
    *,
    actor: Employee,
    question: Question | None,
    code: str,
    wording: Wording,
    place: Place | None = None,
) -> Question:
    """A new question (`question` is None), which begins as a draft, or an edit of one; `code`
    counts for a new one only, and `place` of None leaves an old one where it stands.

    A wording that differs from the current version becomes the next version, which waits for its
    review; an equal one makes none, so that saving twice does no harm. Raises `WordingRefused`,
    `CodeTaken`, `NotAllowed`.
    """
    with transaction.atomic(durable=True):
        return write_question(
            actor=actor, question=question, code=code, wording=wording, place=place
        )


def write_question(
    *,
    actor: Employee,
    question: Question | None,
    code: str,
    wording: Wording,
    place: Place | None = None,
) -> Question:
    """`save_question` inside a larger action, which opened the transaction."""
    check_can_write_question(actor, question)
    wording.check()
    if question is None:
        kept = _insert(Question(code=code))
    else:
        kept = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if place is not None:
        _put(kept, place)
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


def _put(question: Question, place: Place) -> None:
    fields = {name: value for name, value in asdict(place).items() if name != "tags"}
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=list(fields))
    question.tags.set(place.tags)


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
