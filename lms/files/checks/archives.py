"""Office documents and zip archives, judged by their table of contents; nothing is unpacked."""

import struct
from typing import IO, Any
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from lms.files.checks.names import RUNNING
from lms.files.checks.reading import kept_in_place, size_of, start_of
from lms.files.errors import (
    ArchiveTooLarge,
    Encrypted,
    HasMacros,
    HoldsPrograms,
    NotWhatItSays,
    OldOfficeFile,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# The names of an encrypted package's streams, as an OLE directory writes them.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
OFFICE_PARTS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
PROGRAMS = RUNNING - {"xml", "htm", "html", "xhtml", "svg", "inf", "reg", "swf", "url"}
UNPACKED_MB = 1000
CONTENTS_BYTES = 4 * 1024 * 1024
END_RECORD = 22


def check_office(file: IO[bytes], extension: str) -> None:
    """Raises `Encrypted`, `OldOfficeFile`, `HasMacros`, `ArchiveTooLarge` or `NotWhatItSays`."""
    if start_of(file, len(OLE)) == OLE:
        raise Encrypted if _mentions(file, ENCRYPTED_STREAM) else OldOfficeFile(extension=extension)
    names = [entry.filename for entry in contents_of(file, extension)]
    if "[Content_Types].xml" not in names or not any(
        name.startswith(OFFICE_PARTS[extension]) for name in names
    ):
        raise NotWhatItSays(extension=extension)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise HasMacros


def check_zip(file: IO[bytes], extension: str) -> None:
    """Raises `Encrypted`, `HoldsPrograms`, `ArchiveTooLarge` or `NotWhatItSays`."""
    for entry in contents_of(file, extension):
        if entry.filename.rpartition(".")[2].lower().strip() in PROGRAMS:
            raise HoldsPrograms(name=entry.filename.rpartition("/")[2][:80])


def contents_of(file: IO[bytes], extension: str) -> list[ZipInfo]:
    """Raises `NotWhatItSays`, `Encrypted` or `ArchiveTooLarge`, by what the contents declare."""
    _check_length_of_contents(file, extension)
    with kept_in_place(file):
        try:
            with ZipFile(_as_binary(file)) as archive:
                entries = archive.infolist()
        except (BadZipFile, LargeZipFile, NotImplementedError, ValueError, EOFError, OSError):
            raise NotWhatItSays(extension=extension) from None
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Encrypted
    if sum(entry.file_size for entry in entries) > UNPACKED_MB * 1024 * 1024:
        raise ArchiveTooLarge(limit=UNPACKED_MB)
    return entries


def _check_length_of_contents(file: IO[bytes], extension: str) -> None:
    """The table of contents is read as a whole: a file can be all contents and no files."""
    with kept_in_place(file):
        file.seek(max(0, size_of(file) - END_RECORD - 0xFFFF))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + END_RECORD:
        raise NotWhatItSays(extension=extension)
    (length,) = struct.unpack("<L", tail[at + 12 : at + 16])
    if length > CONTENTS_BYTES:
        raise ArchiveTooLarge(limit=UNPACKED_MB)


def _mentions(file: IO[bytes], words: bytes) -> bool:
    """Reads by the piece, each with the end of the one before it."""
    with kept_in_place(file):
        before = b""
        while piece := file.read(1024 * 1024):
            if words in before + piece:
                return True
            before = piece[-len(words) :]
    return False


def _as_binary(file: IO[bytes]) -> Any:
    """What Django hands over reads like a file but lacks `seekable` in some of its shapes."""
    return getattr(file, "file", file)
