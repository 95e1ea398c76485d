"""A checked row of a roster in the reader's words, for pages, sheets and the command."""

from collections.abc import Iterator
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _t

from lms.people.enums import EmploymentKind, RosterColumn, RosterRemark
from lms.people.models import RosterRow


def changes_in_words(row: RosterRow) -> list[str]:
    """Such as "Unit and post: 云庭里 · 门岗 → 湖畔里 · 门岗, from 1 December"."""
    return [_change(change) for change in row.changes]


def _change(change: dict[str, str]) -> str:
    name = change["field"]
    label = _t("Unit and post") if name == "place" else RosterColumn(name).label
    old = _value(name, change["old"]) if change["old"] else ""
    new = _value(name, change["new"])
    values = f"{old} → {new}" if old else new
    words = _t("%(field)s: %(change)s") % {"field": label, "change": values}
    if "on" in change:
        words += _t(", from %(day)s") % {"day": _day(change["on"])}
    return words


def _value(name: str, value: str) -> str:
    if name == "employment_kind" and value:
        return str(EmploymentKind(value).label)
    if name == "left_on" and not value:
        return _t("the day of the import")
    if name == "sign_in":
        return _t("yes") if value == "yes" else _t("no")
    return _day(value) if name == "hired_on" or name == "left_on" else value


def _day(value: str) -> str:
    day: date | None = parse_date(value) if value else None
    return date_format(day) if day else value


def remarks_in_words(row: RosterRow) -> list[str]:
    """What is wrong with the row, or to be known."""
    return [_remark(code, values) for code, values in row.remarks]


def _remark(code: str, values: dict[str, str]) -> str:
    return str(RosterRemark(code).label).format(**dict(_shown(values)))


def _shown(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name == "day":
            yield name, _day(value)
        elif name == "column":
            yield name, str(RosterColumn(value).label)
        else:
            yield name, value


def row_in_words(row: RosterRow) -> str:
    return "; ".join([*changes_in_words(row), *remarks_in_words(row)])
