"""Content and key with every part that the question form writes as well, so that a question which
was typed here and one that was read from a file are equal where they say the same."""

from typing import Any

from assessments.enums import Kind
from assessments.rules.kinds.base import MOST_TEXT

Shape = dict[str, Any]

_CONTENT: dict[str, Shape] = {
    Kind.TRUE_FALSE: {"asks_reason": False},
    Kind.NUMBER: {"units": []},
    Kind.ESSAY: {"least": 0, "most": MOST_TEXT},
}
_KEY: dict[str, Shape] = {
    Kind.MULTIPLE_CHOICE: {"credit": "exact"},
    Kind.SHORT_TEXT: {"synonyms": []},
    Kind.NUMBER: {"tolerance": "0", "unit": 0},
    Kind.ORDERING: {"credit": "exact"},
    Kind.ESSAY: {"model": ""},
    Kind.ROLE_PLAY: {"model": ""},
}


def as_typed(kind: str, content: Shape, key: Shape) -> tuple[Shape, Shape]:
    return {**_CONTENT.get(kind, {}), **content}, {**_KEY.get(kind, {}), **key}
