"""A spreadsheet of questions as rows of cells, whatever the order of its columns."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain

from assessments.errors import carried_words as words
from assessments.errors.exchange import (
    FileOverLimit,
    FileRefused,
    HoldsArchive,
    IsAnArchive,
    NotThisFormat,
    TooManyQuestions,
    UnpackedOverLimit,
)
from assessments.rules.exchange import sheet_columns as columns
from assessments.rules.exchange.questions import (
    MOST_BYTES,
    MOST_QUESTIONS,
    MOST_UNPACKED,
    Refused,
    Source,
)
from assessments.rules.exchange.sheet_choices import Cells
from lms.sheets import errors, workbook
from lms.sheets.cells import address
from lms.sheets.limits import MEGABYTE, Limits
from lms.sheets.pictures import pictures_in
from lms.sheets.reading import ZIP, Value, read_sheet
from lms.sheets.reading import Sheet as Found

_LIMITS = Limits(
    rows=MOST_QUESTIONS,
    columns=100,
    megabytes=MOST_BYTES // MEGABYTE,
    unpacked_megabytes=MOST_UNPACKED // MEGABYTE,
)
# In which of the first rows the headings may stand.
_HEADINGS_WITHIN = 10
# Sheets of the template beside the one that is filled in.
EXAMPLES, EXPLAINED = "示例", "说明"
_ARCHIVES = (ZIP, b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")


@dataclass
class Row:
    """A row with its number as a spreadsheet program counts; `problem` is why its cells cannot be
    read, `unknown` the headings of columns that are not known and filled."""

    number: int
    cells: Cells
    note: str = ""
    problem: str = ""
    unknown: Sequence[str] = ()
    pictures: list[bytes] = field(default_factory=list)
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return words.said(words.ROW_PLACE, number=self.number)

    @property
    def holds_anything(self) -> bool:
        is_filled = any(self.cells.by_column.values()) or bool(self.cells.filled)
        return is_filled or bool(self.problem or self.pictures or self.note or self.unknown)

    @property
    def digest(self) -> str:
        """SHA-256 of all that its cells say beside the note and the name of the picture."""
        options = {str(at): text for at, text in enumerate(self.cells.options)}
        said = {**self.cells.by_column, **options}
        parts = sorted(
            (name, text) for name, text in said.items() if text and name != columns.PICTURE
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def rows_of(source: Source) -> list[Row]:
    """The rows below the headings that hold anything. Raises a `FileRefused`."""
    sheet = _sheet(source.content)
    headings_at, headings = _headings(sheet)
    pictures: dict[int, list[bytes]] = {}
    for each in pictures_in(source.content) if source.content.startswith(ZIP) else ():
        pictures.setdefault(each.row, []).append(each.content)
    found = []
    for index in range(headings_at + 1, max(len(sheet.rows), max(pictures, default=0) + 1)):
        values = sheet.rows[index] if index < len(sheet.rows) else ()
        row = _row(index, values, headings)
        row.problem = " ".join([*_bad_cells(sheet, index), *_misread(sheet, index, headings)])
        row.pictures, row.files = pictures.get(index, []), source.files
        if row.holds_anything:
            found.append(row)
    return found


def _bad_cells(sheet: Found, index: int) -> Iterator[str]:
    for cell, what in sheet.problems_in(index):
        yield str(what.label).format(cell=cell)


def _misread(sheet: Found, index: int, headings: Sequence[columns.Heading | str]) -> Iterator[str]:
    """Cells that show other text than could be read from them, such as a date for 3-5."""
    values = sheet.rows[index] if index < len(sheet.rows) else ()
    for column, (heading, value) in enumerate(zip(headings, values, strict=False)):
        is_other = isinstance(value, date | time | timedelta)
        if not isinstance(heading, str) and (is_other or (index, column) in sheet.shown_otherwise):
            yield words.said(words.SHOWN_OTHERWISE, cell=address(index, column))


def further_sheets(source: Source) -> Iterator[Refused]:
    """Names sheets after the first one that hold questions as well, but for those of the
    template."""
    if not source.content.startswith(ZIP):
        return
    for name, rows in workbook.further_sheets(source.content, _LIMITS):
        at = next((at for at, row in enumerate(rows[:_HEADINGS_WITHIN]) if _is_head(row)), None)
        is_filled = at is not None and any(map(text_of, chain.from_iterable(rows[at + 1 :])))
        if is_filled and name not in (EXAMPLES, EXPLAINED):
            place = words.said(words.SHEET_PLACE, name=name)
            yield Refused(place, name, words.said(words.FURTHER_SHEET, name=name))


def _sheet(content: bytes) -> Found:
    if content.startswith(ZIP):
        _check_archive(content)
    try:
        return read_sheet(io.BytesIO(content), limits=_LIMITS)
    except errors.FileTooLarge as error:
        raise FileOverLimit(limit=_LIMITS.megabytes) from error
    except errors.UnpacksTooLarge as error:
        raise UnpackedOverLimit(limit=_LIMITS.unpacked_megabytes) from error
    except errors.TooManyRows as error:
        raise TooManyQuestions(limit=MOST_QUESTIONS) from error
    except errors.SheetError as error:
        raise NotThisFormat(format="xlsx", problem=str(error)) from error


def _check_archive(content: bytes) -> None:
    """Raises `IsAnArchive` for a zip that is no workbook, `HoldsArchive` for one inside it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" not in names:
                raise IsAnArchive
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    if part.read(8).startswith(_ARCHIVES):
                        raise HoldsArchive(name=entry.filename)
    except FileRefused:
        raise
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        problem = str(errors.DamagedFile())
        raise NotThisFormat(format="xlsx", problem=problem) from error


def _headings(sheet: Found) -> tuple[int, list[columns.Heading | str]]:
    """The row of the headings, and for every column what it is, or what it is called."""
    for index, row in enumerate(sheet.rows[:_HEADINGS_WITHIN]):
        if _is_head(row):
            headings = _titles(row)
            _check_once(headings)
            return index, headings
    problem = words.said(
        words.NO_HEADINGS,
        kind=columns.HEADINGS[columns.KIND],
        stem=columns.HEADINGS[columns.STEM],
    )
    raise NotThisFormat(format="xlsx", problem=problem)


def _titles(row: Sequence[Value]) -> list[columns.Heading | str]:
    return [columns.heading_of(title) or title for title in map(text_of, row)]


def _is_head(row: Sequence[Value]) -> bool:
    names = {each.name for each in _titles(row) if isinstance(each, columns.Heading)}
    return {columns.KIND, columns.STEM} <= names


def _check_once(headings: Sequence[columns.Heading | str]) -> None:
    seen = set()
    for each in headings:
        if isinstance(each, columns.Heading):
            if (each.name, each.number) in seen:
                problem = words.said(words.COLUMN_TWICE, name=each.title)
                raise NotThisFormat(format="xlsx", problem=problem)
            seen.add((each.name, each.number))


def _row(index: int, values: Sequence[Value], headings: Sequence[columns.Heading | str]) -> Row:
    cells, parts, unknown = Cells(), dict[int, str](), []
    for heading, value in zip(headings, values, strict=False):
        text = text_of(value)
        if not text:
            continue
        if isinstance(heading, str):
            unknown.append(heading or text[:20])
        elif heading.name == columns.OPTION:
            cells.options += [""] * (heading.number + 1 - len(cells.options))
            cells.options[heading.number] = text
        elif heading.name == columns.NOTE:
            parts[heading.number] = str(value)
        else:
            cells.by_column[heading.name] = text
    note = "".join(parts[number] for number in sorted(parts))
    return Row(index + 1, cells, note, unknown=unknown)


def text_of(value: Value) -> str:
    """What a cell shows, without spaces around it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
