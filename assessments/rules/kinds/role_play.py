"""A talk to lead in writing, which a marker holds against marking points: missed, partly met, met.

content: {"situation": "…"} · key: {"points": [{"text": "…", "weight": 1}, …], "model": "…"} ·
answer: {"text": "…"}. How much a point counts for the whole is its weight.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from assessments.errors import RubricMissing, TextMissing, TooManyParts
from assessments.rules.kinds.base import Criterion, Json, Part
from assessments.rules.kinds.written import Judged, ShownText

MOST_POINTS = 30
# Missed, partly met, met.
STEPS = (Fraction(0), Fraction(1, 2), Fraction(1))


class Situation(Part, frozen=True):
    situation: str


class MarkingPoint(Part, frozen=True):
    text: str
    weight: int = 1


class MarkingPoints(Part, frozen=True):
    points: tuple[MarkingPoint, ...]
    model: str = ""


class RolePlay(Judged[Situation, MarkingPoints]):
    Content = Situation
    Key = MarkingPoints
    texts = frozenset({"situation"})

    def check(self) -> None:
        super().check()
        if not self.content.situation.strip():
            raise TextMissing
        points = self.key.points
        if not points or not all(one.text.strip() and 1 <= one.weight <= 100 for one in points):
            raise RubricMissing
        if len(points) > MOST_POINTS:
            raise TooManyParts(most=MOST_POINTS)

    def show(self, order: Sequence[int], answer: Json | None) -> ShownText:
        return replace(super().show(order, answer), situation=self.content.situation)

    @property
    def model(self) -> str:
        return self.key.model

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(Criterion(one.text, Fraction(one.weight), STEPS) for one in self.key.points)
