"""The quizzes of a dump of django-quiz-app; see `django_quiz`."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.enums import When
from assessments.errors import import_words
from assessments.errors.exchange_words import said
from assessments.rules.exchange.django_quiz import Dump, Record
from assessments.rules.exchange.django_quiz_questions import (
    QUESTION,
    is_mixed,
    path_of,
    unknown_references,
)
from assessments.rules.exchange.django_quiz_text import whole
from assessments.rules.exchange.questions import Refused
from assessments.rules.quiz_settings import QuizSettings

QUIZ = "quiz.quiz"
LONGEST_TITLE = 120


@dataclass(frozen=True)
class DumpedQuiz:
    """A quiz: `url` is its name in addresses, `questions` the numbers of what it asks in the order
    of the dump, of which it draws `count`."""

    place: str
    pk: int
    url: str
    category: tuple[str, ...]
    settings: QuizSettings
    questions: tuple[int, ...]
    count: int
    losses: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.settings.title


def quizzes(dump: Dump) -> Iterator[DumpedQuiz | Refused]:
    asked = _asked_by(dump)
    for record in dump.table(QUIZ).values():
        title = record.text("title")[:LONGEST_TITLE]
        try:
            quiz = _quiz(dump, record, tuple(asked.get(record.pk, ())))
        except ValueError:
            words = said(import_words.RECORD_BROKEN, field="pass_mark, max_questions")
            yield Refused(record.place, title, words)
            continue
        if not title:
            yield Refused(record.place, "", said(import_words.RECORD_BROKEN, field="title"))
        elif not quiz.questions:
            yield Refused(record.place, title, said(import_words.NO_QUESTIONS))
        else:
            yield quiz


def _asked_by(dump: Dump) -> dict[int, list[int]]:
    """The numbers of the questions that each quiz asks."""
    found: dict[int, list[int]] = {}
    for record in dump.table(QUESTION).values():
        listed = record.fields.get("quiz")
        for each in listed if isinstance(listed, list) else [listed]:
            if (quiz := whole(each)) is not None:
                found.setdefault(quiz, []).append(record.pk)
    return found


def _quiz(dump: Dump, record: Record, questions: tuple[int, ...]) -> DumpedQuiz:
    title = record.text("title")
    losses = [*unknown_references(dump, record, "category"), *_otherwise_here(record)]
    if len(title) > LONGEST_TITLE:
        losses.append(said(import_words.TITLE_SHORTENED, most=LONGEST_TITLE))
    mixed = {answer for pk in questions if (answer := is_mixed(dump, pk)) is not None}
    if len(mixed) > 1:
        losses.append(said(import_words.MIXED_FOR_SOME))
    shown = When.END if record.flag("answers_at_end") else When.EACH
    settings = QuizSettings(
        title=title[:LONGEST_TITLE],
        intro=record.text("description"),
        is_draft=True,
        time_limit_minutes=None,
        attempts_allowed=1 if record.flag("single_attempt") else None,
        pass_percent=_pass_percent(record, losses),
        shuffle_questions=record.flag("random_order"),
        shuffle_options=True in mixed,
        show_answers=shown,
        show_marks=shown,
        show_key=shown,
        show_explanation=shown,
        success_text=record.text("success_text"),
        fail_text=record.text("fail_text"),
    )
    most = record.number("max_questions") or len(questions)
    return DumpedQuiz(
        place=record.place,
        pk=record.pk,
        url=record.text("url"),
        category=path_of(dump, record),
        settings=settings,
        questions=questions,
        count=min(max(1, most), len(questions)),
        losses=tuple(losses),
    )


def _otherwise_here(record: Record) -> Iterator[str]:
    """What a quiz begins as here, whatever it was there."""
    if record.truth("draft") is False:
        yield said(import_words.QUIZ_IS_DRAFT)
    if record.truth("exam_paper") is False:
        yield said(import_words.RESULTS_ARE_KEPT)


def _pass_percent(record: Record, losses: list[str]) -> int:
    percent = pass_mark(record)
    if percent < 1:
        losses.append(said(import_words.PASS_MARK_RAISED, percent=percent))
    if percent > 100:
        losses.append(said(import_words.PASS_MARK_LOWERED, percent=percent))
    return min(max(1, percent), 100)


def pass_mark(record: Record) -> int:
    """The per cent that passes there; 0 where none is set. Raises ValueError."""
    return record.number("pass_mark") or 0
