"""Steps to put in order.

content: {"steps": ["…", …]} in the right order · key: {"credit": "exact" | "neighbours"} ·
answer: {"order": [index, …]}, empty where nothing was numbered.

- exact: full marks for exactly the right order, else none.
- neighbours: of all steps that follow one another in the right order, the share that does so in the
  answer: a step put in too early or too late costs its own places, not all that come after it.

Form fields: "step-0", "step-1", … by the place at which a step is first shown, each with the number
from 1 that it is given. The field of a step stays the same when steps are shown as answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from assessments.errors import (
    MalformedAnswer,
    SameTextTwice,
    StepsShareNumber,
    StepsWithoutNumber,
    TextMissing,
    TooFewSteps,
    TooManyParts,
)
from assessments.rules.kinds.base import (
    FormData,
    Interaction,
    Json,
    Line,
    Part,
    are_indexes,
    in_order,
    single,
)

MOST_STEPS = 26


class Steps(Part, frozen=True):
    steps: tuple[str, ...]


class StepsKey(Part, frozen=True):
    credit: Literal["exact", "neighbours"] = "exact"


class StepsGiven(Part, frozen=True):
    order: tuple[int, ...]


@dataclass(frozen=True)
class ShownPlace:
    """A number that a step can be given. `value` is what the form sends."""

    value: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownStep:
    """A step with the numbers to choose from; `value` is the chosen one, or ""."""

    name: str
    text: str
    value: str
    places: tuple[ShownPlace, ...]


@dataclass(frozen=True)
class ShownOrdering:
    """The steps as answered, else in the order of the paper."""

    steps: tuple[ShownStep, ...]


class Ordering(Interaction[Steps, StepsKey, StepsGiven]):
    Content = Steps
    Key = StepsKey
    Answer = StepsGiven
    texts = frozenset({"steps"})
    must_move = True

    def check(self) -> None:
        super().check()
        steps = self.content.steps
        if len(steps) < 2:
            raise TooFewSteps
        if len(steps) > MOST_STEPS:
            raise TooManyParts(most=MOST_STEPS)
        if not all(map(str.strip, steps)):
            raise TextMissing
        if len(set(map(str.strip, steps))) < len(steps):
            raise SameTextTwice

    @property
    def movable(self) -> int:
        return len(self.content.steps)

    def show(self, order: Sequence[int], answer: Json | None) -> ShownOrdering:
        steps = self.content.steps
        shown = in_order(order, len(steps))
        given = self.answer(answer).order if answer else ()
        numbers = [str(number) for number in range(1, len(steps) + 1)]

        def step(index: int) -> ShownStep:
            value = str(given.index(index) + 1) if given else ""
            places = tuple(ShownPlace(number, number == value) for number in numbers)
            return ShownStep(_field(shown.index(index)), steps[index], value, places)

        return ShownOrdering(tuple(step(index) for index in given or shown))

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        """Raises `StepsWithoutNumber` where only some have a number, and `StepsShareNumber`."""
        shown = in_order(order, len(self.content.steps))
        fields = [_field(place) for place in range(len(shown))]
        if any(field not in data for field in fields):
            raise MalformedAnswer
        values = [single(data, field) for field in fields]
        if not any(values):
            return self.written(StepsGiven(()))
        if not all(values):
            raise StepsWithoutNumber
        if not set(values) <= {str(number) for number in range(1, len(shown) + 1)}:
            raise MalformedAnswer
        if len(set(values)) < len(values):
            raise StepsShareNumber
        numbered = sorted(zip(map(int, values), shown, strict=True))
        return self.written(StepsGiven(tuple(index for __, index in numbered)))

    def fits(self, answer: StepsGiven) -> bool:
        count = len(self.content.steps)
        return not answer.order or (len(answer.order) == count and are_indexes(answer.order, count))

    def is_blank(self, answer: Json) -> bool:
        return not self.answer(answer).order

    def grade(self, answer: Json) -> Fraction:
        order = self.answer(answer).order
        count = len(self.content.steps)
        if self.key.credit == "exact" or not order:
            return Fraction(int(order == tuple(range(count))))
        follow = sum(later == step + 1 for step, later in pairwise(order))
        return Fraction(follow, count - 1)

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        """What stands at each place, beside what belongs there."""
        steps = self.content.steps
        order = self.answer(answer).order if answer else ()
        return tuple(
            Line(
                str(place + 1),
                given=steps[order[place]] if order else "",
                right=right,
                is_right=bool(order) and order[place] == place,
            )
            for place, right in enumerate(steps)
        )


def _field(place: int) -> str:
    return f"step-{place}"
