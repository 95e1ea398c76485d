"""A person's time in the company as one line, the latest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from lms.people.enums import EmploymentKind, LeaveKind
from lms.people.models import Employee, Leave, Placement
from lms.people.queries import career_log

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One entry: `day` puts it in its place, `links` say what may be done about it."""

    day: date
    kind: str
    label: Words
    title: Words
    from_on: date | None = None
    until_on: date | None = None
    is_open: bool = False
    is_present: bool = False
    note: str = ""
    by: Employee | None = None
    links: list[tuple[str, int, Words]] = field(default_factory=list)


# Of two entries of one day the later kind stands above.
_ORDER = ("hired", "placement", "leave", "correction", "left")


def entries_of(employee: Employee, today: date, *, may_change: bool) -> list[Entry]:
    """All placements, leaves, beginnings and ends of employments and all corrections."""
    found = [
        *_employments(employee),
        *_placements(employee, today, may_change),
        *_leaves(employee, today, may_change),
        *_corrections(employee),
    ]
    return sorted(found, key=lambda each: (each.day, _ORDER.index(each.kind)), reverse=True)


def _employments(employee: Employee) -> Iterator[Entry]:
    for number, each in enumerate(employee.employments.select_related("noted_by")):
        kind = each.get_kind_display()
        yield Entry(
            day=each.from_on,
            kind="hired",
            label=_("Came back") if number else _("Joined the company"),
            title=f"{kind} · {each.employer}" if each.employer else kind,
            from_on=each.from_on,
            by=each.noted_by,
        )
        if each.until_on is not None:
            yield Entry(
                day=each.until_on,
                kind="left",
                label=_("Left the company"),
                title=_("Last day"),
                from_on=each.until_on,
                note=each.note,
            )


def _placements(employee: Employee, today: date, may_change: bool) -> Iterator[Entry]:
    placements = list(employee.placements.select_related("unit", "post", "noted_by"))
    for each in placements:
        links: list[tuple[str, int, Words]] = []
        if may_change:
            links.append(("correct_placement", each.pk, _("Put right")))
            if each.from_on > today and each.pk == placements[-1].pk and len(placements) > 1:
                links.append(("withdraw_placement", each.pk, _("Take back")))
        yield Entry(
            day=each.from_on,
            kind="placement",
            label=_label(each, today),
            title=str(each),
            from_on=each.from_on,
            until_on=each.until_on,
            is_open=each.until_on is None,
            is_present=each.period.includes(today),
            note=each.note,
            by=each.noted_by,
            links=links,
        )


def _label(placement: Placement, today: date) -> Words:
    if placement.from_on > today:
        return _("Transfer to come")
    return _("Present post") if placement.period.includes(today) else _("Post")


def _leaves(employee: Employee, today: date, may_change: bool) -> Iterator[Entry]:
    for each in employee.leaves.select_related("noted_by"):
        yield Entry(
            day=each.from_on,
            kind="leave",
            label=_("Leave"),
            title=each.get_kind_display(),
            from_on=each.from_on,
            until_on=each.until_on,
            is_open=each.until_on is None,
            note=each.note,
            by=each.noted_by,
            links=_leave_links(each, today) if may_change else [],
        )


def _leave_links(leave: Leave, today: date) -> list[tuple[str, int, Words]]:
    links: list[tuple[str, int, Words]] = []
    if leave.until_on is None or leave.until_on >= today:
        links.append(("return", leave.pk, _("Note the return")))
    links.append(("withdraw_leave", leave.pk, _("Take back")))
    return links


def _corrections(employee: Employee) -> Iterator[Entry]:
    for each in career_log(employee):
        title = _in_words(each)
        if title:
            yield Entry(
                day=each.timestamp.date(),
                kind="correction",
                label=each.message,
                title=title,
                from_on=each.timestamp.date(),
                note=each.data.get("reason", ""),
                by=each.user,
            )


def _in_words(entry: ModelLogEntry) -> str:
    """What stood before and what stands now; nothing for a change that is no part of the line."""
    data = entry.data
    if entry.action == "people.change":
        return "; ".join(_changes(data))
    if entry.action == "people.withdraw_leave":
        return f"{LeaveKind(data['kind']).label} · {_shown(data['from_on'])}"
    if entry.action == "people.withdraw_leaving":
        return _t("The person stays.")
    return _change(data["before"], data["after"])


def _changes(data: dict[str, dict[str, str]]) -> Iterator[str]:
    shown = {
        "hired_on": _t("Hired on"),
        "employment_kind": _t("Employment kind"),
        "employer": _t("Employer"),
        "name": _t("Full name"),
    }
    before, after = data.get("before", {}), data.get("after", {})
    for name, label in shown.items():
        if name in after:
            change = _change(_shown(before[name]), _shown(after[name]))
            yield _t("%(field)s: %(change)s") % {"field": label, "change": change}


def _shown(value: str) -> str:
    if value in EmploymentKind.values:
        return str(EmploymentKind(value).label)
    day = parse_date(value) if value[:4].isdigit() and len(value) == 10 else None
    return date_format(day) if day else value


def _change(before: str, after: str) -> str:
    return f"{before or '—'} → {after or '—'}"
