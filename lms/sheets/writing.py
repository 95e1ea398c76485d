"""Spreadsheets for people: xlsx and csv that a program opens as it was meant.

No cell is ever a formula. In a csv file, which has no types, text that a spreadsheet program would
take for one gets an apostrophe before it (OWASP, "CSV Injection"); in xlsx it is written as text.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, repeat
from typing import IO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from lms.sheets.pictures import PlacedPicture, place

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"

LONGEST_CELL = 32_767  # what the file format holds
LONGEST_TITLE = 31
# Lists to choose from reach down to this row.
LAST_OFFERED = 2000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# What XML forbids besides control characters.
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_DATE, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Column:
    """`width` is counted in digits; a Chinese character takes two. `choices`, if any, are offered
    in a list in each cell below the heading (xlsx only); none may hold a comma. What is typed into
    a column that `is_text` stays as it is typed, “50%” and “3-5” (xlsx only)."""

    title: str
    width: int = 12
    choices: Sequence[str] = ()
    is_text: bool = False


@dataclass(frozen=True)
class Sheet:
    """`pictures` lie over the cells (xlsx only)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    pictures: Sequence[PlacedPicture] = ()


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program may run the text instead of showing it."""
    return text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA)


def write_xlsx(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """One sheet after the other, rows as they come: memory does not grow with their number. The
    heading stays in sight, columns have their widths, dates are dates."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet_title(sheet.title)), sheet)
    book.save(file)


def sheet_title(text: str) -> str:
    """The text as the name of a sheet: without the characters that the format forbids there."""
    kept = "".join(" " if character in "[]:*?/\\" else character for character in text)
    return kept.strip(" '")[:LONGEST_TITLE] or "1"


def _write_sheet(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
        if column.is_text:
            page.column_dimensions[get_column_letter(number)].number_format = FORMAT_TEXT
        if column.choices:
            _offer(page, get_column_letter(number), column.choices)
    for picture in sheet.pictures:
        place(page, picture)
    head = [_text(page, column.title) for column in sheet.columns]
    for cell in head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    page.append(head)
    for row in sheet.rows:
        formats = chain((column.is_text for column in sheet.columns), repeat(False))
        page.append([_cell(page, *pair) for pair in zip(row, formats, strict=False)])


def _offer(page: WriteOnlyWorksheet, letter: str, choices: Sequence[str]) -> None:
    """A drop-down list; other words may still be typed, and are judged by who reads the file."""
    offered = DataValidation(
        type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False
    )
    offered.add(f"{letter}2:{letter}{LAST_OFFERED}")
    page.data_validations.append(offered)


def _cell(page: WriteOnlyWorksheet, value: Cell, is_text: bool) -> object:
    if isinstance(value, str) and is_text:
        cell = _text(page, value)
        cell.number_format = FORMAT_TEXT
        return cell
    if isinstance(value, str):
        # Judged as it will stand there: a character that is taken out may hide a formula.
        text = _clean(value)
        return _text(page, text) if looks_like_formula(text) else text
    if isinstance(value, date):
        cell = WriteOnlyCell(page, _local(value))
        cell.number_format = _MOMENT if isinstance(value, datetime) else _DATE
        return cell
    return value


def _text(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    text = _clean(text)
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    if looks_like_formula(text):
        cell.quotePrefix = True  # and it stays text when somebody edits it
    return cell


def _clean(text: str) -> str:
    kept = _NOT_IN_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    return kept.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST_CELL]


def _local(value: date) -> date:
    """Spreadsheets know no time zones: a moment is written as the site's clock showed it."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return timezone.make_naive(value)
    return value


def write_csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """The same as csv in UTF-8 with a byte order mark, by which programs recognise the encoding;
    in pieces, as the rows come."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([_plain(column.title) for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_plain(value) for value in row])
        if number % 100 == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str):
        text = _clean(value)
        return f"'{text}" if looks_like_formula(text) else text
    return str(value)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece
