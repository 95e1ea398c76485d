"""Questions written in GIFT; `gift.read` reads them again.

Kinds that GIFT lacks are written as what other programs can use instead: an ordering as a matching
of steps with their numbers, a text with gaps, a talk and a role-play as an essay.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assessments.enums import Difficulty, Kind
from assessments.errors import exchange_words as words
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.exact import packed
from assessments.rules.exchange.gift_blocks import (
    escaped,
    escaped_token,
    path_written,
    shielded,
)
from assessments.rules.exchange.gift_credits import CREDITS
from assessments.rules.exchange.gift_read import read
from assessments.rules.exchange.questions import ExchangedQuestion, Refused, Source, Written
from assessments.rules.exchange.texts import is_plain
from assessments.rules.kinds import scenario_notation
from assessments.rules.kinds.base import all_texts
from assessments.rules.wording import Wording


def write(questions: Sequence[ExchangedQuestion]) -> Written:
    """The questions as a file, in their order. What would not come back equal carries the exact
    question beside it; a picture is lost, and said to be."""
    blocks, losses = [], []
    category: tuple[str, ...] = ()
    for question in questions:
        if question.category != category:
            blocks.append(path_written(question.category))
            category = question.category
        block, lost = _block(question)
        blocks.append(block)
        if lost:
            losses.append(Refused("", question.code, lost))
    return Written(("\n\n".join(blocks) + "\n").encode("utf-8", "replace"), losses)


def _block(question: ExchangedQuestion) -> tuple[str, str]:
    lost = ""
    wording = question.wording
    if question.picture is not None or wording.picture_id is not None or wording.picture_alt:
        lost = words.said(words.PICTURE_NOT_IN_FORMAT)
        bare = replace(wording, picture_id=None, picture_alt="")
        question = replace(question, wording=bare, picture=None)
    text = _text(question.wording)
    block = "\n".join([*_comment(question), text])
    if _comes_back(block, question):
        return block, lost
    told = f"// [wording: {_quiet(packed(question.wording, shielded(text)))}]\n{block}"
    if _comes_back(told, question):
        return told, lost
    return told, " ".join(filter(None, [lost, words.said(words.NOT_EQUAL)]))


def _comes_back(block: str, question: ExchangedQuestion) -> bool:
    file = f"{path_written(question.category)}\n\n{block}".encode("utf-8", "replace")
    found = list(read(Source(file)))
    return len(found) == 1 and getattr(found[0], "question", None) == question


def _quiet(told: str) -> str:
    """JSON in which no reader of comments finds a token."""
    return told.replace("[id:", "\\u005bid:").replace("[tag:", "\\u005btag:")


def _comment(question: ExchangedQuestion) -> Iterator[str]:
    wording = question.wording
    tokens = [("id", question.code)] if question.code else []
    tokens += [("tag", tag) for tag in question.tags]
    if wording.marks != 1:
        tokens.append(("marks", str(wording.marks)))
    if question.difficulty != Difficulty.MEDIUM:
        tokens.append(("difficulty", str(int(question.difficulty))))
    if question.skill:
        tokens.append(("skill", question.skill))
    if question.language != language_of(wording):
        tokens.append(("language", question.language))
    credit = wording.key.get("credit", "exact")
    if wording.kind == Kind.MULTIPLE_CHOICE and credit in CREDITS:
        tokens.append(("credit", credit))
    if tokens:
        yield "// " + " ".join(escaped_token(name, value) for name, value in tokens)


def _text(wording: Wording) -> str:
    """The question without comments."""
    name = str(wording.carried.get("name", ""))
    stem, answer = _ANSWERS[wording.kind](wording)
    texts = all_texts([stem, wording.content, wording.key, wording.explanation])
    is_safe = all(map(is_plain, texts)) and not stem.startswith(("[", "//", "$"))
    format = "" if is_safe else "[plain]"
    general = f"####{_own(wording.explanation)}" if wording.explanation else ""
    head = f"::{escaped(name)}::" if name else ""
    return f"{head}{format}{escaped(stem)} {{{answer}{general}}}"


def _options(wording: Wording) -> tuple[str, str]:
    options = wording.content["options"]
    feedback = wording.content.get("feedback") or [""] * len(options)
    percents = wording.key.get("percents") or ()
    right, credit = wording.key["right"], wording.key.get("credit", "exact")
    if wording.kind == Kind.MULTIPLE_CHOICE and not percents:
        percents = CREDITS[credit](len(options), right)
    lines = []
    for place, (option, said) in enumerate(zip(options, feedback, strict=True)):
        is_only = wording.kind == Kind.SINGLE_CHOICE and place in right
        weight = f"%{percents[place]}%" if percents and not is_only else ""
        lines.append(f"{'=' if is_only else '~'}{weight}{_own(option)}{_said(said)}")
    return wording.stem, _in_lines(lines)


def _truth(wording: Wording) -> tuple[str, str]:
    right = wording.key["right"]
    true, false = wording.content.get("feedback") or ("", "")
    good, wrong = (true, false) if right else (false, true)
    said = f"#{_own(wrong)}" if wrong or good else ""
    return wording.stem, f"{'TRUE' if right else 'FALSE'}{said}{_said(good)}"


def _short_text(wording: Wording) -> tuple[str, str]:
    lines = [
        f"={_weight(one)}{_own(one['text'].replace('*', chr(92) + '*'))}"
        f"{_said(one.get('feedback', ''))}"
        for one in wording.key["accepted"]
    ]
    return wording.stem, _in_lines(lines)


def _number(wording: Wording) -> tuple[str, str]:
    key = wording.key
    lines = []
    for one in [{**key, "percent": 100}, *key.get("others", ())]:
        tolerance = one.get("tolerance", "0")
        number = one["value"] + (f":{tolerance}" if tolerance != "0" else "")
        lines.append(f"={_weight(one)}{number}{_said(one.get('feedback', ''))}")
    return wording.stem, "#" + _in_lines(lines)


def _matching(wording: Wording) -> tuple[str, str]:
    right, pairs = wording.content["right"], wording.key["pairs"]
    lines, written = [], 0
    for left, partner in zip(wording.content["left"], pairs, strict=True):
        # A right side without a left one stands where it keeps its place among the others.
        lines += [
            f"=-> {_own(right[extra])}" for extra in range(written, partner) if extra not in pairs
        ]
        written = max(written, partner)
        lines.append(f"={_own(left)} -> {_own(right[partner])}")
    lines += [
        f"=-> {_own(right[extra])}" for extra in range(written, len(right)) if extra not in pairs
    ]
    return wording.stem, _in_lines(lines)


def _ordering(wording: Wording) -> tuple[str, str]:
    steps = enumerate(wording.content["steps"], start=1)
    return wording.stem, _in_lines([f"={escaped(step)} -> {number}" for number, step in steps])


def _cloze(wording: Wording) -> tuple[str, str]:
    text = words.GAP_LEFT.join(wording.content["parts"])
    return f"{wording.stem}\n{text}", ""


def _scenario(wording: Wording) -> tuple[str, str]:
    return f"{wording.stem}\n{scenario_notation.unparse(wording.content, wording.key)}", ""


def _role_play(wording: Wording) -> tuple[str, str]:
    return f"{wording.stem}\n{wording.content['situation']}", ""


def _essay(wording: Wording) -> tuple[str, str]:
    return wording.stem, ""


def _weight(one: Mapping[str, Any]) -> str:
    percent = one.get("percent", 100)
    return "" if percent == 100 else f"%{percent}%"


def _said(feedback: str) -> str:
    return f"#{_own(feedback)}" if feedback else ""


def _own(text: str) -> str:
    """A text inside the braces. One that begins like a format or a percentage is told to be
    neither."""
    return f"[plain]{escaped(text)}" if text.startswith(("[", "%")) else escaped(text)


def _in_lines(lines: Sequence[str]) -> str:
    return "\n\t" + "\n\t".join(lines) + "\n"


_ANSWERS: Mapping[str, Callable[[Wording], tuple[str, str]]] = {
    Kind.SINGLE_CHOICE: _options,
    Kind.MULTIPLE_CHOICE: _options,
    Kind.TRUE_FALSE: _truth,
    Kind.SHORT_TEXT: _short_text,
    Kind.NUMBER: _number,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.CLOZE: _cloze,
    Kind.SCENARIO: _scenario,
    Kind.ESSAY: _essay,
    Kind.ROLE_PLAY: _role_play,
}
