"""What the types of question in Moodle XML are here: content and key of each.

See https://docs.moodle.org/en/Moodle_XML_format and the `export_to_xml` of each question type.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.enums import Kind
from assessments.errors import carried_words as words
from assessments.rules.exchange import moodle_xml_cloze as cloze
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.moodle_xml_texts import (
    Reading,
    number,
    percent_text,
    raw,
    said_in,
    unreadable,
)
from assessments.rules.exchange.moodle_xml_typed import (
    LONGEST,
    Asked,
    Body,
    numerical,
    short_text,
)
from assessments.rules.wording import Wording

# The one row of a rubric for an essay that brings none, in the language of the question.
WHOLE_ANSWER = {"zh-hans": "整个回答", "en": "The answer as a whole"}
ROW = re.compile(r"(?P<text>\S.*?) \| (?P<points>[0-9]{1,3})")
_FULL = Decimal("99.99")


def multiple_choice(reading: Reading, asked: Asked) -> Body:
    answers = reading.all("answer")
    options = [reading.plain(answer) for answer in answers]
    percents = [percent_text(answer.get("fraction", "0")) for answer in answers]
    content: dict[str, Any] = {"options": options}
    feedback = [reading.feedback(answer) for answer in answers]
    if any(feedback):
        content["feedback"] = feedback
    if reading.value("single", "true") in ("true", "1"):
        return Body(Kind.SINGLE_CHOICE, content, _one_right(percents))
    right = [index for index, percent in enumerate(percents) if Decimal(percent) > 0]
    if len(right) == 1:
        reading.lose(words.ONE_RIGHT_OF_SEVERAL)
        return Body(Kind.SINGLE_CHOICE, content, _one_right(percents))
    return Body(Kind.MULTIPLE_CHOICE, content, _several_right(percents, right))


def all_or_nothing(reading: Reading, asked: Asked) -> Body:
    """The type of the plugin “All or Nothing Multiple Choice”."""
    reading.used.add("single")
    body = multiple_choice(reading, asked)
    right = [
        index
        for index, answer in enumerate(reading.all("answer"))
        if number(answer.get("fraction", "0")) > 0
    ]
    return Body(Kind.MULTIPLE_CHOICE, body.content, {"right": right, "credit": "exact"})


def _one_right(percents: list[str]) -> dict[str, Any]:
    right = [index for index, percent in enumerate(percents) if Decimal(percent) >= _FULL]
    key: dict[str, Any] = {"right": right}
    if any(percent != "0" for index, percent in enumerate(percents) if index not in right):
        key["percents"] = ["100" if i in right else each for i, each in enumerate(percents)]
    return key


def _several_right(percents: list[str], right: list[int]) -> dict[str, Any]:
    """Even shares, taken off again for what is wrong, are the rule “balance”."""
    shares = balanced(len(right), len(percents))
    expected = [shares[0] if index in right else shares[1] for index in range(len(percents))]
    near = (abs(Fraction(each) - Fraction(other)) for each, other in zip(percents, expected))  # noqa: B905
    if right and all(gap <= Fraction(1, 1000) for gap in near):
        return {"right": right, "credit": "balance"}
    return {"right": right, "credit": "weights", "percents": percents}


def balanced(right: int, options: int) -> tuple[str, str]:
    """What a right and a wrong option earn under the rule “balance”, in per cent."""
    each = [Decimal(100) / right, Decimal(-100) / max(1, options - right)] if right else [0, 0]
    return percent_text(str(each[0])[:12]), percent_text(str(each[1])[:12])


def true_false(reading: Reading, asked: Asked) -> Body:
    said, fractions = {}, {}
    for answer in reading.all("answer"):
        truth = said_in(answer).lower()
        fractions[truth] = number(answer.get("fraction", "0"))
        said[truth] = reading.feedback(answer)
    right = [truth for truth in ("true", "false") if fractions.get(truth, Decimal(0)) >= _FULL]
    if len(right) != 1:
        raise unreadable(words.TRUTH_UNCLEAR)
    feedback = [said.get("true", ""), said.get("false", "")]
    content = {"feedback": feedback} if any(feedback) else {}
    return Body(Kind.TRUE_FALSE, content, {"right": right == ["true"]})


# Pairs, steps, texts -----------------------------------------------------------------------------


def matching(reading: Reading, asked: Asked) -> Body:
    left, right, pairs = [], list[str](), []
    for pair in reading.all("subquestion"):
        answer = pair.find("answer")
        partner = "" if answer is None else cloze.without_markup(said_in(answer))
        question = reading.plain(pair)
        if partner and partner not in right:
            right.append(partner)
        if question and not partner:
            raise unreadable(words.PAIR_UNCLEAR, text=question[:LONGEST])
        if question:
            left.append(question)
            pairs.append(right.index(partner))
    return Body(Kind.MATCHING, {"left": left, "right": right}, {"pairs": pairs})


def ordering(reading: Reading, asked: Asked) -> Body:
    rule = reading.value("gradingtype", "ABSOLUTE_POSITION")
    if reading.value("selecttype", "ALL") not in ("ALL", "0"):
        reading.lose(words.STEPS_CHOSEN)
    reading.used.add("selectcount")
    credit = "exact" if rule in ("ALL_OR_NOTHING", "-1") else "neighbours"
    if credit == "neighbours" and rule not in ("RELATIVE_NEXT_EXCLUDE_LAST", "1"):
        reading.lose(words.STEPS_CREDIT, rule=rule)
    answers = reading.all("answer")
    # Moodle numbers the steps by their fractions; files with the same for all stand in order.
    answers.sort(key=lambda answer: number(answer.get("fraction", "0")))
    steps = [reading.plain(answer) for answer in answers]
    return Body(Kind.ORDERING, {"steps": steps}, {"credit": credit})


def essay(reading: Reading, asked: Asked) -> Body:
    if reading.value("attachments", "0") not in ("0", ""):
        reading.lose(words.ATTACHMENTS_LOST)
    template = reading.element.find("responsetemplate")
    if template is not None and raw(template).strip():
        reading.lose(words.TEMPLATE_LOST)
    lines = reading.text("graderinfo").split("\n")
    rubric = []
    while lines and (row := ROW.fullmatch(lines[0])) and 1 <= int(row["points"]) <= 100:
        rubric.append({"text": row["text"], "points": int(row["points"])})
        lines.pop(0)
    if not rubric:
        language = language_of(Wording(Kind.ESSAY, asked.plain, {}, {}))
        rubric = [{"text": WHOLE_ANSWER[language], "points": 10}]
        reading.lose(words.RUBRIC_MADE)
    model = "\n".join(lines).strip("\n")
    return Body(Kind.ESSAY, {}, {"rubric": rubric} | ({"model": model} if model else {}))


def gapped(reading: Reading, asked: Asked) -> Body:
    stem, content, key = cloze.read(reading, asked.text, asked.format, asked.name)
    return Body(Kind.CLOZE, content, key, stem)


def dragged(reading: Reading, asked: Asked) -> Body:
    reading.lose(words.DRAGGED)
    return numbered_gaps(reading, asked)


def numbered_gaps(reading: Reading, asked: Asked) -> Body:
    tag = "dragbox" if reading.element.find("dragbox") is not None else "selectoption"
    boxes = [
        (cloze.without_markup(said_in(box)), (box.findtext("group") or "1").strip())
        for box in reading.all(tag)
    ]
    stem, content, key = cloze.read_numbered(reading, asked.text, asked.format, asked.name, boxes)
    return Body(Kind.CLOZE, content, key, stem)


READERS: dict[str, Callable[[Reading, Asked], Body]] = {
    "multichoice": multiple_choice,
    "multichoiceset": all_or_nothing,
    "truefalse": true_false,
    "shortanswer": short_text,
    "numerical": numerical,
    "matching": matching,
    "match": matching,
    "ordering": ordering,
    "essay": essay,
    "cloze": gapped,
    "multianswer": gapped,
    "gapselect": numbered_gaps,
    "ddwtos": dragged,
}
