"""The running text of a certificate, with named places for what differs from paper to paper."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from courses.errors import BraceIsNoPlaceholder, UnknownPlaceholder

# What may stand between braces. Dates and names come in the language of the text they stand in.
PLACEHOLDERS = (
    "name",
    "course",
    "passed_on",
    "valid_until",
    "staff_number",
    "unit",
    "post",
    "serial",
    "company",
)
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `is_value` where it was put in for a placeholder."""

    text: str
    is_value: bool


def check_text(text: str) -> None:
    """Raises `UnknownPlaceholder` with its name, `BraceIsNoPlaceholder` for a brace that opens or
    closes none."""
    for found in _BRACES.finditer(text):
        name = found.group(1)
        if name is None:
            raise BraceIsNoPlaceholder
        if name.strip() not in PLACEHOLDERS:
            raise UnknownPlaceholder(name)


def filled(text: str, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """The text with the values in their places. What stands in a value is never read as a
    placeholder. The text was checked."""
    return tuple(_pieces(text, values))


def _pieces(text: str, values: Mapping[str, str]) -> Iterator[Piece]:
    end = 0
    for found in _BRACES.finditer(text):
        if before := text[end : found.start()]:
            yield Piece(before, is_value=False)
        yield Piece(values[found.group(1).strip()], is_value=True)
        end = found.end()
    if rest := text[end:]:
        yield Piece(rest, is_value=False)
