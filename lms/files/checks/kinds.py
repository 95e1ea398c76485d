"""Files of any kind that can be looked at, heard or read: which kind one is, and that it is what
its name says."""

from typing import IO, Literal

from lms.files.checks.documents import EXTENSIONS, check_document
from lms.files.checks.names import check_name
from lms.files.checks.pictures import check_photo
from lms.files.checks.recordings import AUDIO, VIDEO, check_recording

Kind = Literal["picture", "pdf", "recording", "document"]
PHOTOS = ("gif", "jpeg", "jpg", "png", "webp")
ALL = sorted({*PHOTOS, *VIDEO, *AUDIO, *EXTENSIONS})


def extension_of(name: str) -> str:
    """Raises `UnknownKind` or `HiddenKind`."""
    return check_name(name, ALL)


def kind_of(name: str) -> Kind:
    """Which kind the name says it is. Raises `UnknownKind` or `HiddenKind`."""
    extension = extension_of(name)
    if extension in PHOTOS:
        return "picture"
    if extension in VIDEO or extension in AUDIO:
        return "recording"
    return "pdf" if extension == "pdf" else "document"


def check_kind(file: IO[bytes], name: str, *, megapixels: int) -> Kind:
    """The kind, if the content is of it. Raises `FileRefused`."""
    kind = kind_of(name)
    if kind == "picture":
        check_photo(file, megapixels=megapixels)
    elif kind == "recording":
        check_recording(file, name, is_video=extension_of(name) in VIDEO)
    else:
        check_document(file, name)
    return kind
