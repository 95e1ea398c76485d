"""One question as an element of Moodle XML, in words that Moodle understands."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from assessments.enums import Kind
from assessments.rules.exchange import moodle_xml_cloze as cloze
from assessments.rules.exchange.moodle_xml_kinds import balanced
from assessments.rules.exchange.moodle_xml_reading import CARRIED, own_name
from assessments.rules.exchange.moodle_xml_texts import FILES
from assessments.rules.exchange.questions import ExchangedQuestion
from assessments.rules.kinds import scenario_notation
from assessments.rules.kinds.base import Json
from assessments.rules.wording import Wording

TYPES = {
    Kind.SINGLE_CHOICE: "multichoice",
    Kind.MULTIPLE_CHOICE: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.SHORT_TEXT: "shortanswer",
    Kind.NUMBER: "numerical",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
    Kind.CLOZE: "cloze",
    Kind.SCENARIO: "essay",
    Kind.ESSAY: "essay",
    Kind.ROLE_PLAY: "essay",
}
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"[a-z][a-z0-9_]{0,40}")


def question_element(question: ExchangedQuestion) -> Element:
    """All of the question that Moodle has words for."""
    wording = question.wording
    element = Element("question", type=TYPES[Kind(wording.kind)])
    name = wording.carried.get("name") or own_name(question.code, wording.stem)
    _formatted(element, "name", str(name), None)
    text = _formatted(element, "questiontext", _text(wording), "plain_text")
    if question.picture:
        name = _clean(question.picture.name)
        marked = escape(_clean(_text(wording))).replace("\n", "<br>")
        alt = escape(_clean(wording.picture_alt))
        text.set("format", "html")
        image = f'<img src="{FILES}{quote(name, safe="")}" alt="{alt}">'
        text[0].text = f"<p>{marked}</p><p>{image}</p>"
        file = SubElement(text, "file", name=name, path="/", encoding="base64")
        file.text = b64encode(question.picture.content).decode()
    _formatted(element, "generalfeedback", wording.explanation, "plain_text")
    kept = wording.carried.get(CARRIED, {})
    kept = kept if isinstance(kept, Mapping) else {}
    _plain(element, "defaultgrade", str(kept.get("defaultgrade", wording.marks)))
    _plain(element, "idnumber", str(question.code or kept.get("idnumber", "")))
    _WRITERS[Kind(wording.kind)](element, wording)
    _carried(element, kept)
    if question.tags:
        tags = SubElement(element, "tags")
        for tag in question.tags:
            SubElement(SubElement(tags, "tag"), "text").text = _clean(tag)
    return element


def category_element(path: tuple[str, ...]) -> Element:
    """Says where the questions after it belong."""
    element = Element("question", type="category")
    names = ["$course$", "top", *(name.replace("/", "//") for name in path)]
    SubElement(SubElement(element, "category"), "text").text = _clean("/".join(names))
    return element


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _plain(element: Element, tag: str, text: str) -> Element:
    child = SubElement(element, tag)
    child.text = _clean(text)
    return child


def _formatted(element: Element, tag: str, text: str, format: str | None) -> Element:
    child = SubElement(element, tag, {"format": format} if format else {})
    _plain(child, "text", text)
    return child


def _carried(element: Element, kept: Mapping[str, Any]) -> None:
    """What Moodle had said of the question, as far as the question has not said it anew."""
    for hint in kept.get("hints", ()):
        child = _formatted(element, "hint", hint.get("text", ""), hint.get("format"))
        for part, value in hint.items():
            if part not in ("text", "format"):
                _plain(child, part, value)
    for tag, value in kept.items():
        if tag in ("hints", "defaultgrade", "idnumber") or element.find(tag) is not None:
            continue
        if _TAG.fullmatch(tag) and isinstance(value, str):
            _plain(element, tag, value)
        elif _TAG.fullmatch(tag) and isinstance(value, Mapping):
            _formatted(element, tag, str(value.get("text", "")), str(value.get("format")))


# The question text -----------------------------------------------------------------------------


def _text(wording: Wording) -> str:
    content = wording.content
    if wording.kind == Kind.CLOZE:
        return f"{wording.stem}\n\n{cloze.written(content, wording.key)}"
    if wording.kind == Kind.SCENARIO:
        return f"{wording.stem}\n\n{scenario_notation.unparse(content, wording.key)}"
    if wording.kind == Kind.ROLE_PLAY:
        return f"{wording.stem}\n\n{content['situation']}"
    return wording.stem


# Answers ----------------------------------------------------------------------------------------


def _answer(element: Element, fraction: str, text: str, feedback: str = "") -> Element:
    answer = SubElement(element, "answer", fraction=fraction, format="plain_text")
    _plain(answer, "text", text)
    if feedback:
        _formatted(answer, "feedback", feedback, "plain_text")
    return answer


def _options(element: Element, wording: Wording) -> None:
    options, key = wording.content["options"], wording.key
    right = key["right"]
    is_single = wording.kind == Kind.SINGLE_CHOICE
    _plain(element, "single", "true" if is_single else "false")
    feedback = wording.content.get("feedback") or [""] * len(options)
    shares = ("100", "0") if is_single else balanced(len(right), len(options))
    percents = key.get("percents") or [
        shares[0] if index in right else shares[1] for index in range(len(options))
    ]
    for percent, option, said in zip(percents, options, feedback, strict=True):
        _answer(element, percent, option, said)


def _true_false(element: Element, wording: Wording) -> None:
    said = wording.content.get("feedback") or ["", ""]
    for truth, feedback in zip((True, False), said, strict=True):
        fraction = "100" if wording.key["right"] == truth else "0"
        _answer(element, fraction, "true" if truth else "false", feedback)


def _short_text(element: Element, wording: Wording) -> None:
    _plain(element, "usecase", "0")
    for one in wording.key["accepted"]:
        text = one["text"].replace("*", "\\*")
        _answer(element, str(one.get("percent", 100)), text, one.get("feedback", ""))


def _numerical(element: Element, wording: Wording) -> None:
    key, names = wording.key, wording.content.get("units", ())
    for one in ({**key, "percent": 100}, *key.get("others", ())):
        percent, feedback = str(one.get("percent", 100)), one.get("feedback", "")
        answer = _answer(element, percent, one["value"], feedback)
        _plain(answer, "tolerance", one.get("tolerance", "0"))
    sizes, own = key.get("per_unit", ()), key.get("unit", 0)
    if not names:
        return
    units = SubElement(element, "units")
    for index, name in enumerate(names):
        if sizes or index == own:
            unit = SubElement(units, "unit")
            share = _share(sizes[own], sizes[index]) if sizes else "1"
            _plain(unit, "multiplier", share)
            _plain(unit, "unit_name", name)
    _plain(element, "showunits", "1" if sizes else "0")


def _share(own: str, size: str) -> str:
    """How many of the unit make one of the answer's."""
    share = Fraction(own) / Fraction(size)
    return f"{Decimal(f'{Decimal(share.numerator) / Decimal(share.denominator):.15g}'):f}"


def _matching(element: Element, wording: Wording) -> None:
    left, right = wording.content["left"], wording.content["right"]
    pairs = list(zip(left, wording.key["pairs"], strict=True))
    spare = [index for index in range(len(right)) if index not in wording.key["pairs"]]
    for text, partner in (*pairs, *(("", index) for index in spare)):
        pair = _formatted(element, "subquestion", text, "plain_text")
        _formatted(pair, "answer", right[partner], None)


def _ordering(element: Element, wording: Wording) -> None:
    is_exact = wording.key.get("credit", "exact") == "exact"
    rule = "ALL_OR_NOTHING" if is_exact else "RELATIVE_NEXT_EXCLUDE_LAST"
    _plain(element, "gradingtype", rule)
    for number, step in enumerate(wording.content["steps"], start=1):
        _answer(element, f"{number}", step)


def _cloze(element: Element, wording: Wording) -> None:
    """The gaps stand in the question text."""


def _judged(element: Element, wording: Wording) -> None:
    """Rubric and model answer, as markers of Moodle see them."""
    key: Json = wording.key
    rows = [*key.get("rubric", ()), *key.get("points", ())]
    lines = [f"{row['text']} | {row.get('points', row.get('weight', 1))}" for row in rows]
    model = [key["model"]] if key.get("model") else []
    _formatted(element, "graderinfo", "\n".join([*lines, *model]), "plain_text")


_WRITERS: dict[Kind, Callable[[Element, Wording], None]] = {
    Kind.SINGLE_CHOICE: _options,
    Kind.MULTIPLE_CHOICE: _options,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT_TEXT: _short_text,
    Kind.NUMBER: _numerical,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.CLOZE: _cloze,
    Kind.SCENARIO: _judged,
    Kind.ESSAY: _judged,
    Kind.ROLE_PLAY: _judged,
}
