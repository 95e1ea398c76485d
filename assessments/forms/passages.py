"""Text of several lines: a field for it, and what authors write one a line."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from assessments.errors import EnglishLinesDoNotFit, PointsNotUnderstood

_POINTS = re.compile(r"(?P<text>.*?)\s*[|｜]\s*(?P<points>[^|｜]*?)\s*", re.DOTALL)
# Stands for a line break in a text that has a line to itself, as imports bring some.
BREAK = "↵"
_WHOLE = re.compile(r"[0-9]{1,3}")


class Passage(forms.CharField):
    """Text of several lines, with line ends as they are kept. With `is_code` in letters of the same
    width, for a notation."""

    def __init__(self, *, rows: int = 3, is_code: bool = False, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if is_code:
            attrs |= {"class": "notation", "spellcheck": "false"}
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class EnglishLines(Passage):
    """One line for each line of another field; a line left empty is left out of the English."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)


def numbered(text: str) -> list[tuple[int, str]]:
    """The lines that say something, with their number from 1."""
    lines = enumerate(text.split("\n"), start=1)
    return [(number, _meant(line)) for number, line in lines if line.strip()]


def _meant(line: str) -> str:
    return line.strip().replace(BREAK, "\n")


def lines(text: str) -> list[str]:
    return [line for __, line in numbered(text)]


def joined(texts: Iterable[str]) -> str:
    """One text a line; `lines` takes them apart again."""
    return "\n".join(text.replace("\n", BREAK) for text in texts)


def beside(text: str, wanted: int) -> list[str]:
    """The English of so many lines; none where nothing is written. Raises `EnglishLinesDoNotFit`
    for another number of lines; empty ones at the end count as far as they are needed."""
    found = [_meant(line) for line in text.split("\n")]
    while len(found) > wanted and not found[-1]:
        found.pop()
    if not any(found):
        return []
    if len(found) != wanted:
        raise EnglishLinesDoNotFit(found=len(found), wanted=wanted)
    return found


def with_points(text: str, otherwise: int | None = None) -> list[tuple[str, int]]:
    """Lines such as "criterion | 4"; `otherwise` are the points of a line without any. Raises
    `PointsNotUnderstood`."""
    found = []
    for number, line in numbered(text):
        match = _POINTS.fullmatch(line)
        if match is None and otherwise is not None:
            found.append((line, otherwise))
        elif match is None or not _WHOLE.fullmatch(match["points"]):
            raise PointsNotUnderstood(line=number)
        else:
            found.append((match["text"], int(match["points"])))
    return found


def halves(line: str) -> tuple[str, str | None]:
    r"""What stands left and right of the first "="; None where there is none. A backslash before
    it takes away its meaning."""
    parts = re.split(r"(?<!\\)[=＝]", line, maxsplit=1)
    plain = [re.sub(r"\\([=＝])", r"\1", part).strip() for part in parts]
    return plain[0], plain[1] if len(plain) > 1 else None


def whole(left: str, right: str | None = None) -> str:
    """A line that `halves` takes apart again."""
    sides = [left] if right is None else [left, right]
    return " = ".join(re.sub("([=＝])", r"\\\1", side) for side in sides)


def at(texts: Sequence[str], index: int) -> str:
    """The text at a place, "" beyond the end."""
    return texts[index] if index < len(texts) else ""
