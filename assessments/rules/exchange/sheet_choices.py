"""The cells of a row, and what they say of questions with options or of a statement."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from assessments.enums import Kind
from assessments.errors import carried_words as words
from assessments.errors.exchange import QuestionNotTaken
from assessments.rules.exchange import sheet_columns as columns
from assessments.rules.wording import Wording

Shape = dict[str, Any]

BETWEEN = re.compile(r"[\s,，、;；/]+")
# Between words that may hold spaces and slashes themselves.
_LISTED = re.compile(r"[,，、;；\n]+")
_WEIGHTED = re.compile(r"([A-Z])\s*[=:]\s*(-?[0-9]{1,3}(?:\.[0-9]{1,5})?)\s*%?")
_SAID = re.compile(r"\s*(?P<of>[A-Za-zＡ-Ｚａ-ｚ]|对|错)\s*[:：]\s*(?P<text>.*)")
QUOTED = 40


class RowRefused(QuestionNotTaken):
    def __str__(self) -> str:
        return str(self.where["reason"])


def refused(message: object, **where: object) -> RowRefused:
    return RowRefused(reason=words.said(str(message), **where))


@dataclass
class Cells:
    """A row: the text of its cells by column, and of its options by place ("" for an empty one).
    `stem` is what is asked where the cell of it holds something else."""

    by_column: dict[str, str] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    stem: str = ""
    losses: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> str:
        self.used.add(name)
        return self.by_column.get(name, "")

    def lose(self, message: object, **where: object) -> None:
        self.losses.append(words.said(str(message), **where))

    @property
    def filled(self) -> list[str]:
        return [option for option in self.options if option]


def read_options(cells: Cells) -> tuple[Shape, Shape]:
    places = [place for place, option in enumerate(cells.options) if option]
    options = [cells.options[place] for place in places]
    letters = {ascii_uppercase[place]: index for index, place in enumerate(places)}
    answer = unicodedata.normalize("NFKC", cells[columns.ANSWER]).strip()
    if not answer:
        raise refused(words.ANSWER_MISSING)
    content: Shape = {"options": options}
    said = feedback_in(cells, letters)
    if said:
        content["feedback"] = [said.get(letter, "") for letter in letters]
    if answer not in options and _WEIGHTED.search(answer.upper()):
        return content, _by_weight(answer.upper(), letters)
    return content, {"right": _right(answer, letters, options)}


def _by_weight(answer: str, letters: dict[str, int]) -> Shape:
    rest = [part for part in BETWEEN.split(_WEIGHTED.sub(" ", answer)) if part]
    percents = ["0"] * len(letters)
    weights = _WEIGHTED.findall(answer)
    if rest or len({letter for letter, __ in weights}) < len(weights):
        raise refused(words.WEIGHTS_UNCLEAR, text=" ".join(rest)[:QUOTED] or answer[:QUOTED])
    for letter, percent in weights:
        if letter not in letters:
            raise refused(words.LETTER_UNKNOWN, text=letter)
        percents[letters[letter]] = percent
    right = [index for index, percent in enumerate(percents) if float(percent) > 0]
    return {"right": right, "percents": percents}


def _right(answer: str, letters: dict[str, int], options: Sequence[str]) -> list[int]:
    """Letters ("A、C" or "AC"), else the text of one option: letters count also where the options
    are letters themselves."""
    tokens = [token for token in BETWEEN.split(answer.upper()) if token]
    unknown = [token for token in tokens if not set(token) <= set(letters)]
    if not unknown:
        return sorted({letters[letter] for token in tokens for letter in token})
    if answer in options:
        return [options.index(answer)]
    raise refused(words.LETTER_UNKNOWN, text=unknown[0][:QUOTED])


def listed(text: str) -> list[str]:
    return [word.strip() for word in _LISTED.split(text) if word.strip()]


def feedback_in(cells: Cells, known: Collection[str]) -> dict[str, str]:
    """Lines such as "A：…" by what they are said to; a line without goes on the one above. What is
    said to nothing known is lost."""
    found: dict[str, str] = {}
    last = ""
    for line in cells[columns.FEEDBACK].split("\n"):
        match = _SAID.fullmatch(line)
        if match:
            last = unicodedata.normalize("NFKC", match["of"]).upper()
            found[last] = f"{found[last]}\n{match['text']}" if last in found else match["text"]
        elif last:
            found[last] += "\n" + line
        elif line.strip():
            cells.lose(words.SAID_TO_NOTHING, text=line[:QUOTED])
    for of, text in found.items():
        if of not in known:
            cells.lose(words.SAID_TO_NOTHING, text=f"{of}：{text}"[:QUOTED])
    return {of: text for of, text in found.items() if of in known}


def read_single(cells: Cells) -> tuple[Shape, Shape]:
    content, key = read_options(cells)
    if "percents" in key:
        key["right"] = [i for i, percent in enumerate(key["percents"]) if float(percent) == 100]
    return content, key


def read_multiple(cells: Cells) -> tuple[Shape, Shape]:
    content, key = read_options(cells)
    credit = "weights" if "percents" in key else credit_of(cells, "exact", "balance", "each")
    cells.used.add(columns.CREDIT)
    return content, key | {"credit": credit}


def credit_of(cells: Cells, *allowed: str) -> str:
    """The first of the allowed ones where nothing is said."""
    text = cells[columns.CREDIT]
    credit = columns.credit_of(text) if text else allowed[0]
    if credit not in allowed:
        cells.lose(words.CREDIT_UNKNOWN, text=text[:QUOTED])
        return allowed[0]
    return credit


def write_options(wording: Wording, cells: Cells) -> None:
    content, key = wording.content, wording.key
    cells.options = list(content["options"])
    letters = ascii_uppercase[: len(cells.options)]
    percents = key.get("percents")
    if percents:
        told = [f"{letter}={each}%" for letter, each in zip(letters, percents, strict=True)]
        cells.by_column[columns.ANSWER] = "、".join(told)
    else:
        cells.by_column[columns.ANSWER] = "、".join(letters[index] for index in key["right"])
    if wording.kind == Kind.MULTIPLE_CHOICE:
        credit = key.get("credit", "exact")
        cells.by_column[columns.CREDIT] = columns.word_for(columns.CREDIT, credit)
    said = zip(letters, content.get("feedback") or (), strict=False)
    cells.by_column[columns.FEEDBACK] = "\n".join(f"{of}：{text}" for of, text in said if text)


def read_truth(cells: Cells) -> tuple[Shape, Shape]:
    answer = cells[columns.ANSWER]
    truth = columns.truth_of(answer)
    if truth is None:
        missing = words.TRUTH_UNKNOWN if answer else words.ANSWER_MISSING
        raise refused(missing, text=answer[:QUOTED]) if answer else refused(missing)
    content: Shape = {"asks_reason": credit_of(cells, "", "reason") == "reason"}
    said = feedback_in(cells, ("对", "错"))
    if said:
        content["feedback"] = [said.get("对", ""), said.get("错", "")]
    return content, {"right": truth}


def write_truth(wording: Wording, cells: Cells) -> None:
    cells.by_column[columns.ANSWER] = columns.word_for(columns.ANSWER, wording.key["right"])
    if wording.content.get("asks_reason"):
        cells.by_column[columns.CREDIT] = columns.word_for(columns.CREDIT, "reason")
    said = zip(("对", "错"), wording.content.get("feedback") or (), strict=False)
    cells.by_column[columns.FEEDBACK] = "\n".join(f"{of}：{text}" for of, text in said if text)
