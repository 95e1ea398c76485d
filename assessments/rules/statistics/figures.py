"""What statistics of a quiz are: the rows that are kept and shown.

Shares, weights and correlations are fractions of 1 (-1 to 1), not per cent. None stands for what is
not defined: see `rules.statistics.reading`.
"""

from typing import Any

import msgspec

from assessments.rules.kinds.base import NOT_OF_THE_SHAPE


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Kept as JSON."""


class OptionCount(Row, frozen=True):
    """How many chose an option of a part of the question (a gap, a line to match; 0 where there is
    but one), of all and of the strongest and weakest; `rest` is the mean of what they earned with
    the other questions."""

    part: int
    option: int
    is_right: bool
    n: int
    top: int
    bottom: int
    rest: float | None


class VersionCount(Row, frozen=True):
    """A version that `n` sittings drew, with its options; `answered` of them said something.
    `keyed` is the version whose key counted last."""

    version: int
    keyed: int
    n: int
    top: int
    bottom: int
    answered: int
    options: tuple[OptionCount, ...]


class ItemFigures(Row, frozen=True):
    """A question at one worth. `n` sittings had it and were marked by key or marker, in `waived`
    more everybody earned full marks. `full` is how many earned full marks; None where some earned
    a part. `is_negative`: who does better with it does worse in the whole."""

    question: int
    marks: int
    n: int
    waived: int
    full: int | None
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    intended: float | None
    effective: float | None
    is_negative: bool
    guess: float | None
    versions: tuple[VersionCount, ...]


class WholeFigures(Row, frozen=True):
    """`n` sittings, of which `passed` of those `decided` are passed: what is suspended is not
    decided. `worth` is None where papers are worth different marks. `basis` says what the parts
    were of which the consistency is worked out: "questions", "places" or "" (not at all), and
    `parts` how many."""

    n: int
    decided: int
    passed: int
    worth: float | None
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None
    basis: str
    parts: int
    is_fixed: bool
    bins: tuple[int, ...]


class Statistics(Row, frozen=True):
    whole: WholeFigures
    items: tuple[ItemFigures, ...]


def written(statistics: Statistics) -> dict[str, Any]:
    """As JSON."""
    kept: dict[str, Any] = msgspec.to_builtins(statistics)
    return kept


def read(content: Any) -> Statistics | None:
    """What `written` made; None where it was written by another release."""
    try:
        return msgspec.convert(content, Statistics)
    except NOT_OF_THE_SHAPE:
        return None
