"""Two markers judge one answer without seeing each other. Exact: decimals only, never floats."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from assessments.enums import MarkCause

MARKERS = 2
# What gave a mark that is a person's judgement.
JUDGED = (MarkCause.MARKER, MarkCause.SETTLED)
_HUNDREDTH = Decimal("0.01")
_HALF = Decimal("0.5")


class Turn(StrEnum):
    """What a marker may do with an answer that waits for its mark."""

    JUDGE = "judge"
    JUDGED = "judged"  # by them; another still has to
    SETTLE = "settle"  # two marks lie too far apart


def turn(judged_by: Iterable[int], marker: int, distance: int | None) -> Turn:
    """Whose turn it is, of an answer without a mark. `judged_by` are those who judged it blindly,
    by id; without a distance there is one marker only. Somebody who has not judged sees the same
    whether another has or not."""
    judges = list(judged_by)
    if distance is None:
        return Turn.JUDGE
    if len(judges) >= MARKERS:
        return Turn.SETTLE
    return Turn.JUDGED if marker in judges else Turn.JUDGE


def agree(first: Decimal, second: Decimal, *, marks: int, distance: int) -> bool:
    """Whether two marks of a question worth `marks` lie no more than `distance` per cent of them
    apart."""
    return abs(first - second) * 100 <= distance * marks


def apart(first: Decimal, second: Decimal, *, marks: int) -> Decimal:
    """How far two marks lie apart, in per cent of the question's marks, to the tenth, halves up.
    Raises ValueError for a question worth nothing."""
    if marks <= 0:
        raise ValueError("a question is worth something")
    return (abs(first - second) * 100 / marks).quantize(Decimal("0.1"), ROUND_HALF_UP)


def mean(first: Decimal, second: Decimal) -> Decimal:
    """The mark that two make together: their mean, to the hundredth of a mark, halves up."""
    return ((first + second) * _HALF).quantize(_HUNDREDTH, ROUND_HALF_UP)


def mean_points(first: Sequence[Decimal], second: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """For each criterion the mean of what the two gave, exactly. Raises ValueError where they
    judged by different criteria."""
    return tuple(_plain((a + b) * _HALF) for a, b in zip(first, second, strict=True))


def _plain(points: Decimal) -> Decimal:
    """Without zeros at the end and without an exponent: 2.50 is 2.5, 20 stays 20."""
    short = points.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def joined(remarks: Iterable[str]) -> str:
    """The remarks to the learner as one: each as its own paragraph, a repeated one once."""
    said = dict.fromkeys(text for remark in remarks if (text := remark.strip()))
    return "\n\n".join(said)
