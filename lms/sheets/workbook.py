"""Workbooks (xlsx): values by calamine, and what only their XML shows.

The XML is read first, as a stream and within the limits, so that nothing is handed on that would
unpack to gigabytes, or whose single cell in the farthest corner would need a table as large.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook
from python_calamine import PasswordError as CalaminePasswordError

from lms.sheets.cells import place
from lms.sheets.errors import (
    DamagedFile,
    OldOrProtected,
    SheetError,
    TooManyColumns,
    TooManyRows,
    UnpacksTooLarge,
)
from lms.sheets.limits import Limits

Value = str | int | float | bool | date | datetime | time | timedelta | None
Marks = dict[tuple[int, int], str]
Start = Callable[[str, dict[str, str]], None]
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, expat.ExpatError, CalamineError, KeyError,
    ValueError, NotImplementedError, EOFError, RuntimeError, OSError,
)  # fmt: skip

# The mark of a number that is shown as a percentage or a fraction.
SHOWN = "shown"
_BUILT_IN = {"9", "10", "12", "13"}
CHUNK = 1 << 16
# So many bad cells are named; one is enough to send the sheet back.
MOST_MARKS = 20_000
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


def read(content: bytes, limits: Limits) -> tuple[list[list[Value]], Marks]:
    """The values of the first sheet from its first row on, and the marks ("formula", "merged",
    "error", "shown") of its cells by row and column. Raises a `SheetError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive, limits)
            path = first_sheet(archive)
            scan = _Scan(limits, _shown_otherwise(archive))
            _parse(archive, path, scan.start)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalaminePasswordError:
        raise OldOrProtected from None
    except _BROKEN:
        raise DamagedFile from None
    return [list(row) for row in rows], scan.marks


def further_sheets(content: bytes, limits: Limits) -> Iterator[tuple[str, list[list[Value]]]]:
    """The names and values of the sheets after the first one of a workbook that `read` has read;
    without those that cannot be read or are over the limits."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        further = _sheets(archive)[1:]
        if not further:
            return
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name, path in further:
            try:
                _parse(archive, path, _Scan(limits).start)
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            except (SheetError, *_BROKEN):
                continue
            yield name, [list(row) for row in rows]


def _check_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    """What the archive says of its size is true, and within the limit: each part is unpacked once,
    which also compares its checksum."""
    entries = archive.infolist()
    if len({entry.filename for entry in entries}) < len(entries):
        raise DamagedFile
    if sum(entry.file_size for entry in entries) > limits.unpacked_size:
        raise UnpacksTooLarge(limits)
    if any(entry.flag_bits & 1 for entry in entries):
        raise OldOrProtected
    for entry in entries:
        with archive.open(entry) as part:
            while part.read(CHUNK):
                pass


def first_sheet(archive: zipfile.ZipFile) -> str:
    """The path of the first sheet's XML in the archive. Raises `KeyError`."""
    return next((path for __, path in _sheets(archive)), "")


def _book(archive: zipfile.ZipFile) -> str:
    root: dict[str, str] = {}
    _relations(archive, "_rels/.rels", "", lambda target, kind: root.setdefault(kind, target))
    return root["officeDocument"]


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of each sheet and the path of its XML."""
    book = _book(archive)
    sheets: list[tuple[str, str]] = []

    def note_sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = attributes.get(RELATION) or attributes[STRICT_RELATION]
            sheets.append((attributes.get("name", ""), relation))

    _parse(archive, book, note_sheet)
    folder, name = posixpath.split(book)
    targets: dict[str, str] = {}

    def note_target(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes["Id"]] = _joined(folder, attributes["Target"])

    _parse(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), note_target)
    return [(title, targets.get(relation, "")) for title, relation in sheets]


def _shown_otherwise(archive: zipfile.ZipFile) -> frozenset[str]:
    """The styles of cells whose numbers are shown as percentages or fractions, by their number."""
    paths: list[str] = []
    folder, name = posixpath.split(_book(archive))
    _relations(
        archive,
        f"{folder}/_rels/{name}.rels".lstrip("/"),
        folder,
        lambda target, kind: paths.append(target) if kind == "styles" else None,
    )
    styles = _Styles()
    for path in paths[:1]:
        if path in archive.namelist():
            _parse(archive, path, styles.start)
    return frozenset(styles.found)


def _relations(
    archive: zipfile.ZipFile, path: str, folder: str, note: Callable[[str, str], object]
) -> None:
    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind = attributes["Type"].rpartition("/")[2]
            note(_joined(folder, attributes["Target"]), kind)

    _parse(archive, path, start)


def _joined(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _parse(archive: zipfile.ZipFile, path: str, start: Start) -> None:
    """Reads the XML as a stream; names come without their namespace. A document type, which could
    define entities, is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*__: object) -> None:
        raise DamagedFile

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, more: start(name.rpartition(" ")[2], more)
    with archive.open(path) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Styles:
    """Follows the styles of a workbook: `numFmt` and, in `cellXfs`, `xf`, counted from 0."""

    def __init__(self) -> None:
        self.formats, self.found = set(_BUILT_IN), set[str]()
        self.count: int | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and re.search("%|[?#]/", attributes.get("formatCode", "")):
            self.formats.add(attributes.get("numFmtId", ""))
        elif name.startswith("cell"):
            self.count = 0 if name == "cellXfs" else None
        elif name == "xf" and self.count is not None:
            if attributes.get("numFmtId") in self.formats:
                self.found.add(str(self.count))
            self.count += 1


class _Scan:
    """Follows the cells of a sheet's XML, as a parser's handlers. `styles` are those that show
    numbers otherwise."""

    def __init__(self, limits: Limits, styles: frozenset[str] = frozenset()) -> None:
        self.limits, self.styles = limits, styles
        self.is_shown = False
        self.marks: Marks = {}
        self.row, self.column = -1, -1
        self.merged = 0
        self.starts: dict[str, Start] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "v": self._start_value,
            "is": self._start_value,
            "mergeCell": self._start_merged,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if handler := self.starts.get(name):
            handler(name, attributes)

    def _start_row(self, name: str, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1

    def _start_cell(self, name: str, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self.row, self.column = place(attributes["r"])
        else:
            self.column += 1
        self.is_shown = attributes.get("s") in self.styles and attributes.get("t", "n") == "n"
        if attributes.get("t") == "e":
            self._check_place()
            self._mark(self.row, self.column, "error")

    def _start_formula(self, name: str, attributes: dict[str, str]) -> None:
        self._check_place()
        self._mark(self.row, self.column, "formula")

    def _start_value(self, name: str, attributes: dict[str, str]) -> None:
        """Cells without a value, such as those that only have a colour, count for nothing."""
        self._check_place()
        if self.is_shown and (self.row, self.column) not in self.marks:
            self._mark(self.row, self.column, SHOWN)

    def _check_place(self) -> None:
        if self.row > self.limits.rows:
            raise TooManyRows(self.limits)
        if self.column >= self.limits.columns:
            raise TooManyColumns(self.limits)

    def _start_merged(self, name: str, attributes: dict[str, str]) -> None:
        first, __, last = attributes["ref"].partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        bottom, right = min(bottom, self.limits.rows), min(right, self.limits.columns - 1)
        # Counted before they are marked: the same range may stand there many times.
        self.merged += max(1, (bottom - top + 1) * (right - left + 1))
        if self.merged > MOST_MARKS:
            return
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self._mark(row, column, "merged")

    def _mark(self, row: int, column: int, what: str) -> None:
        """Enough of them are named; a sheet of nothing else must not fill the memory."""
        if len(self.marks) < MOST_MARKS:
            self.marks[row, column] = what
