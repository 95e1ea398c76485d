"""What the cells of a row say of a question of each kind, both ways.

Option cells hold options, units, pairs, steps, a text with gaps, a talk, or the rows of a rubric;
the notations are those of the question form. What a cell cannot say, `notes` keeps.
"""

import re
from collections.abc import Callable

from assessments.enums import Kind
from assessments.errors import carried_words as words
from assessments.rules.exchange import sheet_columns as columns
from assessments.rules.exchange.sheet_choices import (
    QUOTED,
    Cells,
    Shape,
    credit_of,
    listed,
    read_multiple,
    read_single,
    read_truth,
    refused,
    write_options,
    write_truth,
)
from assessments.rules.kinds import cloze_notation, scenario_notation
from assessments.rules.kinds.number import number_in
from assessments.rules.wording import Wording

_PERCENT = re.compile(r"(?P<text>.*?)\s*[|｜]\s*(?P<percent>[0-9]{1,3})\s*[%％]")
_POINTS = re.compile(r"(?P<text>.*?)\s*[|｜]\s*(?P<points>[0-9]{1,3})\s*分?")
_SIDES = re.compile(r"(?<!\\)[=＝]")
# In a text with gaps that stands under 题干.
_STEM = {"zh-hans": "把空填完整。", "en": "Fill in the gaps."}


# Words and numbers --------------------------------------------------------------------------------


def read_short(cells: Cells) -> tuple[Shape, Shape]:
    lines = [line.strip() for line in cells[columns.ANSWER].split("\n") if line.strip()]
    if not lines:
        raise refused(words.ANSWER_MISSING)
    groups = [listed(option) for option in cells.filled]
    accepted = []
    for line in lines:
        match = _PERCENT.fullmatch(line)
        one: Shape = {"text": match["text"] if match else line}
        if match and match["percent"] != "100":
            one["percent"] = int(match["percent"])
        accepted.append(one)
    return {}, {"accepted": accepted, "synonyms": groups}


def write_short(wording: Wording, cells: Cells) -> None:
    cells.by_column[columns.ANSWER] = "\n".join(
        one["text"] if one.get("percent", 100) == 100 else f"{one['text']} | {one['percent']}%"
        for one in wording.key["accepted"]
    )
    cells.options = ["、".join(group) for group in wording.key.get("synonyms", ())]


def read_number(cells: Cells) -> tuple[Shape, Shape]:
    """“30 ± 5 分钟”; units in the option cells, “小时 = 60” being 60 of the first one."""
    units = [_halves(option) for option in cells.filled]
    names = [name for name, __ in units]
    answer = cells[columns.ANSWER]
    key: Shape = {"value": "", "tolerance": "0", "unit": 0}
    for index, name in sorted(enumerate(names), key=lambda each: -len(each[1])):
        if answer.endswith(name) and number_in(answer) is None:
            answer, key["unit"] = answer.removesuffix(name).strip(), index
            break
    value, __, tolerance = re.sub(r"\+/-|\+-", "±", answer).partition("±")
    key["value"], key["tolerance"] = value.strip(), tolerance.strip() or "0"
    if number_in(key["value"]) is None or number_in(key["tolerance"]) is None:
        raise refused(words.NOT_NUMBER, text=answer[:QUOTED])
    if any(size for __, size in units):
        key["per_unit"] = [units[0][1] or "1", *(size for __, size in units[1:])]
    return {"units": names}, key


def write_number(wording: Wording, cells: Cells) -> None:
    names, key = wording.content.get("units", ()), wording.key
    unit, sizes = key.get("unit", 0), key.get("per_unit", ())
    tolerance = key.get("tolerance", "0")
    parts = [key["value"], *(["±", tolerance] if tolerance != "0" else [])]
    cells.by_column[columns.ANSWER] = " ".join([*parts, *([names[unit]] if unit else [])])
    cells.options = [
        f"{_side(name)} = {sizes[index]}" if sizes and index else _side(name)
        for index, name in enumerate(names)
    ]


# Pairs, steps, texts ------------------------------------------------------------------------------


def _halves(text: str) -> tuple[str, str]:
    parts = [re.sub(r"\\([=＝])", r"\1", part).strip() for part in _SIDES.split(text, maxsplit=1)]
    return parts[0], parts[1] if len(parts) > 1 else ""


def _side(text: str) -> str:
    return re.sub("([=＝])", r"\\\1", text)


def read_pairs(cells: Cells) -> tuple[Shape, Shape]:
    """“left = right” in each option cell; “= right” is a partner of nobody."""
    left, partners, spare = [], [], []
    for option in cells.filled:
        one, other = _halves(option)
        if not other:
            raise refused(words.PAIR_UNCLEAR, text=option[:QUOTED])
        if one:
            left.append(one)
            partners.append(other)
        else:
            spare.append(other)
    right = [*dict.fromkeys([*partners, *spare])]
    return {"left": left, "right": right}, {"pairs": [right.index(each) for each in partners]}


def write_pairs(wording: Wording, cells: Cells) -> None:
    right, pairs = wording.content["right"], wording.key["pairs"]
    lines = zip(wording.content["left"], pairs, strict=True)
    cells.options = [f"{_side(text)} = {_side(right[partner])}" for text, partner in lines]
    spare = (text for index, text in enumerate(right) if index not in pairs)
    cells.options += [f"= {_side(text)}" for text in spare]


def read_steps(cells: Cells) -> tuple[Shape, Shape]:
    return {"steps": cells.filled}, {"credit": credit_of(cells, "exact", "neighbours")}


def write_steps(wording: Wording, cells: Cells) -> None:
    cells.options = list(wording.content["steps"])
    credit = wording.key.get("credit", "exact")
    cells.by_column[columns.CREDIT] = columns.word_for(columns.CREDIT, credit)


def read_gaps(cells: Cells) -> tuple[Shape, Shape]:
    """The text with its braces in the first option cell, or under 题干."""
    if len(cells.filled) > 1:
        raise refused(words.GAPS_IN_ONE_CELL, text=cells.filled[1][:QUOTED])
    text = cells.filled[0] if cells.filled else cells[columns.STEM]
    if not cells.filled:
        language = columns.language_named(cells[columns.LANGUAGE]) or "zh-hans"
        cells.stem = _STEM[language]
    return cloze_notation.parse(text)


def write_gaps(wording: Wording, cells: Cells) -> None:
    cells.options = [cloze_notation.unparse(wording.content, wording.key)]


def read_talk(cells: Cells) -> tuple[Shape, Shape]:
    return scenario_notation.parse("\n".join(cells.filled))


def write_talk(wording: Wording, cells: Cells) -> None:
    cells.options = [scenario_notation.unparse(wording.content, wording.key).strip()]


def read_essay(cells: Cells) -> tuple[Shape, Shape]:
    rows = [_row(option, "points") for option in cells.filled]
    return {}, {"rubric": rows, "model": cells[columns.ANSWER]}


def write_essay(wording: Wording, cells: Cells) -> None:
    cells.options = [f"{row['text']} | {row['points']}" for row in wording.key["rubric"]]
    cells.by_column[columns.ANSWER] = wording.key.get("model", "")


def read_role_play(cells: Cells) -> tuple[Shape, Shape]:
    """The situation in the first option cell, marking points in the others."""
    situation, *points = cells.filled or [""]
    rows = [_row(option, "weight", 1) for option in points]
    return {"situation": situation}, {"points": rows, "model": cells[columns.ANSWER]}


def write_role_play(wording: Wording, cells: Cells) -> None:
    points = [f"{one['text']} | {one.get('weight', 1)}" for one in wording.key["points"]]
    cells.options = [wording.content["situation"], *points]
    cells.by_column[columns.ANSWER] = wording.key.get("model", "")


def _row(text: str, name: str, otherwise: int | None = None) -> Shape:
    match = _POINTS.fullmatch(text)
    if match is None and otherwise is None:
        raise refused(words.POINTS_UNCLEAR, text=text[:QUOTED])
    if match is None:
        return {"text": text, name: otherwise}
    return {"text": match["text"], name: int(match["points"])}


READERS: dict[str, Callable[[Cells], tuple[Shape, Shape]]] = {
    Kind.SINGLE_CHOICE: read_single,
    Kind.MULTIPLE_CHOICE: read_multiple,
    Kind.TRUE_FALSE: read_truth,
    Kind.SHORT_TEXT: read_short,
    Kind.NUMBER: read_number,
    Kind.MATCHING: read_pairs,
    Kind.ORDERING: read_steps,
    Kind.CLOZE: read_gaps,
    Kind.SCENARIO: read_talk,
    Kind.ESSAY: read_essay,
    Kind.ROLE_PLAY: read_role_play,
}
WRITERS: dict[str, Callable[[Wording, Cells], None]] = {
    Kind.SINGLE_CHOICE: write_options,
    Kind.MULTIPLE_CHOICE: write_options,
    Kind.TRUE_FALSE: write_truth,
    Kind.SHORT_TEXT: write_short,
    Kind.NUMBER: write_number,
    Kind.MATCHING: write_pairs,
    Kind.ORDERING: write_steps,
    Kind.CLOZE: write_gaps,
    Kind.SCENARIO: write_talk,
    Kind.ESSAY: write_essay,
    Kind.ROLE_PLAY: write_role_play,
}
