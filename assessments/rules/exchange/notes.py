"""What a format cannot say of a question, noted beside it as JSON, so that it comes back equal.

A writer asks what reading its own text would bring back, and notes in a place that other programs
pass over only the fields that differ. What answers and their key say is taken from the note only
where the text beside it is as it was written; the rest (English, skill, …) is taken in any case.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import msgspec

from assessments.errors import WordingRefused
from assessments.errors import carried_words as words
from assessments.rules.exchange.codes import as_kept
from assessments.rules.exchange.questions import ExchangedQuestion, Read
from assessments.rules.wording import Wording

# What belongs to the text of the question: of no use beside another one.
_BOUND = frozenset({"kind", "stem", "content", "key", "explanation", "marks"})
_WORDING = frozenset(field.name for field in fields(Wording)) - {"picture_id"}
# Characters that XML and spreadsheets do not hold, and line ends that they change.
_ESCAPED = re.compile("[\0-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class Note(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The fields of a question that its text does not bring back."""

    kind: str | None = None
    stem: str | None = None
    content: dict[str, Any] | None = None
    key: dict[str, Any] | None = None
    explanation: str | None = None
    marks: int | None = None
    english: dict[str, Any] | None = None
    picture_alt: str | None = None
    carried: dict[str, Any] | None = None
    code: str | None = None
    category: tuple[str, ...] | None = None
    skill: str | None = None
    difficulty: int | None = None
    language: str | None = None
    tags: tuple[str, ...] | None = None


def difference(question: ExchangedQuestion, again: ExchangedQuestion | None) -> dict[str, Any]:
    """What of the question its text does not bring back: everything where it brings nothing."""
    wanted = _flat(question)
    found = _flat(again) if again else {}
    return {name: value for name, value in wanted.items() if found.get(name, ...) != value}


def _flat(question: ExchangedQuestion) -> dict[str, Any]:
    wording = as_kept(question.wording)
    parts = {name: getattr(wording, name) for name in Note.__struct_fields__ if name in _WORDING}
    return parts | {
        "code": question.code,
        "category": list(question.category),
        "skill": question.skill,
        "difficulty": question.difficulty,
        "language": question.language,
        "tags": list(question.tags),
    }


def as_text(note: Mapping[str, Any]) -> str:
    """The note as JSON that every text format can hold."""
    text = msgspec.json.encode(note).decode()
    text = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    # Spreadsheets take _x0041_ for the letter of that code.
    return text.replace("_x", "_\\u0078")


def told(note: str, place: str, name: str) -> Read | None:
    """The question where the note tells the whole of it; None where it does not."""
    blank = ExchangedQuestion(Wording("", "", {}, {}))
    found = completed(Read(place, name, blank), note, is_unchanged=True)
    return found if found.question.wording.kind else None


def completed(found: Read, note: str, *, is_unchanged: bool) -> Read:
    """The question that was read, with what was noted of it."""
    try:
        noted = msgspec.json.decode(note, type=Note)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return replace(found, losses=(*found.losses, str(words.NOTE_UNREADABLE)))
    pairs = ((name, getattr(noted, name)) for name in Note.__struct_fields__)
    given = {name: value for name, value in pairs if value is not None}
    if is_unchanged:
        # The losses that reading met are made good by the note.
        return replace(found, question=_with(found.question, given), losses=())
    return _beside_other_text(found, given)


def _beside_other_text(found: Read, given: Mapping[str, Any]) -> Read:
    free = {name: value for name, value in given.items() if name not in _BOUND}
    losses = found.losses
    if len(free) < len(given):
        losses = (*losses, str(words.NOTE_OUTDATED))
    question = _with(found.question, free)
    if "english" in free and not _holds(question.wording):
        del free["english"]
        question = _with(found.question, free)
        losses = (*losses, str(words.ENGLISH_OUTDATED))
    return replace(found, question=question, losses=losses)


def _holds(wording: Wording) -> bool:
    try:
        wording.check()
    except WordingRefused:
        return False
    return True


def _with(question: ExchangedQuestion, given: Mapping[str, Any]) -> ExchangedQuestion:
    of_wording = {name: value for name, value in given.items() if name in _WORDING}
    rest = {name: value for name, value in given.items() if name not in _WORDING}
    return replace(question, wording=replace(question.wording, **of_wording), **rest)
