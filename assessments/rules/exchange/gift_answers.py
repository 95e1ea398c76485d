"""What stands between the braces of a GIFT question: kind, content and key.

The notation is that of Moodle's "GIFT format" (https://docs.moodle.org/en/GIFT_format). What it
leaves open is decided as Moodle does: only a choice has a tilde, only a matching has `=` and `->`,
an answer that begins with # is a number, an empty one asks for an essay.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from assessments.enums import Kind
from assessments.errors import exchange_words as words
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.gift_blocks import bare
from assessments.rules.exchange.gift_numbers import accepted_number
from assessments.rules.exchange.texts import plain
from assessments.rules.kinds.options import earns_all
from assessments.rules.wording import Wording

# At the beginning of a text.
FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]\s*")
_WEIGHT = re.compile(r"%\s*(?P<percent>[+-]?[0-9]{1,3}(?:\.[0-9]+)?)\s*%")
_FIVE_DIGITS = 5
# Full-width signs where an answer begins: at the very start, after a space, between a pair.
_WIDE_SIGN = re.compile(r"\A[＝～＃]|(?<=[^>]\s)[＝～](?=\S)|－[>＞]|-＞|[=~]\s*％[+-]?[0-9.]+％")
TRUE = frozenset({"t", "true", "对", "正确"})
FALSE = frozenset({"f", "false", "错", "错误"})


class GiftRefused(Exception):
    """A question that cannot be read: why, and at what place of its text."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


@dataclass
class Text:
    """Reads text of one format, and keeps what is lost."""

    format: str
    losses: list[str] = field(default_factory=list)

    def __call__(self, raw: str) -> str:
        """Shielded text without formatting; it may name another format for itself."""
        match = FORMAT.match(raw)
        format = match[1] if match else self.format
        text, losses = plain(bare(raw[match.end() :] if match else raw).strip(), format)
        for loss in losses:
            self.lose(loss)
        return text

    def lose(self, loss: str) -> None:
        if loss not in self.losses:
            self.losses.append(loss)


@dataclass(frozen=True)
class Answer:
    """One answer of several: `percent` is None where none is written."""

    is_right: bool
    text: str
    percent: str | None
    feedback: str


Parsed = tuple[Kind, dict[str, Any], dict[str, Any]]


def parsed(answer: str, text: Text, stem: str) -> Parsed:
    """Kind, content and key of what stands between the braces, shielded and without its general
    feedback. Raises `GiftRefused`."""
    if not answer:
        return _essay(text, stem)
    if wide := _WIDE_SIGN.search(answer):
        raise GiftRefused(words.said(words.WIDE_SIGNS, sign=wide[0]))
    if answer.startswith("#"):
        return _number(answer[1:], text)
    if "~" in answer:
        return _choice(answer, text)
    if "->" in answer and answer.startswith("="):
        return _matching(answer, text)
    truth = answer.split("#")[0].strip().lower()
    if truth in TRUE | FALSE:
        return _truth(answer, text, truth in TRUE)
    return _short_text(answer, text)


def _answers(answer: str, text: Text, first: str = "=") -> list[Answer]:
    """The answers behind each = and ~; what stands before the first sign is one after `first`."""
    found = re.split(r"([=~])", answer)
    signs, bodies = [first, *found[1::2]], found[::2]
    if not bodies[0].strip():
        signs, bodies = signs[1:], bodies[1:]
    answers = []
    for sign, body in zip(signs, bodies, strict=True):
        weight = _WEIGHT.match(body.strip())
        said = body.strip()[weight.end() :] if weight else body
        own, __, feedback = said.partition("#")
        percent = weight["percent"] if weight else None
        answers.append(Answer(sign == "=", text(own), percent, text(feedback)))
    return answers


def _choice(answer: str, text: Text) -> Parsed:
    found = _answers(answer, text, "~")
    content: dict[str, Any] = {"options": [each.text for each in found]}
    if any(each.feedback for each in found):
        content["feedback"] = [each.feedback for each in found]
    percents = [_percent(each) for each in found]
    full = [place for place, each in enumerate(percents) if Fraction(each) == 100]
    earning = [place for place, each in enumerate(percents) if Fraction(each) > 0]
    is_weighted = any(each.percent is not None for each in found)
    if not any(each.is_right for each in found) and len(earning) > 1:
        return _several(content, percents, earning, text)
    if len(full) > 1:
        text.lose(words.said(words.SEVERAL_FULL))
        _lose_parts(percents, text)
        return Kind.MULTIPLE_CHOICE, content, {"right": full}
    if not any(each.is_right for each in found) and full:
        text.lose(words.said(words.SINGLE_MADE))
    key: dict[str, Any] = {"right": full}
    return Kind.SINGLE_CHOICE, content, key | ({"percents": percents} if is_weighted else {})


def _several(
    content: dict[str, Any], percents: list[str], earning: list[int], text: Text
) -> Parsed:
    """Boxes to tick, each with what it earns."""
    if earns_all(map(Fraction, percents)):
        key = {"right": earning, "percents": percents, "credit": "weights"}
        return Kind.MULTIPLE_CHOICE, content, key
    full = [place for place, each in enumerate(percents) if Fraction(each) == 100]
    if full == earning:
        text.lose(words.said(words.SEVERAL_FULL))
    _lose_parts(percents, text)
    return Kind.MULTIPLE_CHOICE, content, {"right": earning}


def _lose_parts(percents: list[str], text: Text) -> None:
    """Says that percentages between all and nothing, or below it, are not kept."""
    if any(Fraction(each) not in (0, 100) for each in percents):
        text.lose(words.said(words.PERCENTS_NOT_KEPT))


def _percent(answer: Answer) -> str:
    """What an option earns, as decimal text with up to five decimals."""
    if answer.percent is None:
        return "100" if answer.is_right else "0"
    whole, point, part = answer.percent.removeprefix("+").partition(".")
    return whole + point + part[:_FIVE_DIGITS]


def _truth(answer: str, text: Text, right: bool) -> Parsed:
    """What is said to the wrong answer stands first, what is said to the right one second."""
    __, *said = answer.split("#", 2)
    wrong, good = ([text(each) for each in said] + ["", ""])[:2]
    feedback = [good, wrong] if right else [wrong, good]
    return Kind.TRUE_FALSE, {"feedback": feedback} if any(feedback) else {}, {"right": right}


def _short_text(answer: str, text: Text) -> Parsed:
    accepted = []
    for each in _answers(answer, text):
        percent = _whole(each, text)
        if not _earns(each.text, percent, each.feedback, text):
            continue
        if "*" in each.text.replace("\\*", ""):
            text.lose(words.said(words.WILDCARD_KEPT, text=each.text))
        one: dict[str, Any] = {"text": each.text.replace("\\*", "*")}
        accepted.append(one | _more(percent, each.feedback))
    if not accepted:
        raise GiftRefused(words.said(words.NO_ANSWERS))
    return Kind.SHORT_TEXT, {}, {"accepted": accepted}


def _number(answer: str, text: Text) -> Parsed:
    taken = []
    for each in _answers(answer, text):
        percent = _whole(each, text)
        # Moodle's notation for what is said to any other number: ~#feedback.
        if not each.text:
            percent = 0
        if not _earns(each.text or "*", percent, each.feedback, text):
            continue
        number = accepted_number(each.text)
        if number is None:
            raise GiftRefused(words.said(words.NOT_A_NUMBER, text=each.text))
        taken.append((percent, number | _more(percent, each.feedback)))
    main = next((number for percent, number in taken if percent == 100), None)
    if main is None:
        raise GiftRefused(words.said(words.NO_ANSWERS))
    others = [number for __, number in taken if number is not main]
    return Kind.NUMBER, {}, main | ({"others": others} if others else {})


def _earns(said: str, percent: int, feedback: str, text: Text) -> bool:
    """Whether an answer is an accepted one; what is lost with another is kept as a loss."""
    if said == "*":
        if percent > 0:
            text.lose(words.said(words.ANY_OTHER_LOST, percent=percent))
        if feedback:
            text.lose(words.said(words.WRONG_FEEDBACK_LOST, text=feedback))
        return False
    if percent <= 0:
        text.lose(words.said(words.WRONG_ANSWER_DROPPED, text=said))
        if feedback:
            text.lose(words.said(words.WRONG_FEEDBACK_LOST, text=feedback))
        return False
    return True


def _whole(answer: Answer, text: Text) -> int:
    """What an answer earns, in whole per cent."""
    if answer.percent is None:
        return 100 if answer.is_right else 0
    exact = Fraction(answer.percent)
    if exact != round(exact):
        loss = words.said(words.PERCENT_ROUNDED, percent=answer.percent, text=answer.text)
        text.lose(loss)
    return round(exact) or int(exact > 0)


def _more(percent: int, feedback: str) -> dict[str, Any]:
    earned = {} if percent == 100 else {"percent": percent}
    return earned | ({"feedback": feedback} if feedback else {})


def _matching(answer: str, text: Text) -> Parsed:
    left: list[str] = []
    partners: list[str] = []
    right: list[str] = []
    for body in filter(str.strip, answer.split("=")):
        one, arrow, other = body.partition("->")
        if not arrow:
            raise GiftRefused(words.said(words.PAIR_WITHOUT_ARROW, text=bare(body).strip()))
        line, partner = text(one), text(other)
        if not partner:
            raise GiftRefused(words.said(words.PAIR_WITHOUT_PARTNER, text=line))
        if partner not in right:
            right.append(partner)
        if line:
            left.append(line)
            partners.append(partner)
    pairs = [right.index(partner) for partner in partners]
    return Kind.MATCHING, {"left": left, "right": right}, {"pairs": pairs}


def _essay(text: Text, stem: str) -> Parsed:
    rubric = essay_rubric(stem)
    text.lose(words.said(words.ESSAY_RUBRIC_MADE))
    return Kind.ESSAY, {}, {"rubric": rubric}


def essay_rubric(stem: str) -> list[dict[str, Any]]:
    """What an essay is marked by that came without a rubric, in the language of its question."""
    language = language_of(Wording(Kind.ESSAY, stem, {}, {}))
    return [{"text": words.in_language(words.WHOLE_ANSWER, language), "points": 1}]
