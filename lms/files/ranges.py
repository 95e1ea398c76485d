"""Which part of a file a `Range` header asks for (RFC 9110, section 14). Pure."""

import re
from dataclasses import dataclass

ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class OutsideFile(Exception):
    """The range begins behind the end of the file."""


def span_of(header: str, size: int) -> Span | None:
    """The part of a file of `size` bytes that is asked for; None where the whole is to be sent:
    no header, one that means nothing, or several ranges, which nobody who plays a video needs.
    Raises `OutsideFile`."""
    found = ONE_RANGE.fullmatch(header)
    if not found or found[1] == found[2] == "":
        return None
    if found[1] == "":
        first, last = max(size - int(found[2]), 0), size - 1
    else:
        first, last = int(found[1]), int(found[2] or size - 1)
        if found[2] and last < first:
            return None
    if first >= size:
        raise OutsideFile
    return Span(first, min(last, size - 1))
