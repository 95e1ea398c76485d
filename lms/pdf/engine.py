"""WeasyPrint with our own fonts. Imported when the first PDF is made (see `render`).

The font configuration and the parsed style sheets are made once a process: reading two fonts of
15 MB costs more than the page itself. The fallback font, larger still, is read when a text first
needs it.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from lms.pdf.glyphs import FONTS, beyond_house, fallback_font
from lms.pdf.render import Attached

FONT_FACES = """
@font-face { font-family: "House Song"; font-weight: 400; src: url("NotoSerifSC-Regular.ttf"); }
@font-face { font-family: "House Song"; font-weight: 700; src: url("NotoSerifSC-Bold.ttf"); }
"""
FALLBACK_FACE = '@font-face {{ font-family: "House Rare"; src: url("{}"); }}'
# A PDF never fetches an address that stands in its text; pictures come inline.
INLINE_ONLY = URLFetcher(allowed_protocols=("data",))
# PDF/UA-1: tagged, with title and language.
VARIANT = {"pdf_variant": "pdf/ua-1"}
# Pango's font map is shared by the threads of a process.
_rendering = threading.Lock()


@cache
def _fonts(fallback: Path | None) -> tuple[FontConfiguration, CSS]:
    configuration = FontConfiguration()
    text = FONT_FACES + (FALLBACK_FACE.format(fallback.as_uri()) if fallback else "")
    faces = CSS(string=text, base_url=f"{FONTS}/", font_config=configuration)
    return configuration, faces


@cache
def _stylesheet(static_path: str, fallback: Path | None) -> CSS:
    found = finders.find(static_path) or Path(settings.STATIC_ROOT) / static_path
    return CSS(filename=str(found), font_config=_fonts(fallback)[0])


def options_for(stylesheet: str, fallback: Path | None) -> dict[str, Any]:
    """What WeasyPrint's `render` is called with. `fallback` is the font for rare characters, where
    the text has any."""
    configuration, faces = _fonts(fallback)
    sheets = [faces, _stylesheet(stylesheet, fallback)]
    return {"stylesheets": sheets, "font_config": configuration, **VARIANT}


def write_pdf(html: str, stylesheet: str, attached: Sequence[Attached] = ()) -> bytes:
    fallback = fallback_font() if beyond_house(html) else None
    files = [
        Attachment(string=each.data, name=each.name, description=each.description)
        for each in attached
    ]
    with _rendering:
        document = _laid_out(html, stylesheet, fallback)
        written: bytes = document.write_pdf(attachments=files, **VARIANT)
    return written


def write_parts(
    parts: Iterable[str],
    count: int,
    stylesheet: str,
    target: BinaryIO,
    advance: Callable[[float], None],
    *,
    has_rare: bool,
) -> None:
    """One PDF of `count` documents into `target`. Laid out part by part, painted together, so that
    each font is embedded once. `advance` is told the share of the work that is done, 0 to 1."""
    fallback = fallback_font() if has_rare else None
    first: Any = None
    pages: list[Any] = []
    for number, html in enumerate(parts, start=1):
        with _rendering:
            document = _laid_out(html, stylesheet, fallback)
        first = first or document
        pages += document.pages
        advance(number / count / 2)
    for number, page in enumerate(pages, start=1):
        _tell(page, partial(advance, 0.5 + number / len(pages) / 2))
    with _rendering:
        first.copy(pages).write_pdf(target, **VARIANT)


def _laid_out(html: str, stylesheet: str, fallback: Path | None) -> Any:
    return HTML(string=html, url_fetcher=INLINE_ONLY).render(**options_for(stylesheet, fallback))


def _tell(page: Any, told: Callable[[], None]) -> None:
    """Have `told` called whenever this page was painted."""
    paint = page.paint

    def paint_and_tell(*args: Any, **kwargs: Any) -> None:
        paint(*args, **kwargs)
        told()

    page.paint = paint_and_tell
