"""HTML and CSS to a tagged PDF, with our own fonts embedded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class Attached:
    """A file that the PDF carries within."""

    name: str
    data: bytes
    description: str


def render_pdf(html: str, *, stylesheet: str, attached: Sequence[Attached] = ()) -> bytes:
    """The PDF (PDF/UA-1: tagged, with title and language) of a whole HTML document.

    `stylesheet` is a path below `static/`. The document names the font families "House Song" and,
    behind it for rare characters, "House Rare". Nothing is fetched from an address that stands in
    the text. What no font can print is asked of `glyphs.missing_characters` beforehand.
    """
    # Importing WeasyPrint takes a third of a start, and most processes never print.
    from lms.pdf.engine import write_pdf

    return write_pdf(html, stylesheet, attached)


def render_parts(
    parts: Iterable[str],
    *,
    count: int,
    stylesheet: str,
    target: BinaryIO,
    advance: Callable[[float], None],
    has_rare: bool,
) -> None:
    """The same for `count` documents in one PDF, written into `target`; title and language are the
    first one's. `parts` may be a generator; `advance` is told the share of the work done, 0 to 1.
    `has_rare`: whether any part has a character that only the fallback font has."""
    from lms.pdf.engine import write_parts

    write_parts(parts, count, stylesheet, target, advance, has_rare=has_rare)
