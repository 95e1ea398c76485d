"""What a sheet of service figures comes to at this moment: a step of checking it and of writing
it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _t

from lms.people.models import Employee, Employment
from lms.people.queries import employees_reached
from lms.people.rules.roster import Remark
from lms.sheets.errors import SheetError
from lms.sheets.reading import Sheet, read_sheet
from reviews.enums import FigureColumn, FigureOutcome
from reviews.errors import FiguresRefused
from reviews.models import FigureRow
from reviews.policies import IMPORT_FIGURES
from reviews.queries.gathering.service import live_figures
from reviews.rules import service_figures as figures
from reviews.rules.service_figures import Held, Line, Person

AT_ONCE = 500
LONGEST_NUMBER = 60
T = TypeVar("T")


def read_figures(content: File[bytes]) -> Sheet:
    """The sheet in the file. Raises `FiguresRefused`."""
    try:
        return read_sheet(content.open("rb"))  # type: ignore[arg-type]
    except SheetError as error:
        raise FiguresRefused(str(error)) from error


def lines_of(sheet: Sheet) -> tuple[list[Line], list[str]]:
    """The rows of the sheet, bad cells noted with them, and the headings that are not read.
    Raises `FiguresRefused` where the columns are not clear, or no row holds a figure."""
    columns = figures.columns_of(sheet.rows)
    if columns is None:
        raise FiguresRefused(
            _t("No headings were found: the first row names “Staff number” and “Month”.")
        )
    if columns.twice:
        words = _t("These headings stand there twice: %(names)s.")
        raise FiguresRefused(words % {"names": ", ".join(columns.twice)})
    if columns.missing:
        words = _t("These columns are missing: %(names)s.")
        names = [str(FigureColumn(name).label) for name in columns.missing]
        raise FiguresRefused(words % {"names": ", ".join(names)})
    if problems := sheet.problems_in(columns.row):
        raise FiguresRefused(str(problems[0][1].label).format(cell=problems[0][0]))
    lines = []
    for number, row in islice(enumerate(sheet.rows), columns.row + 1, None):
        bad = [Remark(what.value, {"cell": at}) for at, what in sheet.problems_in(number)]
        line = figures.read_line(number + 1, row, columns)
        if line is not None:
            lines.append(line.with_remarks(bad))
        elif bad:
            lines.append(Line(number + 1, "", remarks=tuple(bad)))
    if not lines:
        raise FiguresRefused(_t("The sheet has headings, but no row with a figure."))
    return figures.marked_twice(lines), list(columns.ignored)


class Planner:
    """Compares lines with who works here and with the figures that count already."""

    def __init__(self, actor: Employee, lines: Sequence[Line]) -> None:
        self.actor, self.today = actor, timezone.localdate()
        numbers = list(dict.fromkeys(line.staff_number for line in lines if line.staff_number))
        self.employees: dict[str, int] = {}
        self._people: dict[str, Person] = {}
        self._held: dict[tuple[int, date, str], Held] = {}
        for some in _batches(numbers):
            self._read_people(some)
        months = [line.month for line in lines if line.month is not None]
        for batch in _batches(list(self.employees.values())):
            self._read_held(batch, min(months, default=self.today), max(months, default=self.today))

    def rows(self, lines: Iterable[Line]) -> list[FigureRow]:
        """What each line comes to, to be looked at."""
        return [self._row(self._compared(line)) for line in lines]

    def _compared(self, line: Line) -> Line:
        person, held = self._people.get(line.staff_number), None
        if person is not None and person.is_reached and line.month and line.measure:
            about = (self.employees[line.staff_number], line.month, str(line.measure))
            held = self._held.get(about)
        return figures.compared(line, person, held, self.today)

    def _row(self, line: Line) -> FigureRow:
        return FigureRow(
            number=line.number,
            outcome=FigureOutcome.REFUSED if line.remarks else FigureOutcome.ADDED,
            staff_number=line.staff_number[:LONGEST_NUMBER],
            values=dict(line.said) if line.remarks else self._values(line),
            remarks=[[remark.code, dict(remark.values)] for remark in line.remarks],
        )

    def _values(self, line: Line) -> dict[str, str | int]:
        """Of a line that nothing speaks against."""
        assert line.month is not None and line.measure is not None
        assert line.numerator is not None and line.denominator is not None
        return {
            "employee": self.employees[line.staff_number],
            "month": line.month.isoformat(),
            "measure": str(line.measure),
            "numerator": line.numerator,
            "denominator": line.denominator,
            "source": line.source,
        }

    def _read_people(self, numbers: Sequence[str]) -> None:
        named = Employee.objects.filter(staff_number__in=numbers)
        found = {each.pk: each for each in named if not each.is_system}
        reached = set(found)
        if not self.actor.is_system:
            mine = employees_reached(self.actor, IMPORT_FIGURES).filter(pk__in=found)
            reached = set(mine.values_list("pk", flat=True))
        times: dict[int, list[Employment]] = {}
        for time in Employment.objects.filter(employee__in=found):
            times.setdefault(time.employee_id, []).append(time)
        for pk, each in found.items():
            self.employees[each.staff_number] = pk
            self._people[each.staff_number] = Person(
                [time.period for time in times.get(pk, ())], pk in reached, pk == self.actor.pk
            )

    def _read_held(self, employees: Sequence[int], first: date, last: date) -> None:
        rows = live_figures().filter(employee__in=employees, month__range=(first, last))
        for row in rows.select_related("work"):
            assert row.work.confirmed_at is not None
            day = timezone.localdate(row.work.confirmed_at)
            self._held[row.employee_id, row.month, row.measure] = Held(day, row.work.file_name)


def digest_of(rows: Iterable[FigureRow]) -> str:
    """Stands for all that a check found."""
    digest = hashlib.sha256()
    for row in rows:
        said = (row.number, row.outcome, row.staff_number, row.values, row.remarks)
        digest.update(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


def _batches(found: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]
