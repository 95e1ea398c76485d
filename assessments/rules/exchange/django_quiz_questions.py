"""The questions of a dump of django-quiz-app; see `django_quiz`. Each is worth one mark there."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.enums import Kind
from assessments.errors import carried_words, exchange_words, import_words
from assessments.errors.exchange import QuestionNotTaken
from assessments.errors.exchange_words import said
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.django_quiz import ANSWER, Dump, Record, reference
from assessments.rules.exchange.django_quiz_text import whole
from assessments.rules.exchange.questions import ExchangedQuestion, Picture, Read, Refused
from assessments.rules.wording import Wording

QUESTION, CHOICE = "quiz.question", "multichoice.mcquestion"
STATEMENT, ESSAY = "true_false.tf_question", "essay.essay_question"
CATEGORY, SUBCATEGORY = "quiz.category", "quiz.subcategory"
KINDS = (CHOICE, STATEMENT, ESSAY)
REFERENCES = {"category": CATEGORY, "sub_category": SUBCATEGORY, "quiz": "quiz.quiz"}
LONGEST_NAME = 60


@dataclass(frozen=True)
class Parts:
    """What the kind of a question adds to its text."""

    kind: str
    content: dict[str, object]
    key: dict[str, object]
    losses: tuple[str, ...] = ()


def questions(dump: Dump) -> Iterator[Read | Refused]:
    """Every question, and every part of one whose question is missing."""
    for record in dump.table(QUESTION).values():
        name = record.text("content")[:LONGEST_NAME]
        try:
            yield _read(dump, record, name)
        except QuestionNotTaken as refusal:
            yield Refused(record.place, name, str(refusal))
    for table in KINDS:
        for pk, record in dump.table(table).items():
            if pk not in dump.table(QUESTION):
                yield Refused(record.place, "", said(import_words.QUESTION_MISSING))
    for record in dump.table(ANSWER).values():
        if reference(record, "question") not in dump.table(QUESTION):
            words = said(import_words.ANSWER_WITHOUT_QUESTION)
            yield Refused(record.place, record.text("content")[:LONGEST_NAME], words)


def _read(dump: Dump, record: Record, name: str) -> Read:
    parts = _parts(dump, record)
    losses = list(parts.losses)
    losses.extend(_beside(dump, record, parts.kind))
    losses.extend(unknown_references(dump, record, *REFERENCES))
    wording = Wording(
        kind=parts.kind,
        stem=record.text("content"),
        content=parts.content,
        key=parts.key,
        explanation=record.text("explanation"),
    )
    asked = ExchangedQuestion(
        wording,
        category=path_of(dump, record),
        picture=_picture(dump, record),
        language=language_of(wording),
    )
    return Read(record.place, name, asked, tuple(losses))


def _parts(dump: Dump, record: Record) -> Parts:
    if (found := dump.table(CHOICE).get(record.pk)) is not None:
        return _choice(dump, record, found)
    if (found := dump.table(STATEMENT).get(record.pk)) is not None:
        return Parts(Kind.TRUE_FALSE, {}, {"right": _is_right(found)})
    if record.pk in dump.table(ESSAY):
        # There a marker says right or wrong.
        rubric = [{"text": said(exchange_words.WHOLE_ANSWER), "points": 1}]
        return Parts(Kind.ESSAY, {}, {"rubric": rubric})
    raise QuestionNotTaken.saying(said(import_words.KIND_MISSING))


def _choice(dump: Dump, record: Record, choice: Record) -> Parts:
    answers = answers_of(dump, record.pk)
    if not answers:
        raise QuestionNotTaken.saying(said(import_words.NO_ANSWERS_IN_DUMP))
    right = [place for place, answer in enumerate(answers) if _is_right(answer)]
    if not right:
        raise QuestionNotTaken.saying(said(import_words.NONE_RIGHT))
    if len(right) == len(answers) > 1:
        raise QuestionNotTaken.saying(said(import_words.ALL_RIGHT))
    content: dict[str, object] = {"options": [answer.text("content") for answer in answers]}
    if len(right) == 1:
        return Parts(Kind.SINGLE_CHOICE, content, {"right": right})
    losses = (said(import_words.ANY_WAS_ENOUGH),)
    return Parts(Kind.MULTIPLE_CHOICE, content, {"right": right}, losses)


def _is_right(record: Record) -> bool:
    """Raises `QuestionNotTaken` where the record says neither true nor false: a guess would make a
    wrong key."""
    if (right := record.truth("correct")) is None:
        raise QuestionNotTaken.saying(
            said(import_words.RIGHT_UNKNOWN, place=record.place, value=record.text("correct"))
        )
    return right


def _beside(dump: Dump, record: Record, kind: str) -> Iterator[str]:
    """What else the file says of a question, which its kind has no use for."""
    tables = [table for table in KINDS if record.pk in dump.table(table)]
    for table in tables[1:]:
        yield said(import_words.KIND_PASSED_OVER, table=table)
    if kind in (Kind.TRUE_FALSE, Kind.ESSAY) and (answers := dump.answers.get(record.pk)):
        yield said(import_words.ANSWERS_PASSED_OVER, count=len(answers))


def unknown_references(dump: Dump, record: Record, *names: str) -> Iterator[str]:
    """What a record says in these fields of categories and quizzes that are not in the file."""
    for name in names:
        given = record.fields.get(name)
        for each in given if isinstance(given, list) else [given]:
            if each not in (None, "") and whole(each) not in dump.table(REFERENCES[name]):
                text = str(each)[:LONGEST_NAME] if isinstance(each, str | int) else "?"
                yield said(import_words.REFERENCE_UNKNOWN, what=f"{name} {text}")


def answers_of(dump: Dump, question: int) -> list[Record]:
    """The answers to choose from, in the order in which the question shows them: by their words
    where it says so, else as they were written."""
    found = list(dump.answers.get(question, ()))
    choice = dump.table(CHOICE).get(question)
    if choice is not None and choice.text("answer_order") == "content":
        found.sort(key=lambda answer: answer.text("content"))
    return found


def is_mixed(dump: Dump, question: int) -> bool | None:
    """Whether the question shows its answers in another order each time; None where it has none."""
    choice = dump.table(CHOICE).get(question)
    return None if choice is None else choice.text("answer_order") == "random"


def _picture(dump: Dump, record: Record) -> Picture | None:
    """Raises `QuestionNotTaken` where it is missing, as other formats do."""
    name = record.text("figure")
    if not name:
        return None
    content = dump.files.get(name)
    if content is None:
        raise QuestionNotTaken.saying(said(carried_words.PICTURE_MISSING, name=name))
    return Picture(name, content)


def path_of(dump: Dump, record: Record) -> tuple[str, ...]:
    """Category and sub-category by their names. A sub-category brings its category along."""
    own = dump.table(SUBCATEGORY).get(reference(record, "sub_category") or 0)
    above = reference(record, "category") or (reference(own, "category") if own else None)
    names = [
        dump.table(CATEGORY)[above].text("category") if above in dump.table(CATEGORY) else "",
        own.text("sub_category") if own else "",
    ]
    return tuple(name for name in names if name)
