"""To find for every line on the left its partner on the right.

content: {"left": ["…", …], "right": ["…", …]} · key: {"pairs": [index into right, …]} with one
entry a line on the left · answer: {"pairs": [index or null, …]}. A partner may belong
to several lines, and to none.

Form fields: "pair-0", "pair-1", …, one a line, with the place of the partner, or "".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase
from typing import Any

from assessments.errors import (
    MalformedAnswer,
    PairsRefused,
    SameTextTwice,
    TextMissing,
    TooManyParts,
)
from assessments.rules.kinds.base import (
    FormData,
    Interaction,
    Json,
    Line,
    Part,
    in_order,
    index_at,
    single,
)

MOST_LINES = len(ascii_uppercase)


class Sides(Part, frozen=True):
    left: tuple[str, ...]
    right: tuple[str, ...]


class RightPairs(Part, frozen=True):
    pairs: tuple[int, ...]


class PairsGiven(Part, frozen=True):
    pairs: tuple[int | None, ...]


@dataclass(frozen=True)
class ShownPartner:
    """A line on the right at its place on the paper, under its letter."""

    letter: str
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownPair:
    """A line on the left with all partners to choose from; an empty value stands for none."""

    name: str
    text: str
    choices: tuple[ShownPartner, ...]
    chosen: ShownPartner | None


@dataclass(frozen=True)
class ShownMatching:
    """`pairs` are what is to be answered, `partners` the right side once more for show."""

    pairs: tuple[ShownPair, ...]
    partners: tuple[ShownPartner, ...]


class Matching(Interaction[Sides, RightPairs, PairsGiven]):
    Content = Sides
    Key = RightPairs
    Answer = PairsGiven
    texts = frozenset({"left", "right"})
    must_move = True

    def check(self) -> None:
        super().check()
        left, right, pairs = self.content.left, self.content.right, self.key.pairs
        if not all(map(str.strip, left + right)):
            raise TextMissing
        for side in (left, right):
            if len(set(map(str.strip, side))) < len(side):
                raise SameTextTwice
            if len(side) > MOST_LINES:
                raise TooManyParts(most=MOST_LINES)
        if not left or len(right) < 2 or len(pairs) != len(left):
            raise PairsRefused
        if not all(0 <= partner < len(right) for partner in pairs):
            raise PairsRefused

    @property
    def movable(self) -> int:
        return len(self.content.right)

    def show(self, order: Sequence[int], answer: Json | None) -> ShownMatching:
        given = self._pairs(answer)
        pairs = []
        for line, text in enumerate(self.content.left):
            choices = self._partners(order, given[line])
            chosen = next((partner for partner in choices if partner.is_chosen), None)
            pairs.append(ShownPair(_field(line), text, choices, chosen))
        return ShownMatching(tuple(pairs), self._partners(order, None))

    def _pairs(self, answer: Json | None) -> tuple[int | None, ...]:
        return self.answer(answer).pairs if answer else (None,) * len(self.content.left)

    def _partners(self, order: Sequence[int], chosen: int | None) -> tuple[ShownPartner, ...]:
        right = self.content.right
        return tuple(
            ShownPartner(ascii_uppercase[place], str(place), right[index], index == chosen)
            for place, index in enumerate(in_order(order, len(right)))
        )

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        fields = [_field(line) for line in range(len(self.content.left))]
        if any(field not in data for field in fields):
            raise MalformedAnswer
        places = [single(data, field) for field in fields]
        count = len(self.content.right)
        pairs = tuple(index_at(order, count, place) if place else None for place in places)
        return self.written(PairsGiven(pairs))

    def fits(self, answer: PairsGiven) -> bool:
        return len(answer.pairs) == len(self.content.left) and all(
            partner is None or 0 <= partner < len(self.content.right) for partner in answer.pairs
        )

    def is_blank(self, answer: Json) -> bool:
        return all(partner is None for partner in self.answer(answer).pairs)

    def grade(self, answer: Json) -> Fraction:
        both = list(zip(self.answer(answer).pairs, self.key.pairs, strict=True))
        return Fraction(sum(given == right for given, right in both), len(both))

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        right = self.content.right
        lines = zip(self.content.left, self._pairs(answer), self.key.pairs, strict=True)
        return tuple(
            Line(
                text,
                given="" if given is None else right[given],
                right=right[partner],
                is_right=given == partner,
            )
            for text, given, partner in lines
        )


def _field(line: int) -> str:
    return f"pair-{line}"
