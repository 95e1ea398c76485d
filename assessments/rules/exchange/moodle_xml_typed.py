"""Short answers and numbers of Moodle XML, and what every type of question is read from and to."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from assessments.enums import Kind
from assessments.errors import carried_words as words
from assessments.rules.exchange.moodle_xml_texts import Reading, number, said_in, unreadable
from assessments.rules.folding import folded
from assessments.rules.kinds.number import number_in

LONGEST = 40
_EXACT_ENOUGH = Fraction(1, 10**11)


@dataclass(frozen=True)
class Body:
    """What one question asks. `stem` is empty where it is the question text as it stands."""

    kind: Kind
    content: dict[str, Any]
    key: dict[str, Any]
    stem: str = ""


@dataclass(frozen=True)
class Asked:
    """The text of the question, its picture taken out, and in plain words."""

    text: str
    format: str
    name: str
    plain: str


def short_text(reading: Reading, asked: Asked) -> Body:
    if reading.value("usecase", "0") == "1":
        reading.lose(words.CASE_LOST)
    accepted: dict[str, dict[str, Any]] = {}
    for answer in reading.all("answer"):
        text = _without_wildcards(reading, reading.plain(answer))
        one = _accepted(reading, answer, text)
        if one is None:
            continue
        if not folded(text):
            _lose_empty(reading, said_in(answer), one)
            continue
        if folded(text) in accepted:
            reading.lose(words.SAME_HERE, text=text[:LONGEST])
        else:
            accepted[folded(text)] = {"text": text} | one
    return Body(Kind.SHORT_TEXT, {}, {"accepted": list(accepted.values())})


def _lose_empty(reading: Reading, text: str, one: dict[str, Any]) -> None:
    """Of an answer of which nothing is left to compare ("*", "!!"), and what was said to it."""
    reading.lose(words.NOTHING_TO_COMPARE, text=text[:LONGEST])
    if "feedback" in one:
        reading.lose(words.OTHER_FEEDBACK_LOST, text=one["feedback"][:LONGEST])


def _without_wildcards(reading: Reading, text: str) -> str:
    plain = text.replace("\\*", "\0").replace("*", " ")
    if plain.count("\0") == text.count("*"):
        return text.replace("\\*", "*")
    plain = " ".join(plain.replace("\0", "*").split())
    if plain:
        reading.lose(words.WILDCARD_LOST, text=text[:LONGEST], plain=plain[:LONGEST])
    return plain


def _accepted(reading: Reading, answer: Element, text: str) -> dict[str, Any] | None:
    """Percent and feedback of an accepted answer; None for one that earns nothing, whose feedback
    is lost."""
    percent = number(answer.get("fraction", "0"))
    feedback = reading.feedback(answer)
    if percent < Decimal("0.5"):
        if feedback:
            reading.lose(words.OTHER_FEEDBACK_LOST, text=feedback[:LONGEST])
        elif text not in ("", "*"):
            reading.lose(words.WRONG_LEFT_OUT, text=text[:LONGEST])
        return None
    whole = min(100, max(1, round(percent)))
    if whole != percent:
        reading.lose(words.PERCENT_ROUNDED, percent=percent.normalize(), text=text[:LONGEST])
    parts: dict[str, Any] = {} if whole == 100 else {"percent": int(whole)}
    return parts | ({"feedback": feedback} if feedback else {})


def numerical(reading: Reading, asked: Asked) -> Body:
    full: dict[str, Any] | None = None
    others = []
    for answer in reading.all("answer"):
        text = said_in(answer)
        one = _accepted(reading, answer, text)
        if one is None:
            continue
        if number_in(text) is None:
            raise unreadable(words.NOT_NUMBER, text=text[:LONGEST])
        tolerance = answer.find("tolerance")
        spread = said_in(tolerance) if tolerance is not None else ""
        one = {"value": text} | one
        if spread and number_in(spread) != 0:
            one["tolerance"] = spread
        if full is None and "percent" not in one:
            full = one
        else:
            others.append(one)
    if full is None:
        raise unreadable(words.ANSWER_MISSING)
    content, units = _units(reading)
    key = full | units | ({"others": others} if others else {})
    return Body(Kind.NUMBER, content, key)


def _units(reading: Reading) -> tuple[dict[str, Any], dict[str, Any]]:
    """Moodle's multiplier says how many of a unit make one of the unit of the answer."""
    if reading.value("unitgradingtype", "0") not in ("0", ""):
        reading.lose(words.UNIT_GRADING_LOST)
    # How the units are shown follows from their number here.
    reading.used |= {"showunits", "unitsleft"}
    names, multipliers = [], []
    for unit in (unit for units in reading.all("units") for unit in units.findall("unit")):
        names.append((unit.findtext("unit_name") or "").strip())
        multipliers.append(Fraction(number(unit.findtext("multiplier") or "1")))
    if not names:
        return {}, {}
    content = {"units": names}
    if len(names) == 1:
        return content, {}
    if any(each <= 0 for each in multipliers):
        raise unreadable(words.NOT_NUMBER, text="multiplier")
    own = multipliers.index(Fraction(1)) if 1 in multipliers else 0
    sizes = [multipliers[0] / each for each in multipliers]
    key: dict[str, Any] = {"per_unit": [_decimal(reading, *each) for each in zip(names, sizes)]}  # noqa: B905
    return content, key | ({"unit": own} if own else {})


def _decimal(reading: Reading, unit: str, size: Fraction) -> str:
    """As decimal text, to the 12 digits that a rounded multiplier allows for."""
    text = f"{Decimal(size.numerator) / Decimal(size.denominator):.12g}"
    plain = f"{Decimal(text).normalize():f}"
    if abs(Fraction(plain) / size - 1) > _EXACT_ENOUGH:
        reading.lose(words.UNIT_INEXACT, unit=unit)
    return plain
