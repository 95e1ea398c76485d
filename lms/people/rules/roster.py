"""A roster as people send it: which column is which, and what the cells of a row say.

Nothing here knows who works in the company; `rules.roster_plan` compares. Codes of remarks are
values of `enums.RosterRemark`, names of columns those of `enums.RosterColumn`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lms.people.rules.employment import needs_employer
from lms.people.rules.name_keys import fold
from lms.people.rules.names import tidy

Value = object

# How each column may be headed, in Chinese and English; compared after `fold`.
HEADINGS: dict[str, tuple[str, ...]] = {
    "staff_number": ("工号", "员工号", "员工编号", "人员编号", "staff number", "staff no", "number",
                     "employee number", "employee id"),
    "name": ("姓名", "员工姓名", "中文姓名", "name", "full name"),
    "latin_name": ("拉丁字母姓名", "姓名拼音", "拼音", "英文名", "latin name",
                   "name in latin letters", "pinyin"),
    "unit": ("单位", "部门", "所在单位", "所属部门", "所属单位", "项目", "组织", "组织单位", "unit",
             "department"),
    "post": ("岗位", "职位", "职务", "post", "position", "job"),
    "employment_kind": ("用工形式", "用工性质", "用工方式", "用工类型", "employment kind",
                        "employment", "employment type"),
    "employer": ("用人单位", "派遣单位", "派遣公司", "外包单位", "外包公司", "劳务公司", "employer",
                 "agency"),
    "hired_on": ("入职日期", "入职时间", "入职日", "hired on", "hire date", "hired"),
    "email": ("电子邮箱", "邮箱", "电子邮件", "邮件", "e-mail", "email", "mail"),
    "from_on": ("到岗日期", "上岗日期", "任职日期", "任现职日期", "在岗起始日期", "placement from",
                "placed on", "at the post since", "from", "since"),
    "left_on": ("离职日期", "离职时间", "离职日", "left on", "leaving date", "left"),
    "sign_in": ("登录", "登入", "自己登录", "可登录", "是否登录", "登录账号", "sign-in", "sign in",
                "own sign-in"),
}  # fmt: skip
REQUIRED = ("staff_number", "name", "unit", "post")
# The headings may stand below a title.
LAST_ROW_OF_HEADINGS = 10

KINDS = {
    "own": ("自有", "自有员工", "自聘", "正式", "正式员工", "合同制", "own", "own staff"),
    "dispatched": ("劳务派遣", "派遣", "派遣员工", "dispatched", "dispatched by an agency"),
    "outsourced": ("外包", "劳务外包", "业务外包", "外包员工", "outsourced"),
    "rehired": ("退休返聘", "返聘", "re-hired", "rehired", "re-hired after retirement"),
}
YES = frozenset(("是", "有", "可", "可以", "yes", "y", "true", "1"))
NO = frozenset(("否", "无", "不可", "没有", "no", "n", "false", "0"))
KIND_BY_WORD = {fold(word): kind for kind, words in KINDS.items() for word in words}

# The row of the template that shows how to fill one in; it is passed over.
EXAMPLE_NUMBER = "EXAMPLE-1"
SYSTEM_NUMBER = "SYSTEM"
STAFF_NUMBER = re.compile(r"^[A-Z0-9-]{1,20}$")
EMAIL = re.compile(
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)
DAY = re.compile(r"^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(:00)?)?$")
DAY_IN_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
LONGEST = {"name": 60, "latin_name": 80, "employer": 80, "email": 254}
# A day outside these is a slip of the finger.
EARLIEST = date(1950, 1, 1)
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Remark:
    """Something about a row: a code and the values that its words need."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Columns:
    """Where each known column stands in a row. The other headings are not read."""

    row: int
    places: Mapping[str, int]
    ignored: Sequence[str]
    twice: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True)
class Line:
    """A row of a roster as its cells say it; empty cells say nothing (None, ""). `number` is the
    row's number in the file, counted from 1."""

    number: int
    staff_number: str
    name: str
    latin_name: str = ""
    unit: str = ""
    post: str = ""
    employment_kind: str = ""
    employer: str = ""
    hired_on: date | None = None
    email: str = ""
    from_on: date | None = None
    left_on: date | None = None
    sign_in: bool | None = None
    remarks: tuple[Remark, ...] = ()


def columns_of(rows: Sequence[Sequence[Value]]) -> Columns | None:
    """The row of headings: the first one that names the staff number and the full name. None
    where the first rows hold none."""
    for number, row in enumerate(rows[:LAST_ROW_OF_HEADINGS]):
        found = _columns_in(number, [text_of(value) for value in row])
        if {"staff_number", "name"} <= found.places.keys():
            return found
    return None


def _columns_in(number: int, headings: Sequence[str]) -> Columns:
    known = {fold(word): name for name, words in HEADINGS.items() for word in words}
    places: dict[str, int] = {}
    ignored, twice = [], []
    for place, heading in enumerate(headings):
        name = known.get(fold(heading))
        if name is None:
            ignored += [heading] if heading else []
        elif name in places:
            twice.append(heading)
        else:
            places[name] = place
    missing = [name for name in REQUIRED if name not in places]
    return Columns(number, places, ignored, twice, missing)


def read_line(number: int, row: Sequence[Value], columns: Columns, today: date) -> Line | None:
    """What the row says, with remarks on what cannot be. None for an empty row, or the example of
    the template."""
    cells = {name: row[place] for name, place in columns.places.items() if place < len(row)}
    texts = {name: text_of(value) for name, value in cells.items()}
    staff_number = tidy(texts["staff_number"]).upper()
    if not any(texts.values()) or staff_number == EXAMPLE_NUMBER:
        return None
    remarks: list[Remark] = []
    days = {name: _day(name, cells, today, remarks) for name in ("hired_on", "from_on", "left_on")}
    line = Line(
        number=number,
        staff_number=staff_number,
        name=tidy(texts["name"]),
        latin_name=tidy(texts.get("latin_name", "")),
        unit=tidy(texts.get("unit", "")),
        post=tidy(texts.get("post", "")),
        employment_kind=_kind(texts.get("employment_kind", ""), remarks),
        employer=tidy(texts.get("employer", "")),
        email=tidy(texts.get("email", "")),
        sign_in=_yes_or_no(texts.get("sign_in", ""), remarks),
        hired_on=days["hired_on"],
        from_on=days["from_on"],
        left_on=days["left_on"],
    )
    remarks = [*_who(line), *remarks, *_texts(line), *_days(line), *_employer(line)]
    return _with_remarks(line, remarks)


def _with_remarks(line: Line, remarks: Sequence[Remark]) -> Line:
    return Line(**{**vars(line), "remarks": (*line.remarks, *remarks)})


def with_remarks(line: Line, remarks: Sequence[Remark]) -> Line:
    """The same line with more remarks."""
    return _with_remarks(line, remarks) if remarks else line


def text_of(value: Value) -> str:
    """A cell as text: whole numbers without a decimal point, days as they are written."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    return str(value).strip()


def day_of(value: Value) -> date | None:
    """The day a cell holds, None for an empty one. Raises `ValueError` for what is no day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value)
    if not text:
        return None
    found = DAY.match(text)
    parts = found.group(1, 3, 4) if found else None
    if parts is None and (digits := DAY_IN_DIGITS.match(text)):
        parts = digits.groups()
    if parts is None:
        raise ValueError(text)
    year, month, day = map(int, parts)
    return date(year, month, day)


def _day(name: str, cells: Mapping[str, Value], today: date, remarks: list[Remark]) -> date | None:
    value = cells.get(name)
    shown = {"column": name, "value": text_of(value)[:40]}
    try:
        day = day_of(value)
    except ValueError:
        remarks.append(Remark("bad_date", shown))
        return None
    if day is not None and not EARLIEST <= day <= today + FARTHEST:
        remarks.append(Remark("unlikely_date", shown))
        return None
    return day


def _kind(text: str, remarks: list[Remark]) -> str:
    if not text:
        return ""
    kind = KIND_BY_WORD.get(fold(text), "")
    if not kind:
        remarks.append(Remark("unknown_kind", {"value": text[:40]}))
    return kind


def _yes_or_no(text: str, remarks: list[Remark]) -> bool | None:
    word = fold(text)
    if word in YES or word in NO:
        return word in YES
    if word:
        remarks.append(Remark("bad_sign_in", {"value": text[:40]}))
    return None


def _who(line: Line) -> list[Remark]:
    remarks = []
    if not line.staff_number:
        remarks.append(Remark("no_staff_number"))
    elif line.staff_number == SYSTEM_NUMBER:
        remarks.append(Remark("system_number"))
    elif not STAFF_NUMBER.match(line.staff_number):
        remarks.append(Remark("bad_staff_number", {"value": line.staff_number[:40]}))
    if not line.name:
        remarks.append(Remark("no_name"))
    return remarks


def _texts(line: Line) -> list[Remark]:
    remarks = [
        Remark("too_long", {"column": name, "limit": str(limit)})
        for name, limit in LONGEST.items()
        if len(getattr(line, name)) > limit
    ]
    if line.email and not EMAIL.match(line.email):
        remarks.append(Remark("bad_email", {"value": line.email[:60]}))
    return remarks


def _days(line: Line) -> list[Remark]:
    remarks = []
    if line.hired_on and line.left_on and line.left_on < line.hired_on:
        remarks.append(Remark("left_before_hired"))
    if line.hired_on and line.from_on and line.from_on < line.hired_on:
        remarks.append(Remark("placed_before_hired"))
    if line.from_on and line.left_on and line.left_on < line.from_on:
        remarks.append(Remark("left_before_placed"))
    return remarks


def _employer(line: Line) -> list[Remark]:
    if line.employment_kind and line.employer and not needs_employer(line.employment_kind):
        return [Remark("employer_of_own")]
    return []


def numbered_twice(lines: Sequence[Line]) -> dict[str, str]:
    """The staff numbers that stand in several rows, each with those rows ("3, 8")."""
    rows: dict[str, list[int]] = {}
    for line in lines:
        if line.staff_number:
            rows.setdefault(line.staff_number, []).append(line.number)
    return {number: ", ".join(map(str, found)) for number, found in rows.items() if len(found) > 1}
