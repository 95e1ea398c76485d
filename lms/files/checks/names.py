from collections.abc import Collection
from pathlib import PurePosixPath

from lms.files.errors import HiddenKind, UnknownKind

# What a computer would run, or a browser would run scripts of.
RUNNING = frozenset(
    (
        "apk app bat bin cmd com cpl dll docm dotm exe hta htm html inf jar js jse lnk mht msi pif "
        "pptm ps1 py reg scr sh svg svgz swf url vb vbe vbs wsf xhtml xlam xlsb xlsm xml"
    ).split()
)


def check_name(name: str, extensions: Collection[str]) -> str:
    """The extension, in small letters. Raises `UnknownKind` where it is none of the `extensions`
    and `HiddenKind` for a name such as `invoice.exe.pdf`."""
    *inner, last = [suffix[1:].lower() for suffix in PurePosixPath(name).suffixes] or [""]
    if last not in extensions:
        raise UnknownKind(extensions=", ".join(sorted(extensions)))
    for suffix in inner:
        if suffix.strip() in RUNNING:
            raise HiddenKind(extension=suffix.strip())
    return last
