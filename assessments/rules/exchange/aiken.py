"""Questions in Aiken (https://docs.moodle.org/en/Aiken_format): one right option of several.

    接待客户，茶水约倒几分满？
    A. 五分
    B. 七分
    ANSWER: B

A letter may be followed by `.`, `)` or their full-width forms or `、`, and the answer be announced
by 答案. Several letters after it make a multiple choice. The format has nothing else, and no
comments: what it cannot say, an export loses.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Any

from assessments.enums import Kind
from assessments.errors import WordingRefused
from assessments.errors import exchange_words as words
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.questions import (
    ExchangedQuestion,
    Read,
    Refused,
    Source,
    Written,
)
from assessments.rules.exchange.texts import called, decoded
from assessments.rules.wording import Wording

_OPTION = re.compile(r"(?P<letter>[A-Za-zＡ-Ｚａ-ｚ])\s*[.)．）、]\s*(?P<text>\S.*)")
_ANSWER = re.compile(r"(?:answer|答案|正确答案)\s*[:：]\s*(?P<letters>.*)", re.IGNORECASE)
# Between letters, and after one as in “B.” or “B)”.
_BETWEEN = re.compile(r"[\s,，、;；.)。]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass
class _Open:
    """A question that is being read. Where a `reason` says why it cannot be, at a line, its lines
    are passed over."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    reason: str = ""
    at: int = 0

    def refuse(self, number: int, reason: str) -> None:
        if not self.reason:
            self.reason, self.at = reason, number


def read(source: Source) -> Iterator[Read | Refused]:
    """Every question of the file, in its order; a broken one is refused and the next is read.
    Raises `EncodingUnknown` for a file that is no text."""
    opened: _Open | None = None
    after_blank = False
    for number, raw in enumerate(decoded(source.content).split("\n"), start=1):
        line = raw.strip()
        if not line:
            after_blank = True
            continue
        if answer := _ANSWER.fullmatch(line):
            yield _question(opened or _Open(number), number, answer["letters"])
            opened = None
        elif option := _OPTION.fullmatch(line):
            opened = opened or _Open(number)
            _add(opened, number, option)
        else:
            if opened and (opened.options or after_blank):
                yield _unanswered(opened)
                opened = None
            opened = opened or _Open(number)
            opened.stem.append(line)
        after_blank = False
    if opened:
        yield _unanswered(opened)


def _add(opened: _Open, number: int, option: re.Match[str]) -> None:
    letter = option["letter"].translate(_NARROW).upper()
    expected = ascii_uppercase[len(opened.options) : len(opened.options) + 1]
    if letter != expected:
        text = words.said(words.AIKEN_LETTER_EXPECTED, letter=expected or "–", text=option[0])
        opened.refuse(number, text)
    opened.options.append(option["text"].strip())


def _unanswered(opened: _Open) -> Refused:
    reason = words.AIKEN_NO_ANSWER if opened.options else words.AIKEN_NO_OPTIONS
    opened.refuse(opened.line, words.said(reason))
    return _refused(opened)


def _refused(opened: _Open) -> Refused:
    place = words.said(words.LINE, line=opened.at)
    return Refused(place, called("\n".join(opened.stem)), opened.reason, opened.at)


def _question(opened: _Open, number: int, letters: str) -> Read | Refused:
    """The question that a line with its answer ends."""
    if not opened.stem:
        opened.refuse(opened.line, words.said(words.AIKEN_NO_QUESTION))
    elif not opened.options:
        opened.refuse(opened.line, words.said(words.AIKEN_NO_OPTIONS))
    right = _right(letters, len(opened.options))
    if not right:
        opened.refuse(number, words.said(words.AIKEN_ANSWER_UNKNOWN, answer=letters))
    if opened.reason:
        return _refused(opened)
    stem = "\n".join(opened.stem)
    kind = Kind.SINGLE_CHOICE if len(right) == 1 else Kind.MULTIPLE_CHOICE
    wording = Wording(str(kind), stem, {"options": opened.options}, {"right": right})
    try:
        wording.check()
    except WordingRefused as refusal:
        opened.refuse(opened.line, str(refusal))
        return _refused(opened)
    language = language_of(wording)
    place = words.said(words.LINE, line=opened.line)
    return Read(place, called(stem), ExchangedQuestion(wording, language=language))


def _right(letters: str, options: int) -> list[int]:
    """The places of the options that are right; none where one is not there."""
    plain = _BETWEEN.sub("", letters.translate(_NARROW).upper())
    known = ascii_uppercase[:options]
    if not set(plain) <= set(known) or len(set(plain)) < len(plain):
        return []
    return sorted(known.index(letter) for letter in plain)


# Out ---------------------------------------------------------------------------------------------


def write(questions: Sequence[ExchangedQuestion]) -> Written:
    """The questions with options; the others are left out. What is lost is said of each."""
    blocks, losses = [], []
    for question in questions:
        wording = question.wording
        if wording.kind not in (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE):
            kind = str(Kind(wording.kind).label)
            losses.append(Refused("", question.code, words.said(words.NOT_IN_FORMAT, kind=kind)))
            continue
        blocks.append(_block(wording))
        if not _comes_back(blocks[-1], question):
            losses.append(Refused("", question.code, _loss(question)))
    return Written(("\n\n".join(blocks) + "\n").encode("utf-8", "replace"), losses)


def _comes_back(block: str, question: ExchangedQuestion) -> bool:
    found = list(read(Source(block.encode("utf-8", "replace"))))
    return len(found) == 1 and getattr(found[0], "question", None) == question


def _loss(question: ExchangedQuestion) -> str:
    if lost := _lost(question):
        return words.said(words.FORMAT_LACKS, what=", ".join(map(str, lost)))
    return words.said(words.NOT_EQUAL)


def _block(wording: Wording) -> str:
    options = [_line(text) for text in wording.content["options"]]
    lettered = [f"{letter}. {text}" for letter, text in zip(ascii_uppercase, options, strict=False)]
    right = ", ".join(ascii_uppercase[place] for place in wording.key["right"])
    return "\n".join([_line(wording.stem), *lettered, f"ANSWER: {right}"])


def _line(text: str) -> str:
    return " ".join(text.split())


def _lost(question: ExchangedQuestion) -> list[Any]:
    """What is not in the block of the question, part by part."""
    wording = question.wording
    is_picture = bool(question.picture or wording.picture_id or wording.picture_alt)
    bare = ExchangedQuestion(wording, language=question.language)
    texts = [wording.stem, *wording.content["options"]]
    found = {
        words.LACKS_PICTURE: is_picture,
        words.LACKS_EXPLANATION: bool(wording.explanation),
        words.LACKS_MARKS: wording.marks != 1,
        words.LACKS_FEEDBACK: any(wording.content.get("feedback", ())),
        words.LACKS_PERCENTS: bool(wording.key.get("percents"))
        or wording.key.get("credit", "exact") != "exact",
        words.LACKS_ENGLISH: bool(wording.english),
        words.LACKS_CARRIED: bool(wording.carried),
        words.LACKS_LINES: any(text != _line(text) for text in texts),
        words.LACKS_PLACE: replace(question, picture=None) != bare
        or question.language != language_of(wording),
    }
    return [what for what, is_lost in found.items() if is_lost]
