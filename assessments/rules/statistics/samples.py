"""What statistics are made of: the sittings and the marks on their papers, packed closely, so that
two million marks fit into memory.

Marks count in hundredths. Where papers are worth different marks, whole papers are compared by the
share reached, in millionths.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

SHARES = 1_000_000
HUNDREDTHS = 100
# The strongest and the weakest part of a group (T. L. Kelley, Journal of Educational Psychology 30
# (1939), 17-24).
EXTREMES = 0.27


class Group(StrEnum):
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


def packed() -> "array[int]":
    return array("q")


@dataclass
class Sittings:
    """The sittings that count: what each earned of what its paper was worth."""

    scores: "array[int]" = field(default_factory=packed)
    worths: "array[int]" = field(default_factory=packed)
    decided: int = 0
    passed: int = 0

    def add(self, score: int, worth: int, *, passed: bool, is_suspended: bool) -> None:
        self.scores.append(score)
        self.worths.append(worth)
        self.decided += not is_suspended
        self.passed += passed and not is_suspended

    @property
    def n(self) -> int:
        return len(self.scores)

    @property
    def worth(self) -> int | None:
        """What every paper is worth; None where they differ, or there is none."""
        first = self.worths[0] if self.n else None
        return first if all(worth == first for worth in self.worths) else None

    def reached(self) -> "array[int]":
        """What each reached, in hundredths of a mark of equal papers, else in millionths."""
        if self.worth is not None:
            return self.scores
        both = zip(self.scores, self.worths, strict=True)
        return array("q", (share_of(score, worth) for score, worth in both))

    @property
    def scale(self) -> int:
        """What `reached` would be for full marks."""
        return self.worth or SHARES


def share_of(score: int, worth: int) -> int:
    """In millionths, halves up."""
    return (2 * score * SHARES + worth) // (2 * worth)


def groups_of(reached: Sequence[int]) -> list[Group]:
    """Of each sitting whether it is among the strongest or weakest 27 %. Who reached as much as the
    last of them belongs to them too; where that makes both meet, nobody is either."""
    if not reached:
        return []
    order = sorted(reached)
    size = max(1, round(EXTREMES * len(order)))
    low, high = order[size - 1], order[-size]
    if low >= high:
        return [Group.MIDDLE] * len(order)

    def group(value: int) -> Group:
        return Group.BOTTOM if value <= low else Group.TOP if value >= high else Group.MIDDLE

    return [group(value) for value in reached]


@dataclass
class ItemSample:
    """Of one question at one worth: the mark of each sitting that had it, and what the sitting
    reached with the other questions. `rest_worth` is what `rests` would be for full marks; 0 where
    there are no others."""

    marks: int
    rest_worth: int
    xs: "array[int]" = field(default_factory=packed)
    rests: "array[int]" = field(default_factory=packed)
    waived: int = 0

    @property
    def worth(self) -> int:
        return self.marks * HUNDREDTHS


@dataclass
class PlaceSample:
    """The sums of the marks at one place of the papers."""

    n: int = 0
    sum: int = 0
    squares: int = 0

    def add(self, mark: int) -> None:
        self.n += 1
        self.sum += mark
        self.squares += mark * mark


@dataclass
class Tally:
    """What was answered to a version: how many said the same, with the sum of what they reached
    with the other questions. Answers are texts of JSON."""

    groups: Counter[Group] = field(default_factory=Counter)
    answers: dict[str, Counter[Group]] = field(default_factory=dict)
    rests: Counter[str] = field(default_factory=Counter)

    def add(self, answer: str, group: Group, rest: int) -> None:
        self.answers.setdefault(answer, Counter())[group] += 1
        self.rests[answer] += rest
