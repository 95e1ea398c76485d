"""Pictures that lie over the cells of the first sheet of a workbook (xlsx): DrawingML anchors.

Reading unpacks nothing that `reading.read_sheet` has not unpacked within its limits before.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from openpyxl.drawing.image import Image
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from lms.sheets.cells import address
from lms.sheets.workbook import first_sheet

# So high a picture is shown, in pixels; the file keeps it as it is.
HEIGHT = 96
# Points a row with a picture is high.
ROW_HEIGHT = 76
_MOST = 50 * 1024 * 1024


@dataclass(frozen=True)
class PlacedPicture:
    """A picture over a cell; row and column count from 0, the headings being row 0."""

    row: int
    column: int
    content: bytes


def pictures_in(content: bytes) -> list[PlacedPicture]:
    """The pictures of the first sheet, in the order of their rows; none where the file is no
    workbook, or where what describes them cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sorted(_pictures(archive), key=lambda one: (one.row, one.column))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, ValueError, OSError):
        return []


def _pictures(archive: zipfile.ZipFile) -> list[PlacedPicture]:
    found = []
    sheet = first_sheet(archive)
    for drawing in _targets(archive, sheet, "drawing").values():
        files = _targets(archive, drawing, "image")
        for anchor in fromstring(archive.read(drawing), forbid_dtd=True):
            place = _corner(anchor)
            path = files.get(_shown(anchor))
            if place and path and archive.getinfo(path).file_size <= _MOST:
                found.append(PlacedPicture(*place, archive.read(path)))
    return found


def _shown(anchor: Element) -> str:
    """The id of the picture at an anchor; "" where there is another thing."""
    for part in anchor.iter():
        for name, value in part.attrib.items():
            if name.endswith("}embed"):
                return value
    return ""


def _corner(anchor: Element) -> tuple[int, int] | None:
    """Row and column of the upper left corner."""
    start = next((part for part in anchor if part.tag.endswith("}from")), None)
    if start is None:
        return None
    values = {part.tag.rpartition("}")[2]: int(part.text or 0) for part in start}
    return values.get("row", 0), values.get("col", 0)


def _targets(archive: zipfile.ZipFile, path: str, kind: str) -> Mapping[str, str]:
    """What a part of the workbook names of a kind: paths in the archive by their ids."""
    folder, name = posixpath.split(path)
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if relations not in archive.namelist():
        return {}
    found = {}
    for each in fromstring(archive.read(relations), forbid_dtd=True):
        is_inside = each.get("TargetMode", "Internal") == "Internal"
        if is_inside and each.get("Type", "").rpartition("/")[2] == kind:
            target = each.get("Target", "")
            joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found[each.get("Id", "")] = posixpath.normpath(joined)
    return found


class _AsItIs(Image):
    """A picture whose bytes go into the file unchanged, whatever their format."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        self._content = content

    def _data(self) -> bytes:
        return self._content


def can_place(content: bytes) -> bool:
    """Whether spreadsheet programs show such a picture."""
    try:
        return Image(io.BytesIO(content)).format in ("gif", "jpeg", "png")
    except (OSError, ValueError, SyntaxError):
        return False


def place(page: WriteOnlyWorksheet, picture: PlacedPicture) -> None:
    """Put it over its cell, small enough for the row."""
    image = _AsItIs(picture.content)
    scale = min(1.0, HEIGHT / max(1, image.height))
    image.width, image.height = max(1, image.width * scale), max(1, image.height * scale)
    image.anchor = address(picture.row, picture.column)
    page.add_image(image)
    page.row_dimensions[picture.row + 1].height = ROW_HEIGHT
