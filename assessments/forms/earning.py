r"""Answers that earn something, one a line: `answer | 50% | feedback`.

What follows the answer may be left out, and an answer that earns everything has nothing behind it
unless there is feedback. A backslash before a bar takes away its meaning."""

import re
from typing import Any

_BAR = re.compile(r"(?<!\\)[|｜]")
_PERCENT = re.compile(r"([0-9]{1,3})\s*[%％]?")


def earning(line: str) -> tuple[str, dict[str, Any]]:
    """The answer of a line, and its percentage and feedback as far as they say something. A bar
    without a percentage behind it belongs to the answer."""
    text, *rest = _BAR.split(line, maxsplit=2)
    percent = _PERCENT.fullmatch(rest[0].strip()) if rest else None
    if percent is None:
        return _meant(line), {}
    found: dict[str, Any] = {"percent": int(percent[1])} if percent[1] != "100" else {}
    if len(rest) > 1 and rest[1].strip():
        found["feedback"] = _meant(rest[1])
    return _meant(text), found


def earned(text: str, percent: int = 100, feedback: str = "") -> str:
    """A line that `earning` takes apart again."""
    if percent == 100 and not feedback and earning(text) == (text, {}):
        return text
    parts = [re.sub(r"([|｜])", r"\\\1", text), f"{percent}%"]
    if feedback:
        parts.append(feedback)
    return " | ".join(parts)


def _meant(text: str) -> str:
    return re.sub(r"\\([|｜])", r"\1", text).strip()
