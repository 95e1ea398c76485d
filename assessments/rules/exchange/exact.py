"""A wording told exactly, in one line, beside what a format's own notation can say of it.

Other programs pass the line over. Whoever reads it believes it only where the notation beside it is
still the one it was written for: what somebody edited since counts.
"""

import hashlib
from dataclasses import asdict, replace

import msgspec

from assessments.rules.wording import Wording

_DIGITS = 16


class _Exact(msgspec.Struct, forbid_unknown_fields=True):
    of: str
    wording: Wording


def packed(wording: Wording, beside: str) -> str:
    """The wording as JSON in one line; of its picture and marks nothing, as those are told
    elsewhere or not at all."""
    bare = replace(wording, picture_id=None, picture_alt="", marks=1)
    return msgspec.json.encode({"of": _mark(beside), "wording": asdict(bare)}).decode()


def unpacked(line: str, beside: str) -> Wording | None:
    """The wording in such a line; None where it is none, or what stands beside it was changed."""
    try:
        told = msgspec.json.decode(line, type=_Exact)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None
    is_bare = told.wording.picture_id is None
    return told.wording if told.of == _mark(beside) and is_bare else None


def _mark(beside: str) -> str:
    """What tells one notation from another; spaces around its lines count for nothing."""
    plain = "\n".join(line.strip() for line in beside.strip().split("\n"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
