"""Copies to look at: a picture or a PDF drawn anew, so that nothing of what a file may hide
survives: places, scripts, attachments, forms, malformed parts.

Foreign files are opened in a process of their own (`python -m lms.files.viewing`), with limits on
time and memory: what breaks or hangs, breaks there.
"""

import io
import resource
import subprocess
import sys
from pathlib import Path
from typing import IO

import pypdfium2 as pdfium
from PIL import Image, ImageOps

SIDE = 2000
PAGES = 60
QUALITY = 82
SECONDS = 120
MEMORY_BYTES = 2 * 1024**3
FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
# Points (1/72 inch) to pixels: 144 to the inch, less for large pages.
SCALE = 2.0


class CannotBeDrawn(Exception):
    """The file breaks, takes too long, or has too many pages."""


def redrawn(file: IO[bytes], *, is_pdf: bool) -> tuple[bytes, str]:
    """The copy with its extension ("webp", "pdf"). Raises `CannotBeDrawn`."""
    command = [sys.executable, "-m", "lms.files.viewing", "pdf" if is_pdf else "picture"]
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command,
            input=file.read(),
            capture_output=True,
            timeout=SECONDS,
            cwd=Path(__file__).parents[2],
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise CannotBeDrawn from None
    return done.stdout, "pdf" if is_pdf else "webp"


def redraw_picture(content: bytes) -> bytes:
    """Upright, of at most `SIDE` pixels a side, as WebP without anything but its pixels. Of a
    moving picture, the first frame."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail((SIDE, SIDE))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    drawn = io.BytesIO()
    bare.save(drawn, "WEBP", quality=QUALITY)
    return drawn.getvalue()


def redraw_pdf(content: bytes) -> bytes:
    """A new PDF of the same pages, each a picture. Raises `CannotBeDrawn` for more than `PAGES`."""
    source = pdfium.PdfDocument(content)
    if not 0 < len(source) <= PAGES:
        raise CannotBeDrawn
    source.init_forms()  # what was typed into fields is drawn too
    copy = pdfium.PdfDocument.new()
    for page in source:
        width, height = page.get_size()
        scale = min(SCALE, SIDE / max(width, height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        _add_page(copy, picture, (max(width, 1), max(height, 1)))
        page.close()
    drawn = io.BytesIO()
    copy.save(drawn)
    return drawn.getvalue()


def _add_page(copy: pdfium.PdfDocument, picture: Image.Image, size: tuple[float, float]) -> None:
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=QUALITY)
    image = pdfium.PdfImage.new(copy)
    image.load_jpeg(jpeg, inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(*size))
    page = copy.new_page(*size)
    page.insert_obj(image)
    page.gen_content()
    page.close()


def main() -> None:
    """Reads the file from the standard input and writes its copy to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    redraw = redraw_pdf if sys.argv[1] == "pdf" else redraw_picture
    sys.stdout.buffer.write(redraw(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
