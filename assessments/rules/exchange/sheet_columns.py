"""The columns of a spreadsheet of questions, their headings and the words in their cells.

Headings and words are Chinese, as Chinese trainers fill them in; English ones are read as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from assessments.enums import Difficulty, Kind

CODE, CATEGORY, KIND, STEM, ANSWER, CREDIT, MARKS, EXPLANATION, FEEDBACK = (
    "code", "category", "kind", "stem", "answer", "credit", "marks", "explanation", "feedback",
)  # fmt: skip
DIFFICULTY, TAGS, SKILL, LANGUAGE, PICTURE, PICTURE_ALT, NOTE = (
    "difficulty", "tags", "skill", "language", "picture", "picture_alt", "note",
)  # fmt: skip
OPTION = "option"

# Column, its heading, others by which it is known, and its width.
_COLUMNS: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    (CODE, "代码", ("编号", "题号", "Code"), 14),
    (CATEGORY, "类别", ("分类", "题库", "Category"), 20),
    (KIND, "题型", ("Kind", "Type"), 12),
    (STEM, "题干", ("题目", "问题", "Question", "Stem"), 48),
    (ANSWER, "正确答案", ("答案", "Right answer", "Answer"), 20),
    (CREDIT, "评分方式", ("计分方式", "Counting"), 14),
    (MARKS, "分值", ("分数", "Marks", "Points"), 8),
    (EXPLANATION, "解析", ("答案解析", "Explanation"), 36),
    (FEEDBACK, "反馈", ("Feedback",), 30),
    (DIFFICULTY, "难度", ("Difficulty",), 10),
    (TAGS, "标签", ("Tags",), 16),
    (SKILL, "技能", ("能力", "Skill"), 12),
    (LANGUAGE, "语言", ("Language",), 8),
    (PICTURE, "图片", ("Picture",), 18),
    (PICTURE_ALT, "图片说明", ("What the picture shows", "Alt"), 24),
)
OPTION_HEADING, NOTE_HEADING = "选项", "JSON"
_OPTION_WIDTH, _NOTE_WIDTH = 24, 20
# So many columns for options stand there at least.
LEAST_OPTIONS = 6
MOST_OPTIONS = len(ascii_uppercase)
_OPTION = re.compile(r"(?:选项|option ?)([a-z])")
_NOTE = re.compile(r"json ?([0-9]{0,2})")

_KINDS: dict[str, tuple[str, ...]] = {
    Kind.SINGLE_CHOICE: ("单选题", "单选", "Single choice"),
    Kind.MULTIPLE_CHOICE: ("多选题", "多选", "Multiple choice"),
    Kind.TRUE_FALSE: ("判断题", "判断", "True or false"),
    Kind.SHORT_TEXT: ("简答题", "简答", "Short text"),
    Kind.NUMBER: ("数字题", "数值题", "计算题", "Number"),
    Kind.MATCHING: ("配对题", "连线题", "配对", "Matching"),
    Kind.ORDERING: ("排序题", "排序", "Ordering"),
    Kind.CLOZE: ("填空题", "填空", "Cloze"),
    Kind.SCENARIO: ("情景题", "情景对话", "Scenario"),
    Kind.ESSAY: ("论述题", "论述", "问答题", "Essay"),
    Kind.ROLE_PLAY: ("角色扮演", "Role-play"),
}
_DIFFICULTIES: dict[int, tuple[str, ...]] = {
    Difficulty.EASY: ("容易", "易", "简单", "Easy", "1"),
    Difficulty.MEDIUM: ("中等", "中", "Medium", "2"),
    Difficulty.HARD: ("较难", "难", "困难", "Hard", "3"),
}
_CREDITS: dict[str, tuple[str, ...]] = {
    "exact": ("全对得分", "All or nothing"),
    "balance": ("错选抵扣", "Wrong ones taken off"),
    "each": ("逐项判断", "Each option"),
    "weights": ("按百分比", "By percentages"),
    "neighbours": ("相邻得分", "Neighbours"),
    "reason": ("说明理由", "With a reason"),
}
_TRUTHS: dict[bool, tuple[str, ...]] = {
    True: ("对", "正确", "是", "√", "✓", "T", "True", "Yes", "1"),
    False: ("错", "错误", "否", "×", "✗", "x", "F", "False", "No", "0"),
}
_LANGUAGES: dict[str, tuple[str, ...]] = {
    "zh-hans": ("中文", "Chinese", "zh", "zh-hans"),
    "en": ("英文", "English", "en"),
}


def folded(text: str) -> str:
    """A heading or a word of a cell as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(":*")


def _by_word(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {folded(word): value for value, words in table.items() for word in words}


_HEADINGS = {folded(title): name for name, own, more, __ in _COLUMNS for title in (own, *more)}
_KIND_OF, _CREDIT_OF, _LANGUAGE_OF = map(_by_word, (_KINDS, _CREDITS, _LANGUAGES))
_DIFFICULTY_OF = {folded(word): level for level, levels in _DIFFICULTIES.items() for word in levels}
_TRUTH_OF = {folded(word): truth for truth, truths in _TRUTHS.items() for word in truths}
HEADINGS = {row[0]: row[1] for row in _COLUMNS} | {NOTE: NOTE_HEADING}


@dataclass(frozen=True)
class Heading:
    """A column: `name` is one of the constants, `number` that of the option from 0, or of the part
    of a note from 1."""

    name: str
    title: str
    width: int = 12
    number: int = 0


def heading_of(title: str) -> Heading | None:
    """None for a column that is not known."""
    plain = folded(title)
    if option := _OPTION.fullmatch(plain):
        return Heading(OPTION, title, number=ascii_uppercase.index(option[1].upper()))
    if note := _NOTE.fullmatch(plain):
        return Heading(NOTE, title, number=int(note[1] or 1))
    name = _HEADINGS.get(plain)
    return Heading(name, title) if name else None


def layout(options: int, notes: int) -> list[Heading]:
    """The columns of a file with so many options and parts of notes."""
    found = []
    for name, title, __, width in _COLUMNS:
        if name == ANSWER:
            found += [
                Heading(OPTION, f"{OPTION_HEADING}{letter}", _OPTION_WIDTH, index)
                for index, letter in enumerate(ascii_uppercase[: max(LEAST_OPTIONS, options)])
            ]
        found.append(Heading(name, title, width))
    for number in range(1, notes + 1):
        title = NOTE_HEADING if number == 1 else f"{NOTE_HEADING}{number}"
        found.append(Heading(NOTE, title, _NOTE_WIDTH, number))
    return found


def choices_of(name: str) -> list[str]:
    """The words that a column offers."""
    tables: dict[str, Iterable[Sequence[str]]] = {
        KIND: _KINDS.values(),
        DIFFICULTY: _DIFFICULTIES.values(),
        CREDIT: _CREDITS.values(),
        LANGUAGE: _LANGUAGES.values(),
    }
    return [words[0] for words in tables.get(name, ())]


def kind_of(text: str) -> str | None:
    plain = folded(text)
    return plain if plain in _KINDS else _KIND_OF.get(plain)


def credit_of(text: str) -> str | None:
    return _CREDIT_OF.get(folded(text))


def difficulty_of(text: str) -> int | None:
    return _DIFFICULTY_OF.get(folded(text))


def language_named(text: str) -> str | None:
    return _LANGUAGE_OF.get(folded(text))


def truth_of(text: str) -> bool | None:
    return _TRUTH_OF.get(folded(text))


def word_for(table: str, value: object) -> str:
    """The word that is written for a value, "" for one without a word."""
    words = _WORDS[table].get(value, ("",))
    return words[0]


_WORDS: dict[str, dict[Any, tuple[str, ...]]] = {
    KIND: {**_KINDS},
    DIFFICULTY: {**_DIFFICULTIES},
    CREDIT: {**_CREDITS},
    LANGUAGE: {**_LANGUAGES},
    ANSWER: {**_TRUTHS},
}
