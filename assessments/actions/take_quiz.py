"""Quizzes and categories that come in a dump of django-quiz-app. Part of a larger action,
`import_questions`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assessments.actions.exchange_places import Places
from assessments.actions.save_quiz import write_quiz
from assessments.errors import import_words
from assessments.errors.exchange_words import said
from assessments.models import Question, Quiz
from assessments.policies.bank import check_can_write_quiz
from assessments.rules.exchange.codes import LONGEST, slug, with_digest
from assessments.rules.exchange.django_quiz import Dump, Record
from assessments.rules.exchange.django_quiz_questions import CATEGORY, SUBCATEGORY, path_of
from assessments.rules.exchange.django_quiz_quizzes import DumpedQuiz
from assessments.rules.exchange.questions import Refused
from assessments.rules.exchange.report import Came, Taken
from assessments.rules.quiz_settings import SectionSettings
from lms.people.models import Employee


@dataclass(frozen=True)
class PlannedQuiz:
    """What is to become of a quiz: under which code, with which questions of the dump."""

    taken: Taken
    dumped: DumpedQuiz
    questions: tuple[int, ...]


def plan_quiz(
    actor: Employee, dumped: DumpedQuiz, codes: Mapping[int, str]
) -> PlannedQuiz | Refused:
    """`codes` are those of the questions that were taken over, by their numbers in the dump. A quiz
    that is here under the same title is left as it is. Raises `NotAllowed`."""
    check_can_write_quiz(actor, None)
    kept = tuple(pk for pk in dumped.questions if pk in codes)
    losses = list(dumped.losses)
    if not kept:
        return Refused(dumped.place, dumped.name, said(import_words.NO_QUESTIONS_LEFT))
    if left := len(dumped.questions) - len(kept):
        losses.append(said(import_words.SOME_QUESTIONS_LEFT_OUT, count=left))
    code, is_here = _code(dumped)
    came = Came.UNCHANGED if is_here else Came.NEW
    taken = Taken(dumped.place, dumped.name, code, came, tuple(losses))
    return PlannedQuiz(taken, dumped, kept)


def _code(dumped: DumpedQuiz) -> tuple[str, bool]:
    """Its name in addresses, or one made of it and the title; and whether the quiz is here."""
    plain = slug(dumped.url)[:LONGEST]
    own = with_digest(dumped.url, f"{dumped.url}\n{dumped.name}", longest=LONGEST, word="quiz")
    titles = dict(Quiz.objects.filter(code__in=[plain, own]).values_list("code", "title"))
    for code in (own, plain):
        if titles.get(code) == dumped.name:
            return code, True
    return (own if not plain or plain in titles else plain), False


def take_quiz(
    actor: Employee, planned: PlannedQuiz, codes: Mapping[int, str], places: Places
) -> None:
    """A draft with one section, which lists the questions. The caller has opened the transaction.
    Raises as `write_quiz`."""
    if planned.taken.came == Came.UNCHANGED:
        return
    dumped = planned.dumped
    wanted = [codes[pk] for pk in planned.questions]
    ids = dict(Question.objects.filter(code__in=wanted).values_list("code", "pk"))
    listed = tuple(dict.fromkeys(ids[code] for code in wanted if code in ids))
    write_quiz(
        actor=actor,
        quiz=None,
        code=planned.taken.code,
        settings=replace(dumped.settings, category_id=places.category_id(dumped.category)),
        sections=[SectionSettings(count=min(dumped.count, len(listed)), question_ids=listed)],
    )


def categories_of(dump: Dump) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Every category with its path."""
    for record in dump.table(CATEGORY).values():
        yield record, tuple(name for name in [record.text("category")] if name)
    for record in dump.table(SUBCATEGORY).values():
        above = path_of(dump, replace(record, fields={"category": record.fields.get("category")}))
        yield record, (*above, *(name for name in [record.text("sub_category")] if name))
