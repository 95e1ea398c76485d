"""Documents: the content is what the extension says, can be opened, and runs nothing."""

from typing import IO

from lms.files.checks.archives import OFFICE_PARTS, check_office, check_zip
from lms.files.checks.names import check_name
from lms.files.checks.pdf import check_pdf
from lms.files.checks.reading import start_of
from lms.files.errors import NotWhatItSays

TEXTS = {"csv", "txt"}
EXTENSIONS = sorted({"pdf", "zip", *OFFICE_PARTS, *TEXTS})
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
HEAD = 64 * 1024


def check_document(file: IO[bytes], name: str) -> None:
    """Raises `FileRefused` in one of its kinds."""
    extension = check_name(name, EXTENSIONS)
    if extension == "pdf":
        check_pdf(file, extension)
    elif extension in OFFICE_PARTS:
        check_office(file, extension)
    elif extension == "zip":
        check_zip(file, extension)
    else:
        _check_text(file, extension)


def _check_text(file: IO[bytes], extension: str) -> None:
    """Any encoding, but a text: bytes that no text has give away the rest."""
    head = start_of(file, HEAD)
    if b"\0" in head and not head.startswith(UTF_16):
        raise NotWhatItSays(extension=extension)
