"""Reading the first sheet of what people send: xlsx, or csv in the encodings met in China.

What a value alone does not show is found and named by its cell: formulas (whose stored result may
be stale), merged cells (whose value stands in one of them only) and errors such as #REF!.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import BinaryIO

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lms.sheets import delimited, workbook
from lms.sheets.cells import address
from lms.sheets.errors import EmptySheet, FileTooLarge, OldOrProtected, UnknownFormat
from lms.sheets.limits import LIMITS, Limits

Value = str | int | float | bool | date | datetime | time | timedelta | None

ZIP = b"PK\x03\x04"
# The container of Office documents before 2007, and of those with a password since.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Problem(TextChoices):
    """What is wrong with a cell."""

    FORMULA = "formula", _("Cell {cell} holds a formula. Paste it as a value.")
    MERGED = "merged", _("Cell {cell} is merged with others. Split the cells.")
    ERROR = "error", _("Cell {cell} holds an error such as #REF!.")


@dataclass(frozen=True)
class Sheet:
    """Rows from the first one on, as long as the longest; `problems` by row and column, both
    counted from 0; `shown_otherwise` are the cells with numbers that are shown as percentages or
    fractions. `encoding` is that of a csv file."""

    rows: Sequence[Sequence[Value]]
    problems: Mapping[tuple[int, int], Problem] = field(default_factory=dict)
    encoding: str = ""
    shown_otherwise: Set[tuple[int, int]] = frozenset()

    def problems_in(self, row: int) -> list[tuple[str, Problem]]:
        """The addresses of the row's bad cells, and what is wrong with each."""
        return self._problems_by_row.get(row, [])

    @cached_property
    def _problems_by_row(self) -> dict[int, list[tuple[str, Problem]]]:
        found: dict[int, list[tuple[str, Problem]]] = {}
        for (row, column), what in sorted(self.problems.items()):
            found.setdefault(row, []).append((address(row, column), what))
        return found


def read_sheet(file: BinaryIO, *, limits: Limits = LIMITS) -> Sheet:
    """The first sheet of the file, whatever its name says. Raises a `SheetError`."""
    content = file.read(limits.size + 1)
    if len(content) > limits.size:
        raise FileTooLarge(limits)
    if content.startswith(OLE):
        raise OldOrProtected
    if content.startswith(ZIP):
        rows, marks = workbook.read(content, limits)
        shown = {at for at, mark in marks.items() if mark == workbook.SHOWN}
        problems = {at: Problem(mark) for at, mark in marks.items() if at not in shown}
        sheet = Sheet(rows, problems, shown_otherwise=shown)
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise UnknownFormat
    else:
        text, encoding = delimited.decode(content)
        lines = delimited.read(text, limits)
        sheet = Sheet(lines, _formulas(lines), encoding)
    if not any(value not in (None, "") for row in sheet.rows for value in row):
        raise EmptySheet
    return sheet


def _formulas(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], Problem]:
    return {
        (number, column): Problem.FORMULA
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
        if text.startswith("=")
    }
