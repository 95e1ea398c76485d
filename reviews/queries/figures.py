"""Imports of service figures, and the rows of one, for pages and sheets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.models import Employee
from lms.people.queries import employees_reached
from reviews.enums import FigureColumn, FigureOutcome, FigureRemark
from reviews.models import FigureImport, FigureRow, ServiceFigure
from reviews.queries.words import MEASURES
from reviews.rules.scorecard import MEASURES_OF, Component, Measure

# What is counted of each measure, and the target where the standards of service set one.
COUNTED: Mapping[Measure, tuple[str | Promise, str | Promise, str]] = {
    Measure.CLOSURE: (
        _("valid complaints that were closed"),
        _("all valid complaints of the month"),
        "",
    ),
    Measure.SATISFACTION: (
        _("answers that say satisfied"),
        _("all answers to the surveys of the month"),
        "90 %",
    ),
    Measure.CALL_BACK: (
        _("handled matters that were called back about within 3 days"),
        _("all matters handled in the month"),
        "50 %",
    ),
    Measure.CALL_BACK_MAJOR: (
        _("major complaints that were called back about"),
        _("all major complaints handled in the month"),
        "100 %",
    ),
    Measure.WITHIN_LIMITS: (
        _("matters settled within their time limit"),
        _("all matters of the month that have a time limit"),
        "",
    ),
}
# Each state of an import with its icon and what it is called.
STATES: Mapping[str, tuple[str, str | Promise]] = {
    "refused": ("warn", pgettext_lazy("figures", "Rows refused")),
    "checked": ("half", pgettext_lazy("figures", "To be confirmed")),
    "confirmed": ("done", pgettext_lazy("figures", "Counts")),
    "withdrawn": ("none", pgettext_lazy("figures", "Withdrawn")),
}


@dataclass(frozen=True)
class Described:
    """A measure as the page of a new import and the template explain it."""

    code: str
    name: str
    numerator: str
    denominator: str
    target: str


@dataclass(frozen=True)
class Shown:
    """A row of an import: `person` where the staff number belongs to somebody in reach."""

    number: int
    staff_number: str
    person: Employee | None
    month: str
    measure: str
    numerator: str
    denominator: str
    source: str
    remarks: Sequence[str] = ()

    @property
    def outcome(self) -> FigureOutcome:
        return FigureOutcome.REFUSED if self.remarks else FigureOutcome.ADDED


def measures_described() -> list[Described]:
    """In the order of the scorecard."""
    found = []
    for each in MEASURES_OF[Component.SERVICE]:
        numerator, denominator, target = COUNTED[each]
        name = str(MEASURES[each])
        found.append(Described(str(each), name, str(numerator), str(denominator), target))
    return found


def imports_seen(actor: Employee, permission: str) -> QuerySet[FigureImport]:
    """Those somebody sent themselves, and those that were confirmed with figures of people on whom
    they hold the permission."""
    reached = employees_reached(actor, permission).values("pk")
    theirs = ServiceFigure.objects.filter(work=OuterRef("pk"), employee__in=reached)
    return FigureImport.objects.filter(Q(sent_by=actor) | Exists(theirs)).select_related(
        "sent_by", "withdrawn_by"
    )


def reaches_all(actor: Employee, permission: str, work: FigureImport) -> bool:
    """Whether everybody whose figures an import brought is somebody on whom the actor holds the
    permission."""
    reached = employees_reached(actor, permission).values("pk")
    return not work.figures.exclude(employee__in=reached).exists()


def state_of(work: FigureImport) -> str:
    """A key of `STATES`."""
    if work.withdrawn_at is not None:
        return "withdrawn"
    if work.confirmed_at is not None:
        return "confirmed"
    return "refused" if work.counts.get(FigureOutcome.REFUSED) else "checked"


def address_of_row(figure: ServiceFigure) -> str:
    """The row of the import from which a figure comes."""
    page = reverse("reviews:figures-import", args=[figure.work_id])
    return f"{page}?row={figure.row}#row-{figure.row}"


def rows_of(
    actor: Employee, permission: str, work: FigureImport, outcome: str = ""
) -> QuerySet[Any]:
    """Of a check its rows, which only who sent it sees; once confirmed the figures, all to who sent
    them, to others those of the people they reach."""
    if work.confirmed_at is None:
        rows = work.rows.order_by("number", "pk")
        return rows.filter(outcome=outcome) if outcome in FigureOutcome.values else rows
    figures = work.figures.select_related("employee").order_by("row")
    if work.sent_by_id != actor.pk:
        figures = figures.filter(employee__in=employees_reached(actor, permission).values("pk"))
    return figures


def before_row(rows: QuerySet[Any], number: int) -> int:
    """How many of the rows stand before the one of that number in the file."""
    column = "number__lt" if rows.model is FigureRow else "row__lt"
    return rows.filter(**{column: number}).count()


def shown(rows: Iterable[FigureRow | ServiceFigure]) -> list[Shown]:
    """One query for the people of a check, however many rows there are."""
    rows = list(rows)
    checked = [row for row in rows if isinstance(row, FigureRow)]
    people = Employee.objects.in_bulk(
        {row.values["employee"] for row in checked if "employee" in row.values}
    )
    return [
        _checked(row, people) if isinstance(row, FigureRow) else _confirmed(row) for row in rows
    ]


def _confirmed(row: ServiceFigure) -> Shown:
    return Shown(
        row.row,
        row.employee.staff_number,
        row.employee,
        month_in_words(row.month),
        str(MEASURES[Measure(row.measure)]),
        str(row.numerator),
        str(row.denominator),
        row.source,
    )


def _checked(row: FigureRow, people: Mapping[int, Employee]) -> Shown:
    said = {name: str(value) for name, value in row.values.items()}
    month, measure = said.get("month", ""), said.get("measure", "")
    if not row.remarks:
        day = parse_date(month)
        month = month_in_words(day) if day else month
        measure = str(MEASURES[Measure(measure)])
    return Shown(
        row.number,
        row.staff_number,
        people.get(row.values.get("employee", 0)),
        month,
        measure,
        said.get("numerator", ""),
        said.get("denominator", ""),
        said.get("source", ""),
        [_remark(code, values) for code, values in row.remarks],
    )


def month_in_words(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")


def _remark(code: str, values: Mapping[str, str]) -> str:
    said = dict(values)
    if "column" in said:
        said["column"] = str(FigureColumn(said["column"]).label)
    if day := parse_date(said.get("day", "")):
        said["day"] = date_format(day)
    return str(FigureRemark(code).label).format(**said)
