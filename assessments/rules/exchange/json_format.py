"""Questions as JSON, whole and exactly, for whoever takes them elsewhere or brings them back.

{"format": "questions-2", "schema": {kind: JSON Schema of its content and key}, "questions": [{
"code", "category": [names from the root down], "skill", "difficulty", "language", "tags", "kind",
"stem", "content", "key", "explanation", "marks", "english", "picture": {"name", "content": base64},
"picture_alt", "carried"}, …]}. What is empty may be left out.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from assessments.errors import WordingRefused
from assessments.errors import carried_words as words
from assessments.errors.exchange import NotThisFormat, TooManyQuestions
from assessments.rules.exchange.codes import as_kept
from assessments.rules.exchange.questions import (
    MOST_QUESTIONS,
    ExchangedQuestion,
    Picture,
    Read,
    Refused,
    Source,
    Written,
)
from assessments.rules.exchange.texts import decoded
from assessments.rules.kinds import KINDS
from assessments.rules.wording import Wording

FORMAT = "questions-2"


class _File(msgspec.Struct):
    format: str
    questions: list[msgspec.Raw]
    schema: dict[str, Any] = {}


class _Picture(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    content: bytes


class _Question(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    stem: str
    content: dict[str, Any]
    key: dict[str, Any]
    code: str = ""
    category: tuple[str, ...] = ()
    skill: str = ""
    difficulty: int = 2
    language: str = "zh-hans"
    tags: tuple[str, ...] = ()
    explanation: str = ""
    marks: int = 1
    english: dict[str, Any] = {}
    picture: _Picture | None = None
    picture_alt: str = ""
    carried: dict[str, Any] = {}


def write(questions: Sequence[ExchangedQuestion]) -> Written:
    """All of them, with the schema of every kind among them. Nothing is lost."""
    kinds = sorted({question.wording.kind for question in questions})
    content = {
        "format": FORMAT,
        "schema": {kind: KINDS[kind].schema() for kind in kinds},
        "questions": list(map(_written, questions)),
    }
    return Written(msgspec.json.format(msgspec.json.encode(content)))


def _written(question: ExchangedQuestion) -> dict[str, Any]:
    wording, picture = as_kept(question.wording), question.picture
    return {
        "code": question.code,
        "category": question.category,
        "skill": question.skill,
        "difficulty": question.difficulty,
        "language": question.language,
        "tags": question.tags,
        "kind": wording.kind,
        "stem": wording.stem,
        "content": wording.content,
        "key": wording.key,
        "explanation": wording.explanation,
        "marks": wording.marks,
        "english": wording.english,
        "picture": _Picture(picture.name, picture.content) if picture else None,
        "picture_alt": wording.picture_alt,
        "carried": wording.carried,
    }


def read(source: Source) -> Iterator[Read | Refused]:
    """Each question by its number. Raises `EncodingUnknown`, `NotThisFormat`, `TooManyQuestions`
    for a file that is another."""
    try:
        file = msgspec.json.decode(decoded(source.content), type=_File)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _not_json(words.said(words.JSON_BROKEN, problem=error)) from error
    if file.format != FORMAT:
        raise _not_json(words.said(words.JSON_OTHER_FORMAT, format=FORMAT))
    if len(file.questions) > MOST_QUESTIONS:
        raise TooManyQuestions(limit=MOST_QUESTIONS)
    return (_read(number, raw) for number, raw in enumerate(file.questions, start=1))


def _not_json(problem: str) -> NotThisFormat:
    return NotThisFormat(format="JSON", problem=problem)


def _read(number: int, raw: msgspec.Raw) -> Read | Refused:
    place = words.said(words.QUESTION_PLACE, number=number)
    try:
        found = msgspec.json.decode(raw, type=_Question)
    except (msgspec.DecodeError, RecursionError) as error:
        reason = words.said(words.JSON_NOT_QUESTION, problem=error)
        return Refused(place, _name_in(raw), reason)
    question = _question(found)
    try:
        question.wording.check()
    except WordingRefused as error:
        return Refused(place, found.code, str(error))
    return Read(place, found.code, question)


def _name_in(raw: msgspec.Raw) -> str:
    """The code of what is no question, where it has one."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return ""
    return str(found.get("code", "")) if isinstance(found, dict) else ""


def _question(found: _Question) -> ExchangedQuestion:
    wording = Wording(
        kind=found.kind,
        stem=found.stem,
        content=found.content,
        key=found.key,
        explanation=found.explanation,
        marks=found.marks,
        english=found.english,
        picture_alt=found.picture_alt,
        carried=found.carried,
    )
    picture = Picture(found.picture.name, found.picture.content) if found.picture else None
    return ExchangedQuestion(
        wording=wording,
        code=found.code,
        category=found.category,
        skill=found.skill,
        difficulty=found.difficulty,
        language=found.language,
        tags=found.tags,
        picture=picture,
    )
