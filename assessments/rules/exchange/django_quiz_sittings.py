"""The finished sittings of a dump of django-quiz-app; see `django_quiz`.

There every question counts one, right or not; an essay is wrong until somebody marks it right. A
sitting lists the questions it asked (`question_order`) and those that were wrong
(`incorrect_questions`), and keeps as JSON what was answered: the number of an answer, "True" or
"False", or the text of an essay. The per cent reached is rounded to the nearest whole one before it
is compared with the pass mark.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, datetime
from fractions import Fraction
from math import floor
from typing import Any

from assessments.enums import Kind
from assessments.errors import import_words
from assessments.errors.exchange import QuestionNotTaken
from assessments.errors.exchange_words import said
from assessments.rules.exchange.django_quiz import Dump, Record, reference
from assessments.rules.exchange.django_quiz_questions import answers_of
from assessments.rules.exchange.django_quiz_quizzes import QUIZ, pass_mark
from assessments.rules.exchange.django_quiz_text import numbers
from assessments.rules.exchange.questions import Refused

SITTING = "quiz.sitting"


@dataclass(frozen=True)
class DumpedSitting:
    """A finished sitting. `person` is the name to sign in with, `quiz` and `questions` the numbers
    of what was sat, in the order of the paper; times may be without a zone. `percent` is the pass
    mark there."""

    place: str
    person: str
    quiz: int
    questions: tuple[int, ...]
    wrong: frozenset[int]
    answers: Mapping[int, Any]
    started: datetime
    ended: datetime
    percent: int
    losses: tuple[str, ...]

    @property
    def right(self) -> int:
        return sum(question not in self.wrong for question in self.questions)

    @property
    def reached(self) -> Fraction:
        """In per cent, exactly."""
        return Fraction(100 * self.right, len(self.questions))

    @property
    def passed(self) -> bool:
        return floor(self.reached + Fraction(1, 2)) >= self.percent


def sittings(dump: Dump) -> Iterator[DumpedSitting | Refused]:
    for record in dump.table(SITTING).values():
        person = _person(dump, record)
        try:
            yield _sitting(dump, record, person)
        except QuestionNotTaken as refusal:
            yield Refused(record.place, person, str(refusal))


def _person(dump: Dump, record: Record) -> str:
    """The name to sign in with; dumps with natural keys hold it themselves. "" where there is
    none."""
    given = record.fields.get("user")
    if isinstance(given, list):
        return str(given[0]) if given else ""
    found = dump.people.get(reference(record, "user") or 0)
    return found.text("username") if found else ""


def _sitting(dump: Dump, record: Record, person: str) -> DumpedSitting:
    if not record.flag("complete"):
        raise _refused(import_words.SITTING_OPEN)
    if not person:
        several = len(dump.people_at(reference(record, "user") or 0)) > 1
        words = import_words.SITTING_OF_SEVERAL if several else import_words.SITTING_OF_NOBODY
        raise _refused(words, user=record.text("user") or "–")
    quiz = dump.table(QUIZ).get(reference(record, "quiz") or 0)
    if quiz is None:
        raise _refused(import_words.SITTING_QUIZ_UNKNOWN)
    losses: list[str] = []
    started, ended = _times(record, losses)
    found = DumpedSitting(
        place=record.place,
        person=person,
        quiz=quiz.pk,
        questions=_questions(record, losses),
        wrong=frozenset(_numbers(record, "incorrect_questions")),
        answers=_answers(record, losses),
        started=started,
        ended=ended,
        percent=_pass_mark(quiz),
        losses=(),
    )
    return _with_losses(found, record, losses)


def _with_losses(found: DumpedSitting, record: Record, losses: list[str]) -> DumpedSitting:
    for number in sorted((found.wrong | found.answers.keys()) - set(found.questions)):
        losses.append(said(import_words.SITTING_QUESTION_BESIDE, number=number))
    told, most = record.text("current_score"), len(found.questions)
    if told not in ("", str(found.right)):
        words = import_words.SCORE_DIFFERS
        losses.append(said(words, told=told, counted=found.right, most=most))
    if found.passed and found.reached < found.percent:
        losses.append(said(import_words.PASS_BY_ROUNDING, percent=f"{float(found.reached):.1f}"))
    return replace(found, losses=tuple(losses))


def _pass_mark(quiz: Record) -> int:
    try:
        return pass_mark(quiz)
    except ValueError:  # then the quiz is refused as well
        raise _refused(import_words.SITTING_QUIZ_UNKNOWN) from None


def _refused(words: object, **where: object) -> QuestionNotTaken:
    return QuestionNotTaken.saying(said(words, **where))  # type: ignore[arg-type]


def _numbers(record: Record, name: str) -> tuple[int, ...]:
    try:
        return numbers(record.fields.get(name))
    except (TypeError, ValueError, OverflowError):
        raise _refused(import_words.RECORD_BROKEN, field=name) from None


def _questions(record: Record, losses: list[str]) -> tuple[int, ...]:
    found = _numbers(record, "question_order")
    if not found:
        raise _refused(import_words.SITTING_WITHOUT_QUESTIONS)
    for number in dict.fromkeys(each for each in found if found.count(each) > 1):
        losses.append(said(import_words.SITTING_QUESTION_TWICE, number=number))
    return tuple(dict.fromkeys(found))


def _answers(record: Record, losses: list[str]) -> dict[int, Any]:
    """What was answered by the number of the question; keys are texts there."""
    given = record.fields.get("user_answers") or "{}"
    try:
        read = json.loads(given) if isinstance(given, str) else given
        return {int(str(key)): value for key, value in read.items()}
    except (ValueError, AttributeError, RecursionError):
        losses.append(said(import_words.ANSWERS_NOT_READ))
        return {}


def _times(record: Record, losses: list[str]) -> tuple[datetime, datetime]:
    started, ended = _time(record, "start"), _time(record, "end")
    if started is None:
        raise _refused(import_words.SITTING_WITHOUT_START)
    if ended is None or (ended.tzinfo is None) != (started.tzinfo is None) or ended < started:
        losses.append(said(import_words.SITTING_WITHOUT_END))
        ended = started
    return started, ended


def _time(record: Record, name: str) -> datetime | None:
    """None where there is none, or one that another time zone would put out of the calendar."""
    try:
        found = datetime.fromisoformat(record.text(name))
    except ValueError:
        return None
    return found if MINYEAR < found.year < MAXYEAR else None


def answer_of(dump: Dump, question: int, kind: str, given: Any) -> dict[str, Any] | None:
    """What was answered, as a response keeps it; None where it fits no answer of the question."""
    if not isinstance(given, str | int):
        return None
    if kind == Kind.TRUE_FALSE:
        value = {"true": True, "false": False}.get(str(given).strip().lower())
        return None if value is None else {"value": value}
    if kind == Kind.ESSAY:
        return {"text": str(given)} if isinstance(given, str) else None
    chosen = [
        place
        for place, answer in enumerate(answers_of(dump, question))
        if str(answer.pk) == str(given).strip()
    ]
    return {"chosen": chosen} if chosen else None
