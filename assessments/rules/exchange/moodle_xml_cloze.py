r"""Moodle's embedded answers: {1:SHORTANSWER:=a~%50%b#feedback}, and gaps numbered as [[1]].

See https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type. A backslash before one of
}~#/"\ takes away its meaning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

from assessments.errors import carried_words as words
from assessments.rules.exchange.moodle_xml_texts import Reading, percent_text, unreadable
from assessments.rules.exchange.texts import HTML, PLAIN, format_named, plain
from assessments.rules.kinds.base import Json

_GAP = re.compile(
    r"\{(?P<weight>\d{0,3}):(?P<type>[A-Z_]{2,20}):(?P<body>(?:\\.|[^\\}])*)(?P<end>\}|\Z)",
    re.DOTALL,
)
_NUMBERED = re.compile(r"\[\[(\d{1,3})\]\]")
_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_NUMBER = {"NUMERICAL", "NM"}
_SEVERAL = re.compile(r"MULTIRESPONSE|MR")
_CHOICE = re.compile(r"(?:MULTICHOICE|MULTIRESPONSE|MC|MR)_?[VHS]{0,2}")
_ALTERNATIVE = re.compile(
    r"(?P<right>=|%(?P<percent>-?[0-9]{1,3}(?:[.,][0-9]*)?)%)?(?P<text>(?:\\.|[^\\#])*)(?:#(?P<said>.*))?",
    re.DOTALL,
)
_ESCAPED = re.compile(r"""\\([}~#/"\\])""")
_SIGNS = re.compile(r"""[}~#\\"/]""")
# Stand for the gaps while the text around them is made plain; no text holds them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_FULL = Decimal("99.99")

Gaps = tuple[str, dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class _Alternative:
    text: str
    percent: Decimal


def read(reading: Reading, text: str, format: str, name: str) -> Gaps:
    """Stem, content and key of a text with embedded answers. Raises `Unreadable`."""
    gaps: list[tuple[list[str], list[str]]] = []
    weights = []

    def taken(found: re.Match[str]) -> str:
        if not found["end"]:
            raise unreadable(words.GAP_NOT_CLOSED, text=found[0][:20])
        gaps.append(_gap(reading, found, format))
        weights.append(found["weight"] or "1")
        return f"{_OPEN}{len(gaps) - 1}{_CLOSE}"

    marked = _GAP.sub(taken, re.sub(f"[{_OPEN}{_CLOSE}]", "", text))
    if len(set(weights)) > 1:
        reading.lose(words.WEIGHTS_LOST)
    return _assembled(reading, marked, format, name, gaps)


def read_numbered(
    reading: Reading, text: str, format: str, name: str, boxes: Sequence[tuple[str, str]]
) -> Gaps:
    """The same of a text with [[1]]; `boxes` are the choices with their groups."""
    gaps: list[tuple[list[str], list[str]]] = []

    def taken(found: re.Match[str]) -> str:
        number = int(found[1])
        if not 1 <= number <= len(boxes):
            raise unreadable(words.CHOICE_OF_GAP_MISSING, number=number)
        right, group = boxes[number - 1]
        options = list(dict.fromkeys(text for text, other in boxes if other == group))
        is_alone = len(options) == 1
        gaps.append(([], [right]) if is_alone else (options, [str(options.index(right))]))
        return f"{_OPEN}{len(gaps) - 1}{_CLOSE}"

    marked = _NUMBERED.sub(taken, re.sub(f"[{_OPEN}{_CLOSE}]", "", text))
    return _assembled(reading, marked, format, name, gaps)


def _assembled(
    reading: Reading,
    marked: str,
    format: str,
    name: str,
    gaps: Sequence[tuple[list[str], list[str]]],
) -> Gaps:
    """What stands above the paragraph with the first gap is the stem; without that, the name."""
    kept, losses = plain(marked, format)
    for loss in losses:
        reading.lose("%(loss)s", loss=loss)
    stem, text = _cut(kept)
    pieces = _PLACE.split(text)
    order = [int(place) for place in pieces[1::2]]
    content = {"parts": pieces[::2], "choices": [gaps[place][0] for place in order]}
    return stem or name, content, {"accepted": [gaps[place][1] for place in order]}


def _cut(text: str) -> tuple[str, str]:
    first = _PLACE.search(text)
    before = text[: first.start()] if first else text
    for border in ("\n\n", "\n"):
        if border in before:
            stem, __, __ = before.partition(border)
            if border == "\n":
                stem = before.rpartition(border)[0]
            return stem.strip(), text[len(stem) :].lstrip("\n")
    return "", text


def _gap(reading: Reading, found: re.Match[str], format: str) -> tuple[list[str], list[str]]:
    """Options, none for a gap to type in, and what is right."""
    type_ = found["type"]
    is_choice = _CHOICE.fullmatch(type_) is not None
    if not is_choice and type_ not in _TYPED | _NUMBER:
        raise unreadable(words.GAP_UNKNOWN, text=found[0][:40])
    answers = [_alternative(reading, part, format) for part in _split(found["body"])]
    if type_ in _NUMBER:
        answers = [_without_tolerance(reading, answer) for answer in answers]
    if type_.endswith("C") and type_ in _TYPED:
        reading.lose(words.GAP_SMALL)
    for answer in answers:
        if 0 < answer.percent < _FULL and not _SEVERAL.match(type_):
            reading.lose(words.GAP_PARTLY_RIGHT, text=answer.text[:40])
    if not is_choice:
        return [], _typed(reading, answers)
    if _SEVERAL.match(type_):
        reading.lose(words.GAP_SEVERAL)
    least = Decimal(0) if _SEVERAL.match(type_) else _FULL
    right = [str(at) for at, each in enumerate(answers) if each.percent >= least and each.percent]
    return [answer.text for answer in answers], right


def _typed(reading: Reading, answers: Sequence[_Alternative]) -> list[str]:
    right = [answer.text for answer in answers if answer.percent >= _FULL]
    for answer in answers:
        if answer.percent < _FULL and not answer.percent and answer.text != "*":
            reading.lose(words.WRONG_LEFT_OUT, text=answer.text[:40])
    return right


def _split(body: str) -> list[str]:
    """The alternatives between the ~."""
    return [part for part in re.findall(r"(?:\\.|[^\\~])*", body, re.DOTALL) if part.strip()]


def _alternative(reading: Reading, part: str, format: str) -> _Alternative:
    found = _ALTERNATIVE.fullmatch(part)
    if found is None:
        raise unreadable(words.GAP_UNKNOWN, text=part[:40])
    if found["said"] and found["said"].strip():
        reading.lose(words.GAP_FEEDBACK_LOST)
    percent = "100" if found["right"] == "=" else percent_text(found["percent"] or "0")
    text = found["text"].strip()
    if format_named(format) != PLAIN:
        text = without_markup(text)
    return _Alternative(_ESCAPED.sub(r"\1", text), Decimal(percent))


def _without_tolerance(reading: Reading, answer: _Alternative) -> _Alternative:
    value, __, tolerance = answer.text.partition(":")
    if tolerance.strip(" 0."):
        reading.lose(words.GAP_TOLERANCE_LOST, tolerance=tolerance, value=value)
    return _Alternative(value.strip(), answer.percent)


def without_markup(text: str) -> str:
    """Short text of which only the words count."""
    return plain(text, HTML)[0] if re.search(r"<[a-z/]|&[#a-z]", text, re.I) else unescape(text)


def written(content: Json, key: Json) -> str:
    """The text with its gaps as Moodle's authors write it."""
    text = str(content["parts"][0])
    gaps = zip(content["choices"], key["accepted"], content["parts"][1:], strict=True)
    for options, right, after in gaps:
        if options:
            marked = [
                ("=" if str(index) in right else "") + _protected(option)
                for index, option in enumerate(options)
            ]
            text += "{1:MULTICHOICE:" + "~".join(marked) + "}"
        else:
            text += "{1:SHORTANSWER:" + "~".join(f"={_protected(one)}" for one in right) + "}"
        text += after
    return text


def _protected(text: str) -> str:
    return _SIGNS.sub(lambda found: "\\" + found[0], text)
