"""Moodle XML, read and written. See https://docs.moodle.org/en/Moodle_XML_format.

Written are elements that Moodle imports, for kinds it lacks an essay with the same text. Where
reading them again would not bring back an equal question, what is missing stands in an element of
our own, `notes.Note` as JSON, which counts while the question beside it is as it was written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assessments.errors import carried_words as words
from assessments.errors.exchange import TooManyQuestions
from assessments.rules.exchange import notes
from assessments.rules.exchange.moodle_xml_parsing import Broken, Found, elements, text_of
from assessments.rules.exchange.moodle_xml_reading import DIGEST, NOTE, digest, read_question
from assessments.rules.exchange.moodle_xml_writing import category_element, question_element
from assessments.rules.exchange.questions import (
    MOST_QUESTIONS,
    ExchangedQuestion,
    Read,
    Refused,
    Source,
    Written,
)

# A slash in a name is written twice.
_SLASH = re.compile(r"(?<!/)/(?!/)")
_ROOTS = re.compile(r"\$[a-z0-9_]+\$")


def read(source: Source) -> Iterator[Read | Refused]:
    """Each question with the line it begins at. Raises `EncodingUnknown`, `DefinesEntities`,
    `NotThisFormat`, `TooManyQuestions`, the latter ones as late as where it shows."""
    found = elements(text_of(source.content))
    first = next(found, None)
    return _read(source, chain([first] if first else [], found))


def _read(source: Source, found: Iterator[Found | Broken]) -> Iterator[Read | Refused]:
    category: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    for each in found:
        if each.number > MOST_QUESTIONS:
            raise TooManyQuestions(limit=MOST_QUESTIONS)
        place = words.said(words.QUESTION_PLACE, number=each.number)
        if isinstance(each, Broken):
            yield Refused(place, each.name, each.reason, each.line)
        elif each.element.get("type") == "category":
            category = category_path(each.element)
            losses += _category_losses(each.element, category)
        else:
            asked = read_question(each.element, source, category, place, each.line)
            if isinstance(asked, Read):
                # Said with the first question that comes into the category.
                asked, losses = replace(asked, losses=losses + asked.losses), ()
            yield asked


def _category_losses(element: Element, path: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of a category beside its name."""
    info = element.findtext("info/text") or element.findtext("info") or ""
    number = element.findtext("idnumber") or ""
    if not (info.strip() or number.strip()):
        return ()
    return (words.said(words.CATEGORY_LOST, name=" / ".join(path)),)


def category_path(element: Element) -> tuple[str, ...]:
    """ "$course$/top/Security/Gate" as names; what Moodle's own levels are called is left out."""
    text = element.findtext("category/text") or element.findtext("category") or ""
    names = [name.replace("//", "/").strip() for name in _SLASH.split(text.strip())]
    if names and _ROOTS.fullmatch(names[0]):
        names = names[1:]
        if names and names[0] == "top":
            names = names[1:]
    return tuple(name for name in names if name)


def write(questions: Sequence[ExchangedQuestion]) -> Written:
    """All of them, each after its category. Nothing is lost where we read it again."""
    quiz = Element("quiz")
    category: tuple[str, ...] = ()
    for question in questions:
        if question.category != category:
            heading = category_element(question.category)
            category = question.category
            quiz.append(heading)
            told = category_path(heading)
        elif not category:
            told = ()
        quiz.append(_noted(question, told))
    indent(quiz, space=" ")
    return Written(b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, "utf-8") + b"\n")


def _noted(question: ExchangedQuestion, category: tuple[str, ...]) -> Element:
    """The question with a note of what its element does not bring back."""
    element = question_element(question)
    found = read_question(element, Source(b""), category, "", 0)
    again = found.question if isinstance(found, Read) else None
    missing = notes.difference(question, again)
    if missing:
        note = SubElement(element, NOTE, {DIGEST: digest(element)})
        note.text = notes.as_text(missing)
    return element
