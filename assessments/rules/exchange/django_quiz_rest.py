"""The records of a dump that have no place here, so that none is passed over in silence."""

from collections.abc import Iterator

from assessments.errors import import_words
from assessments.errors.exchange_words import said
from assessments.rules.exchange.django_quiz import ANSWER, Dump, reference
from assessments.rules.exchange.django_quiz_questions import (
    CATEGORY,
    CHOICE,
    ESSAY,
    QUESTION,
    STATEMENT,
    SUBCATEGORY,
)
from assessments.rules.exchange.django_quiz_quizzes import QUIZ
from assessments.rules.exchange.django_quiz_sittings import SITTING
from assessments.rules.exchange.questions import Refused
from assessments.rules.exchange.report import Came, Taken

PROGRESS = "quiz.progress"
READ = (QUESTION, CHOICE, ANSWER, STATEMENT, ESSAY, CATEGORY, SUBCATEGORY, QUIZ, SITTING, PROGRESS)


def rest(dump: Dump) -> Iterator[Taken | Refused]:
    """Progress is worked out here; people come with the roster; other tables are named once."""
    for record in dump.table(PROGRESS).values():
        person = dump.people.get(reference(record, "user") or 0)
        words = said(import_words.PROGRESS_DERIVED, score=record.text("score") or "–")
        name = person.text("username") if person else ""
        yield Taken(record.place, name, "", Came.UNCHANGED, (words,))
    for table, records in dump.tables.items():
        if table in READ:
            continue
        count = len(records)
        if table in dump.people_tables:
            words = said(import_words.PEOPLE_STAY, count=count)
            yield Taken(table, "", "", Came.UNCHANGED, (words,))
        else:
            yield Refused(table, "", said(import_words.NOT_FOR_US, count=count))
