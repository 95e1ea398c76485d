"""PDF, as far as one can tell without opening it: protected or not, and how many pages."""

import re
import zlib
from collections.abc import Iterator
from typing import IO

from lms.files.checks.reading import kept_in_place, start_of
from lms.files.errors import Encrypted, NotWhatItSays

# In a trailer or the head of a cross-reference stream, which are never compressed.
ENCRYPTS = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")
OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b[^>]*?>>\s*stream\r?\n", re.DOTALL)
PAGE_TREE = re.compile(rb"/Type\s*/Pages\b")
COUNT = re.compile(rb"/Count\s+(\d{1,6})\b")
UNPACKED_BYTES = 4 * 1024 * 1024
STREAMS_READ = 200


def check_pdf(file: IO[bytes], extension: str) -> None:
    """Raises `NotWhatItSays` or `Encrypted`."""
    if b"%PDF-" not in start_of(file, 1024):
        raise NotWhatItSays(extension=extension)
    with kept_in_place(file):
        if ENCRYPTS.search(file.read()):
            raise Encrypted


def pages_of(file: IO[bytes]) -> int | None:
    """The number of pages that the document's page tree names, or None where it cannot be
    told."""
    with kept_in_place(file):
        content = file.read()
    counts = [
        int(count)
        for text in (content, *_unpacked(content))
        for tree in PAGE_TREE.finditer(text)
        for count in COUNT.findall(_object_around(text, tree.start()))
    ]
    return max(counts, default=0) or None


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The compressed objects of newer documents, a little of each and not of too many."""
    for number, found in enumerate(OBJECT_STREAM.finditer(content)):
        if number == STREAMS_READ:
            return
        try:
            yield zlib.decompressobj().decompress(content[found.end() :], UNPACKED_BYTES)
        except zlib.error:
            continue


def _object_around(text: bytes, at: int) -> bytes:
    """The innermost dictionary that stands around a place in the text."""
    begin = max(text.rfind(b"<<", 0, at), 0)
    end = text.find(b">>", at)
    return text[begin : end if end >= 0 else at + 2000]
