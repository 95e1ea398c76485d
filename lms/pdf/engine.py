"""WeasyPrint with our own fonts. Imported when the first PDF is made (see `render`).

The font configuration and the parsed style sheets are made once a process: reading two fonts of
15 MB costs more than the page itself.
"""

import threading
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

FONTS = Path(__file__).parent / "fonts"
FONT_FACES = """
@font-face { font-family: "House Song"; font-weight: 400; src: url("NotoSerifSC-Regular.ttf"); }
@font-face { font-family: "House Song"; font-weight: 700; src: url("NotoSerifSC-Bold.ttf"); }
"""
# A PDF never fetches an address that stands in its text; pictures come inline.
INLINE_ONLY = URLFetcher(allowed_protocols=("data",))
# Pango's font map is shared by the threads of a process.
_rendering = threading.Lock()


@cache
def _fonts() -> tuple[FontConfiguration, CSS]:
    configuration = FontConfiguration()
    faces = CSS(string=FONT_FACES, base_url=f"{FONTS}/", font_config=configuration)
    return configuration, faces


@cache
def _stylesheet(static_path: str) -> CSS:
    found = finders.find(static_path) or Path(settings.STATIC_ROOT) / static_path
    return CSS(filename=str(found), font_config=_fonts()[0])


def write_pdf(html: str, stylesheet: str) -> bytes:
    with _rendering:
        configuration, faces = _fonts()
        return HTML(string=html, url_fetcher=INLINE_ONLY).write_pdf(
            stylesheets=[faces, _stylesheet(stylesheet)],
            font_config=configuration,
            pdf_variant="pdf/ua-1",
        )
