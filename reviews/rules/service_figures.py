"""Service figures as people send them: which column is which, what the cells of a row say, and what
speaks against counting it.

Codes of remarks are values of `enums.FigureRemark`, names of columns those of `enums.FigureColumn`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.people.rules.name_keys import fold
from lms.people.rules.names import tidy
from lms.people.rules.periods import Period, month_end, overlap
from lms.people.rules.roster import EXAMPLE_NUMBER, Columns, Remark, text_of
from reviews.rules.scorecard import MEASURES_OF, Component, Measure

Value = object

# How each column may be headed, in Chinese and English; compared after `fold`.
HEADINGS: dict[str, tuple[str, ...]] = {
    "staff_number": ("工号", "员工号", "员工编号", "人员编号", "staff number", "staff no", "number",
                     "employee number", "employee id"),
    "month": ("月份", "月", "年月", "统计月份", "所属月份", "month"),
    "measure": ("指标", "指标名称", "考核指标", "数据项", "measure", "metric", "indicator",
                "figure"),
    "numerator": ("分子", "达标数", "完成数", "满足数", "numerator", "met", "good"),
    "denominator": ("分母", "总数", "总量", "应完成数", "denominator", "total", "of"),
    "source": ("来源", "数据来源", "出处", "source"),
}  # fmt: skip
REQUIRED = ("staff_number", "month", "measure", "numerator", "denominator")
# Full-width letters, digits and signs, and the full-width space, as a keyboard has them.
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
# The headings may stand below a title.
LAST_ROW_OF_HEADINGS = 10

# What each measure may be called besides its code; compared after `fold`.
MEASURE_WORDS: dict[Measure, tuple[str, ...]] = {
    Measure.CLOSURE: ("投诉关闭率", "关闭率", "有效投诉关闭率", "投诉办结率",
                      "complaint-closure rate", "complaint closure", "closure rate"),
    Measure.SATISFACTION: ("满意度", "客户满意度", "业主满意度", "住户满意度", "满意率",
                           "customer satisfaction", "satisfaction rate"),
    Measure.CALL_BACK: ("回访率", "投诉回访率", "call-back rate", "callback rate", "callback"),
    Measure.CALL_BACK_MAJOR: ("重大投诉回访率", "重大回访率", "重大投诉回访",
                              "call-back rate, major complaints", "major call-back rate",
                              "major callback rate"),
    Measure.WITHIN_LIMITS: ("时限达成率", "时限遵守率", "时限内完成率", "按时完成率", "及时率",
                            "time limits kept", "limits kept", "within time limits"),
}  # fmt: skip
MEASURE_BY_WORD = {
    fold(word): measure for measure, words in MEASURE_WORDS.items() for word in words
}
MEASURE_BY_WORD |= {fold(each): each for each in MEASURES_OF[Component.SERVICE]}

MONTH = re.compile(r"^(\d{4})(?:[-/.]|年)(\d{1,2})月?(?:份)?$")
MONTH_IN_DIGITS = re.compile(r"^(\d{4})(\d{2})$")
DAY_OF_MONTH = re.compile(
    r"^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)\d{1,2}日?(?: 00:00(?::00)?)?$"
)
COUNT = re.compile(r"^-?(\d+|\d{1,3}(,\d{3})+)$")
# Nobody has so many cases in a month.
MOST = 1_000_000
LONGEST_SOURCE = 120
EARLIEST = date(2000, 1, 1)
SHOWN = 40


@dataclass(frozen=True)
class Line:
    """A row of a sheet of figures as its cells say it; None where a cell says nothing that can be
    read. `said` are the texts of the cells. `number` is the row's number in the file, from 1."""

    number: int
    staff_number: str
    month: date | None = None
    measure: Measure | None = None
    numerator: int | None = None
    denominator: int | None = None
    source: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def about(self) -> tuple[str, date, Measure] | None:
        """Whose figure of which month and measure; None where that cannot be read."""
        if not self.staff_number or self.month is None or self.measure is None:
            return None
        return self.staff_number, self.month, self.measure

    def with_remarks(self, remarks: Iterable[Remark]) -> "Line":
        return Line(**{**vars(self), "remarks": (*self.remarks, *remarks)})


@dataclass(frozen=True)
class Person:
    """Whose staff number it is. `employed` are their times in the company."""

    employed: Sequence[Period]
    is_reached: bool = True
    is_oneself: bool = False


@dataclass(frozen=True)
class Held:
    """A figure that counts already: when it was confirmed, and in which file it came."""

    on: date
    file_name: str


def columns_of(rows: Sequence[Sequence[Value]]) -> Columns | None:
    """The row of headings: the first one that names the staff number and the month. None where the
    first rows hold none."""
    known = {fold(word): name for name, words in HEADINGS.items() for word in words}
    for number, row in enumerate(rows[:LAST_ROW_OF_HEADINGS]):
        places: dict[str, int] = {}
        ignored, twice = [], []
        for place, heading in enumerate(text_of(value) for value in row):
            name = known.get(fold(heading))
            if name is None:
                ignored += [heading] if heading else []
            elif name in places:
                twice.append(heading)
            else:
                places[name] = place
        if {"staff_number", "month"} <= places.keys():
            missing = [name for name in REQUIRED if name not in places]
            return Columns(number, places, ignored, twice, missing)
    return None


def read_line(number: int, row: Sequence[Value], columns: Columns) -> Line | None:
    """What the row says, with remarks on what cannot be. None for an empty row, or the example of
    the template."""
    cells = {name: row[place] for name, place in columns.places.items() if place < len(row)}
    said = {name: tidy(_plain(value)) for name, value in cells.items()}
    staff_number = said.get("staff_number", "").upper()
    if not any(said.values()) or staff_number == EXAMPLE_NUMBER:
        return None
    remarks: list[Remark] = []
    if not staff_number:
        remarks.append(Remark("no_staff_number"))
    line = Line(
        number=number,
        staff_number=staff_number,
        month=_month(said.get("month", ""), remarks),
        measure=_measure(said.get("measure", ""), remarks),
        numerator=_count("numerator", said.get("numerator", ""), remarks),
        denominator=_count("denominator", said.get("denominator", ""), remarks),
        source=said.get("source", ""),
        said={name: text[:SHOWN] for name, text in said.items()},
    )
    return line.with_remarks([*remarks, *_in_proportion(line), *_in_bounds(line)])


def _plain(value: Value) -> str:
    """A cell as text, full-width digits and signs as those of a keyboard; nothing else is folded, a
    footnote's mark is no digit."""
    return text_of(value).translate(NARROW)


def month_of(text: str) -> date | None:
    """The first day of the month that a text names: "2026-09", "2026年9月", "202609", or any day of
    it. None for what names none."""
    found = MONTH.match(text) or MONTH_IN_DIGITS.match(text) or DAY_OF_MONTH.match(text)
    if found is None:
        return None
    year, month, *day = (int(each) for each in found.groups() if each and each.isdecimal())
    try:
        date(year, month, *(day or [1]))
    except ValueError:
        return None
    return date(year, month, 1) if year >= EARLIEST.year else None


def _month(text: str, remarks: list[Remark]) -> date | None:
    month = month_of("".join(text.split()) if "00:00" not in text else text)
    if month is None:
        remarks.append(_missing("month") if not text else Remark("bad_month", _value(text)))
    return month


def _measure(text: str, remarks: list[Remark]) -> Measure | None:
    measure = MEASURE_BY_WORD.get(fold(text)) if text else None
    if measure is None:
        remarks.append(_missing("measure") if not text else Remark("unknown_measure", _value(text)))
    return measure


def _count(name: str, text: str, remarks: list[Remark]) -> int | None:
    """A whole number from 0 on; None with a remark for anything else."""
    if not text:
        remarks.append(_missing(name))
        return None
    if not COUNT.match(text) or len(text) > len(str(MOST)) + 3:
        remarks.append(Remark("not_whole", {"column": name, **_value(text)}))
        return None
    number = int(text.replace(",", ""))
    if number < 0 or number > MOST:
        code = "negative" if number < 0 else "too_large"
        remarks.append(Remark(code, {"column": name, **_value(text)}))
        return None
    return number


def _in_proportion(line: Line) -> list[Remark]:
    if line.denominator == 0:
        return [Remark("nothing_counted")]
    if line.numerator is None or line.denominator is None or line.numerator <= line.denominator:
        return []
    values = {"numerator": str(line.numerator), "denominator": str(line.denominator)}
    return [Remark("above_whole", values)]


def _in_bounds(line: Line) -> list[Remark]:
    if len(line.source) > LONGEST_SOURCE:
        return [Remark("too_long", {"column": "source", "limit": str(LONGEST_SOURCE)})]
    return []


def _missing(column: str) -> Remark:
    return Remark("missing", {"column": column})


def _value(text: str) -> dict[str, str]:
    return {"value": text[:SHOWN]}


def marked_twice(lines: Sequence[Line]) -> list[Line]:
    """The same lines; each that gives a figure which another one gives too names all of their
    rows."""
    rows: dict[tuple[str, date, Measure], list[int]] = defaultdict(list)
    for line in lines:
        if line.about is not None:
            rows[line.about].append(line.number)
    return [
        line.with_remarks([Remark("twice", {"rows": ", ".join(map(str, rows[line.about]))})])
        if line.about is not None and len(rows[line.about]) > 1
        else line
        for line in lines
    ]


def compared(line: Line, person: Person | None, held: Held | None, today: date) -> Line:
    """The line with what speaks against it: who the person is, what counts already, the day."""
    return line.with_remarks(
        [*_about_person(line, person), *_about_month(line, today), *_about_held(held)]
    )


def _about_person(line: Line, person: Person | None) -> list[Remark]:
    if person is None:
        number = line.staff_number
        return [Remark("unknown_staff_number", _value(number))] if number else []
    if not person.is_reached:
        return [Remark("out_of_reach")]
    if person.is_oneself:
        return [Remark("oneself")]
    if line.month is None:
        return []
    month = Period(line.month, month_end(line.month))
    if any(overlap(month, each) for each in person.employed):
        return []
    begun = [each for each in person.employed if each.from_on <= month.from_on]
    last = max((each.until_on for each in begun if each.until_on is not None), default=None)
    if last is not None:
        return [Remark("after_leaving", {"day": last.isoformat()})]
    first = min((each.from_on for each in person.employed), default=None)
    return [Remark("before_hiring", {"day": first.isoformat() if first else ""})]


def _about_month(line: Line, today: date) -> list[Remark]:
    if line.month is None or line.month < today.replace(day=1):
        return []
    return [Remark("unfinished_month" if line.month == today.replace(day=1) else "future_month")]


def _about_held(held: Held | None) -> list[Remark]:
    if held is None:
        return []
    return [Remark("held", {"day": held.on.isoformat(), "file": held.file_name})]
