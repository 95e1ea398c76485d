"""WebVTT: read, checked with the line at fault, and turned into plain text.

Strict where players differ: https://www.w3.org/TR/webvtt1/#file-structure
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.files.errors import (
    BackwardCaption,
    BadCaptionTime,
    CaptionsNotText,
    CaptionsTooLarge,
    EarlyCaption,
    EmptyCaption,
    NoCaptions,
    NoCaptionsHeader,
)

CAPTIONS_KB = 512
TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMES = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+\S.*)?")
TAG = re.compile(r"<[^>]*>")
# Chinese lines are joined without a space.
CHINESE_GAP = re.compile(r"(?<=[\u3000-\uffef]) (?=[\u3000-\uffef])")
# Blocks that are not captions.
ASIDE = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """A caption. `line` is the number of the line with its times, which are in milliseconds."""

    line: int
    begins: int
    ends: int
    text: str


def read_captions(content: bytes) -> str:
    """The text of a file of captions, checked. Raises `BadCaptions`."""
    if len(content) > CAPTIONS_KB * 1024:
        raise CaptionsTooLarge(limit=CAPTIONS_KB)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaptionsNotText from None
    return checked_captions(text)


def checked_captions(text: str) -> str:
    """The text with plain line ends. Raises `BadCaptions` naming the first line at fault."""
    text = re.sub(r"\r\n?", "\n", text.lstrip("\ufeff")).strip("\n") + "\n"
    if len(text.encode()) > CAPTIONS_KB * 1024:
        raise CaptionsTooLarge(limit=CAPTIONS_KB)
    if not cues_of(text):
        raise NoCaptions
    return text


def cues_of(text: str) -> list[Cue]:
    """Raises `BadCaptions`."""
    lines = text.split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise NoCaptionsHeader
    cues: list[Cue] = []
    for number, block in _blocks(lines):
        if number > 1 and not block[0].startswith(ASIDE):
            cue = _cue(number, block)
            if cues and cue.begins < cues[-1].begins:
                raise EarlyCaption(line=cue.line)
            cues.append(cue)
    return cues


def spoken(text: str) -> list[str]:
    """What the captions say, a line each, without marks: a transcript."""
    plain = (" ".join(TAG.sub("", cue.text).split()) for cue in cues_of(text))
    return [CHINESE_GAP.sub("", words) for words in plain if words]


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without an empty one between them, each with the number of its first."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(number: int, block: list[str]) -> Cue:
    # A cue may carry a name above its times.
    if "-->" not in block[0] and len(block) > 1 and "-->" in block[1]:
        number, block = number + 1, block[1:]
    times = TIMES.fullmatch(block[0].strip())
    if not times:
        raise BadCaptionTime(line=number)
    begins, ends = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
    if ends <= begins:
        raise BackwardCaption(line=number)
    if len(block) == 1:
        raise EmptyCaption(line=number)
    for offset, line in enumerate(block[1:], start=1):
        if "-->" in line:
            raise BadCaptionTime(line=number + offset)
    return Cue(number, begins, ends, "\n".join(block[1:]))


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
