"""One question element of Moodle XML as a question here."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from assessments.errors import AssessmentError, exchange_words
from assessments.errors import carried_words as words
from assessments.rules.exchange import codes, notes
from assessments.rules.exchange.moodle_xml_kinds import READERS
from assessments.rules.exchange.moodle_xml_texts import (
    Reading,
    file_names,
    format_of,
    number,
    raw,
    said_in,
    take_picture,
    unreadable,
)
from assessments.rules.exchange.moodle_xml_typed import Asked, Body
from assessments.rules.exchange.questions import ExchangedQuestion, Read, Refused, Source
from assessments.rules.exchange.shapes import as_typed
from assessments.rules.exchange.texts import plain
from assessments.rules.wording import Wording

# Holds what no other element says; other programs pass it over.
NOTE, DIGEST = "questionnote", "of"
ASK_NOTHING = frozenset({"description"})
# Kept as they came in `Wording.carried`, under this name.
CARRIED = "moodle"
# What Moodle writes where its author chose nothing; it need not be kept.
DEFAULTS = {
    "penalty": "0.3333333",
    "hidden": "0",
    "shuffleanswers": "true",
    "answernumbering": "abc",
    "showstandardinstruction": "0",
    "usecase": "0",
    "responseformat": "editor",
    "responserequired": "1",
    "attachments": "0",
    "attachmentsrequired": "0",
    "maxbytes": "0",
    "unitgradingtype": "0",
    "unitpenalty": "0.1000000",
    "gradingtype": "ABSOLUTE_POSITION",
    "selecttype": "ALL",
    "selectcount": "0",
    "layouttype": "VERTICAL",
}
# Read for every question, or holding parts of one.
_COMMON = frozenset(
    {"name", "questiontext", "generalfeedback", "defaultgrade", "idnumber", "tags", "hint", NOTE}
)
_HINT_PARTS = ("shownumcorrect", "clearwrong", "options")
# What a question may hold more than once.
_SEVERAL = frozenset(
    {"hint", "tags", "answer", "subquestion", "units", "dragbox", "selectoption", NOTE}
)
_ANSWER_PARTS = frozenset({"text", "feedback", "tolerance", "file", "answer"})
_LONGEST_NAME, _MOST_NAME = 60, 255


def read_question(
    element: Element, source: Source, category: tuple[str, ...], place: str, line: int
) -> Read | Refused:
    """What the element asks, with what is lost, or why it cannot be taken over."""
    name = " ".join((element.findtext("name/text") or element.findtext("name") or "").split())
    reading = Reading(element, source)
    try:
        question = _question(reading, category, name)
        found = Read(place, name or question.code, question, tuple(reading.losses))
        note = element.find(NOTE)
        if note is not None:
            is_unchanged = note.get(DIGEST) == digest(element)
            found = notes.completed(found, note.text or "", is_unchanged=is_unchanged)
        found.question.wording.check()
    except (AssessmentError, RecursionError) as error:
        return Refused(place, name, _reason(error), line)
    return found


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, AssessmentError) else str(words.TOO_DEEP)


def _question(reading: Reading, category: tuple[str, ...], name: str) -> ExchangedQuestion:
    reader = _reader(reading.element)
    asked, picture, alt = _asked(reading, name)
    body = reader(reading, asked)
    stem = body.stem
    if not stem:
        stem, losses = plain(asked.text, asked.format)
        for loss in losses:
            reading.lose("%(loss)s", loss=loss)
    content, key = as_typed(body.kind, body.content, body.key)
    wording = Wording(
        kind=body.kind,
        stem=stem,
        content=content,
        key=key,
        explanation=reading.text("generalfeedback"),
        marks=_marks(reading),
        picture_alt=alt,
    )
    code = reading.value("idnumber")
    kept = _carried(reading, code) | _name(reading, name, code, stem)
    wording = replace(wording, carried=kept)
    return ExchangedQuestion(
        wording=wording,
        code=code if codes.fits(code) else "",
        category=category,
        language=codes.language_of(wording),
        tags=_tags(reading),
        picture=picture,
    )


def _reader(element: Element) -> Callable[[Reading, Asked], Body]:
    type_ = (element.get("type") or "").strip()
    if not type_:
        raise unreadable(words.TYPE_MISSING)
    if type_ in ASK_NOTHING:
        raise unreadable(exchange_words.ASKS_NOTHING)
    if type_ not in READERS:
        raise unreadable(words.TYPE_NOT_KNOWN, type=type_[:40])
    return READERS[type_]


def _asked(reading: Reading, name: str) -> tuple[Asked, Any, str]:
    child = reading.element.find("questiontext")
    if child is None:
        return Asked("", "plain_text", name, ""), None, ""
    text, picture, alt = take_picture(reading, child)
    kept, __ = plain(text, format_of(child))
    return Asked(text, format_of(child), name, kept), picture, alt


def _marks(reading: Reading) -> int:
    """Moodle's default grade as whole marks; a fraction is kept aside for the way back."""
    text = reading.value("defaultgrade", "1")
    marks = _whole_marks(text)
    if number(text) != marks:
        reading.lose(words.MARKS_ROUNDED, marks=text)
    return marks


def _whole_marks(grade: str) -> int:
    return max(1, min(100, int(number(grade).to_integral_value(rounding="ROUND_HALF_UP"))))


def _tags(reading: Reading) -> tuple[str, ...]:
    tags = (said_in(tag) for tags in reading.all("tags") for tag in tags.findall("tag"))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


# What is kept aside ----------------------------------------------------------------------------


def _carried(reading: Reading, code: str) -> dict[str, Any]:
    """Hints, penalty and all else that Moodle knows of the question, as it was written."""
    kept: dict[str, Any] = {}
    grade = reading.value("defaultgrade", "1")
    if number(grade) != _whole_marks(grade):
        kept["defaultgrade"] = grade
    if code and not codes.fits(code):
        kept["idnumber"] = code
    hints = [_hint(reading, hint) for hint in reading.element.findall("hint")]
    if hints:
        kept["hints"] = hints
    for child in _unused(reading):
        value = _value(reading, child)
        if value is not None and value != DEFAULTS.get(child.tag):
            kept[child.tag] = value
    return {CARRIED: kept} if kept else {}


def _unused(reading: Reading) -> Iterator[Element]:
    """What no reader has used, as that is said by the question itself. A second element where one
    is read is lost."""
    seen: set[str] = set()
    for child in reading.element:
        if child.tag in seen and child.tag not in _SEVERAL:
            reading.lose(words.ELEMENT_LOST, name=child.tag[:_LONGEST_NAME])
        elif child.tag not in reading.used | _COMMON:
            yield child
        elif child.tag in ("answer", "subquestion"):
            _lose_others(reading, child, _ANSWER_PARTS)
        seen.add(child.tag)


def _lose_others(reading: Reading, child: Element, known: frozenset[str]) -> None:
    for part in child:
        if part.tag not in known:
            reading.lose(words.ELEMENT_LOST, name=part.tag[:_LONGEST_NAME])


def _name(reading: Reading, name: str, code: str, stem: str) -> dict[str, str]:
    """The name where it says more than code and stem do: another program lists questions by it."""
    if len(name) > _MOST_NAME:
        reading.lose(exchange_words.NAME_TOO_LONG)
        return {}
    own = " ".join(own_name(code if codes.fits(code) else "", stem).split())
    return {"name": name} if name and name not in (code, own) else {}


def own_name(code: str, stem: str) -> str:
    """What a question without a name is called on its way out."""
    return f"{code} {' '.join(stem.split())}".strip()[:_LONGEST_NAME]


def _value(reading: Reading, child: Element) -> str | dict[str, str] | None:
    """A child as text, or as text with its format; None for an empty one."""
    inner = child.find("text")
    if inner is not None:
        _lose_files(reading, child)
        _lose_others(reading, child, frozenset({"text", "file"}))
        text = raw(child)
        return {"text": text, "format": format_of(child)} if text.strip() else None
    if any("".join(part.itertext()).strip() for part in child):
        reading.lose(words.ELEMENT_LOST, name=child.tag[:_LONGEST_NAME])
    return None if len(child) else (child.text or "").strip() or None


def _hint(reading: Reading, hint: Element) -> dict[str, Any]:
    _lose_files(reading, hint)
    _lose_others(reading, hint, frozenset({"text", "file", *_HINT_PARTS}))
    kept: dict[str, Any] = {"text": raw(hint), "format": format_of(hint)}
    for part in _HINT_PARTS:
        found = hint.find(part)
        if found is not None:
            kept[part] = (found.text or "").strip()
    return kept


def _lose_files(reading: Reading, child: Element) -> None:
    for file in file_names(child):
        reading.lose(words.FILE_LOST, name=file)


def digest(element: Element) -> str:
    """SHA-256 of all that the element says beside the note, spaces between elements left out."""
    note = element.find(NOTE)
    parts = [
        [child.tag, sorted(child.attrib.items()), (child.text or "").strip()]
        for child in element.iter()
        if child is not note
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
