"""A picture inside a document, so that the document needs no file beside it."""

from base64 import b64encode

from lms.files.models import Picture

# Enough for a signature or a seal in print.
SCALED = "max-800x800|format-png"


def data_address(picture: Picture) -> str:
    """The picture as a data address: a drawing as it is, a photo scaled down."""
    if picture.is_svg():
        kind, file = "image/svg+xml", picture.file
    else:
        kind, file = "image/png", picture.get_rendition(SCALED).file
    with file.open("rb") as opened:
        return f"data:{kind};base64,{b64encode(opened.read()).decode('ascii')}"
