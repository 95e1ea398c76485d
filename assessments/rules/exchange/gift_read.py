"""Reads GIFT; see `gift`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assessments.enums import Difficulty, Kind
from assessments.errors import WordingRefused
from assessments.errors import exchange_words as words
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.exact import unpacked
from assessments.rules.exchange.gift_answers import FORMAT, GiftRefused, Text, parsed
from assessments.rules.exchange.gift_blocks import Block, bare, blocks
from assessments.rules.exchange.gift_credits import CREDITS
from assessments.rules.exchange.questions import ExchangedQuestion, Read, Refused, Source
from assessments.rules.exchange.texts import MOODLE, called, decoded
from assessments.rules.wording import Wording

_GENERAL = "####"
_MOST_NAME = 255


def read(source: Source) -> Iterator[Read | Refused]:
    """Every question of the file, in its order; a broken one is refused and the next is read.
    Raises `EncodingUnknown` for a file that is no text."""
    for block in blocks(decoded(source.content)):
        yield _question(block)


def _question(block: Block) -> Read | Refused:
    name, start = "", 0
    try:
        name, start = _name(block)
        found = _read(block, name, start)
    except GiftRefused as refusal:
        return _refused(block, name, start, refusal.reason, refusal.place)
    except WordingRefused as refusal:
        return _refused(block, name, start, str(refusal), start)
    return found


def _refused(block: Block, name: str, start: int, reason: str, at: int) -> Refused:
    line = block.line_of(at)
    place = words.said(words.LINE, line=line)
    return Refused(place, name or called(bare(block.text[start:].split("{")[0])), reason, line)


def _name(block: Block) -> tuple[str, int]:
    """The name of the question, and where its text begins. Raises `GiftRefused`."""
    if not block.text.startswith("::"):
        return "", 0
    end = block.text.find("::", 2)
    if end < 0:
        raise GiftRefused(words.said(words.NAME_NOT_CLOSED))
    return " ".join(bare(block.text[2:end]).split()), end + 2


def _read(block: Block, name: str, start: int) -> Read:
    place = words.said(words.LINE, line=block.line)
    if exact := unpacked(block.told, block.text) if block.told else None:
        question = _placed(block, exact)
        question.wording.check()
        return Read(place, name or called(exact.stem), question)
    before, answer, after = _cut(block.text, start)
    format = FORMAT.match(before)
    text = Text(format[1] if format else MOODLE)
    if after.strip():
        before = f"{before.rstrip(' ')}{_gap_after(before)}{words.GAP_LEFT}{after}"
    answer, general = _parts(answer)
    # A comment in the middle leaves an empty line.
    stem = text(re.sub(r"\n{2,}", "\n", before))
    kind, content, key = parsed(answer, text, stem)
    wording = Wording(str(kind), stem, content, key, explanation=text(general))
    question = _placed(block, replace(wording, carried=_carried(name, block, text)))
    question.wording.check()
    return Read(place, name or called(stem), question, tuple(text.losses))


def _gap_after(before: str) -> str:
    """The space that stood before the gap of a missing word, where one did."""
    return " " if before.endswith(" ") else ""


def _cut(text: str, start: int) -> tuple[str, str, str]:
    """What stands before, between and after the braces. Raises `GiftRefused`."""
    opening, closing = text.find("{", start), text.find("}", start)
    if opening < 0 and closing < 0:
        is_wide = "｛" in text or "｝" in text
        reason = words.WIDE_BRACES if is_wide else words.ASKS_NOTHING
        raise GiftRefused(words.said(reason), start)
    if opening < 0 or 0 <= closing < opening:
        raise GiftRefused(words.said(words.NO_ANSWER_OPENED), closing)
    if closing < 0:
        raise GiftRefused(words.said(words.NO_ANSWER_CLOSED), opening)
    if other := re.search("[{}]", text[opening + 1 : closing] + text[closing + 1 :]):
        raise GiftRefused(words.said(words.TWO_ANSWERS), opening + 1 + other.start())
    return text[start:opening], text[opening + 1 : closing], text[closing + 1 :]


def _parts(answer: str) -> tuple[str, str]:
    """The answer and its general feedback."""
    own, mark, general = answer.rpartition(_GENERAL)
    return (own.strip(), general.strip()) if mark else (answer.strip(), "")


def _carried(name: str, block: Block, text: Text) -> dict[str, str]:
    """The name, where it says more than the code: another program shows it in its lists."""
    if len(name) > _MOST_NAME:
        text.lose(words.said(words.NAME_TOO_LONG))
        return {}
    return {"name": name} if name and name != block.token("id") else {}


def _placed(block: Block, wording: Wording) -> ExchangedQuestion:
    """The question with what its comments say of it."""
    marks, difficulty = block.token("marks"), block.token("difficulty")
    credit = block.token("credit")
    if wording.kind == Kind.MULTIPLE_CHOICE and credit in CREDITS:
        key = CREDITS[credit](len(wording.content["options"]), wording.key["right"])
        if key == wording.key.get("percents"):
            told = {} if credit == "exact" else {"credit": credit}
            wording = replace(wording, key={"right": wording.key["right"], **told})
    if marks.isascii() and marks.isdecimal() and len(marks) <= 3:
        wording = replace(wording, marks=int(marks))
    levels = {str(level.value): level.value for level in Difficulty}
    return ExchangedQuestion(
        wording,
        code=block.token("id"),
        category=block.category,
        skill=block.token("skill"),
        difficulty=levels.get(difficulty, Difficulty.MEDIUM.value),
        language=block.token("language") or language_of(wording),
        tags=block.tags,
    )
