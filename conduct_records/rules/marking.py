"""Where two wordings differ: by character in Chinese, by word in English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A run of letters or digits, a run of spaces, or one character of any other kind.
PIECES = re.compile(r"[A-Za-z0-9'’]+|\s+|.", re.DOTALL)
# An unchanged piece shorter than this between two changed ones is read with them.
CRUMB = 1


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Span:
    mark: Mark
    text: str


def marked(old: str, new: str) -> list[Span]:
    """Both wordings in one: what stays, what went, what came, in reading order."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    return list(_joined(_spans(before, after)))


def _spans(before: Sequence[str], after: Sequence[str]) -> Iterator[Span]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, from_, until in _read_together(matcher.get_opcodes()):
        if tag == "equal":
            yield Span(Mark.SAME, "".join(before[start:end]))
            continue
        yield Span(Mark.GONE, "".join(before[start:end]))
        yield Span(Mark.NEW, "".join(after[from_:until]))


Step = tuple[str, int, int, int, int]


def _read_together(steps: Sequence[Step]) -> list[Step]:
    """A single character or space that happens to be in both makes a change harder to read, not
    easier: it goes with the changes around it."""
    found: list[Step] = []
    for at, step in enumerate(steps):
        tag, start, end, from_, until = step
        is_crumb = tag == "equal" and end - start <= CRUMB and 0 < at < len(steps) - 1
        if found and found[-1][0] != "equal" and (tag != "equal" or is_crumb):
            __, start, ___, from_, ____ = found.pop()
            tag = "replace"
        found.append((tag, start, end, from_, until))
    return found


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    yield from (span for span in spans if span.text)
