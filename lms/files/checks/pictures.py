"""Photos and drawings that would cost a server or a reader's phone more than a picture may."""

import math
import re
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from willow.svg import SvgWrapper, WillowSvgException

from lms.files.checks.reading import kept_in_place, start_of
from lms.files.errors import BrokenPicture, DrawingTooLarge, TooManyPixels, UnsafeDrawing

MILLION = 1_000_000
DRAWING_SIDE = 20_000
DRAWING_SHAPES = 100_000
DRAWING_BYTES = 8 * 1024 * 1024

RUNS = frozenset({"script", "foreignObject", "iframe", "embed", "object", "handler"})
INLINE_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp)[;,]", re.IGNORECASE)
ADDRESS_IN_STYLE = re.compile(
    r"url\(\s*+['\"]?+\s*+(?!#|data:image/(?:png|jpeg|gif|webp)[;,])|@import", re.IGNORECASE
)
PHOTOS = ("GIF", "JPEG", "PNG", "WEBP")


def check_picture(file: IO[bytes], *, megapixels: int) -> None:
    """Raises `TooManyPixels`, `DrawingTooLarge`, `UnsafeDrawing` or `BrokenPicture`."""
    head = start_of(file, 1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        check_drawing(file)
    else:
        check_photo(file, megapixels=megapixels)


def check_photo(file: IO[bytes], *, megapixels: int) -> None:
    """Reads the header only: nothing is unpacked before it is known to be small enough."""
    with kept_in_place(file):
        try:
            width, height = Image.open(file, formats=PHOTOS).size
        except Image.DecompressionBombError:
            raise TooManyPixels(limit=megapixels) from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError):
            raise BrokenPicture from None
    if width * height > megapixels * MILLION:
        raise TooManyPixels(limit=megapixels)


def check_drawing(file: IO[bytes]) -> None:
    with kept_in_place(file):
        if file.seek(0, 2) > DRAWING_BYTES:
            raise UnsafeDrawing(what=_("too many shapes"))
        file.seek(0)
        try:
            tree = ElementTree.parse(file)
        except DefusedXmlException:
            raise UnsafeDrawing(what=_("entities")) from None
        except (ParseError, ValueError, LookupError):  # LookupError: an encoding nobody knows
            raise BrokenPicture from None
        file.seek(0)
        if b"<?xml-stylesheet" in file.read():
            raise UnsafeDrawing(what=_("addresses of other files"))
    root = tree.getroot()
    if _local(root.tag) != "svg":
        raise BrokenPicture
    _check_side(tree)
    for element in root.iter():
        _check_element(element)
    if _is_drawn_often(root):
        raise UnsafeDrawing(what=_("too many shapes"))


def _check_side(tree: Any) -> None:
    """As Wagtail's own reading of the size has it, which an infinite one would break."""
    try:
        drawing = SvgWrapper(tree)
    except (WillowSvgException, ArithmeticError, KeyError, ValueError):
        raise DrawingTooLarge(limit=DRAWING_SIDE) from None
    box = drawing.view_box
    for side in (drawing.width, drawing.height, box.width, box.height):
        if not (math.isfinite(side) and 0 < side <= DRAWING_SIDE):
            raise DrawingTooLarge(limit=DRAWING_SIDE)
    # Wagtail keeps whole pixels, and divides by them.
    if min(drawing.width, drawing.height) < 1 or not math.isfinite(box.min_x + box.min_y):
        raise DrawingTooLarge(limit=DRAWING_SIDE)


def _check_element(element: Element) -> None:
    name = _local(element.tag)
    if name in RUNS:
        raise UnsafeDrawing(what=f"<{name}>")
    if name == "style" and ADDRESS_IN_STYLE.search(element.text or ""):
        raise UnsafeDrawing(what=_("addresses of other files"))
    for attribute, value in element.attrib.items():
        local = _local(attribute)
        if local.lower().startswith("on"):
            raise UnsafeDrawing(what=local)
        leads_out = local in ("href", "src") and not _stays_inside(value)
        if leads_out or ADDRESS_IN_STYLE.search(value):
            raise UnsafeDrawing(what=_("addresses of other files"))


def _stays_inside(address: str) -> bool:
    address = address.strip()
    return address.startswith("#") or INLINE_PICTURE.match(address) is not None


def _local(tag: object) -> str:
    """A name without its namespace; comments and instructions have none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _is_drawn_often(root: Element) -> bool:
    """Whether more than `DRAWING_SHAPES` elements are drawn once every `use` has drawn what it
    points to: ten groups that each use the next one ten times are ten thousand million."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    drawn, waiting = 0, [root]
    while waiting:
        for part in waiting.pop().iter():
            drawn += 1
            if drawn > DRAWING_SHAPES:
                return True
            if _local(part.tag) == "use" and (target := by_id.get(_id_used(part))) is not None:
                waiting.append(target)
    return False


def _id_used(element: Element) -> str:
    hrefs = (value for name, value in element.attrib.items() if _local(name) == "href")
    return next(hrefs, "").strip().removeprefix("#")
