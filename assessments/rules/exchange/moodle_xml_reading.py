"""One question element of Moodle XML as a question here."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from assessments.errors import AssessmentError, exchange_words
from assessments.errors import carried_words as words
from assessments.rules.exchange import codes, notes
from assessments.rules.exchange.moodle_xml_kinds import READERS
from assessments.rules.exchange.moodle_xml_texts import (
    Reading,
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
    wording = replace(wording, carried=_carried(reading, code))
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
    hints = [_hint(hint) for hint in reading.element.findall("hint")]
    if hints:
        kept["hints"] = hints
    # What a reader has used is said by the question itself.
    for child in reading.element:
        if child.tag in reading.used or child.tag in _COMMON or child.tag in kept:
            continue
        value = _value(child)
        if value is not None and value != DEFAULTS.get(child.tag):
            kept[child.tag] = value
    return {CARRIED: kept} if kept else {}


def _value(child: Element) -> str | dict[str, str] | None:
    """A child as text, or as text with its format; None for an empty one."""
    if child.find("text") is not None:
        text = raw(child)
        return {"text": text, "format": format_of(child)} if text.strip() else None
    return None if len(child) else (child.text or "").strip() or None


def _hint(hint: Element) -> dict[str, Any]:
    kept: dict[str, Any] = {"text": raw(hint), "format": format_of(hint)}
    for part in _HINT_PARTS:
        found = hint.find(part)
        if found is not None:
            kept[part] = (found.text or "").strip()
    return kept


def digest(element: Element) -> str:
    """SHA-256 of all that the element says beside the note, spaces between elements left out."""
    note = element.find(NOTE)
    parts = [
        [child.tag, sorted(child.attrib.items()), (child.text or "").strip()]
        for child in element.iter()
        if child is not note
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
