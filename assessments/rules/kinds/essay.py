"""A longer text, which a marker judges by a rubric.

content: {"least": 0, "most": 4000} characters ·
key: {"rubric": [{"text": "…", "points": 1 to 100}, …], "model": "…"} · answer: {"text": "…"}.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from assessments.errors import LengthsRefused, RubricMissing, TooManyParts
from assessments.rules.kinds.base import MOST_TEXT, Criterion, Json, Part
from assessments.rules.kinds.written import Judged, ShownText

MOST_ROWS = 30


class Lengths(Part, frozen=True):
    least: int = 0
    most: int = MOST_TEXT


class RubricRow(Part, frozen=True):
    text: str
    points: int


class Rubric(Part, frozen=True):
    rubric: tuple[RubricRow, ...]
    model: str = ""


class Essay(Judged[Lengths, Rubric]):
    Content = Lengths
    Key = Rubric

    @property
    def most(self) -> int:
        return self.content.most

    def check(self) -> None:
        super().check()
        if not 0 <= self.content.least <= self.content.most <= MOST_TEXT or not self.content.most:
            raise LengthsRefused(most=MOST_TEXT)
        rubric = self.key.rubric
        if not rubric or not all(row.text.strip() and 1 <= row.points <= 100 for row in rubric):
            raise RubricMissing
        if len(rubric) > MOST_ROWS:
            raise TooManyParts(most=MOST_ROWS)

    def show(self, order: Sequence[int], answer: Json | None) -> ShownText:
        return replace(super().show(order, answer), least=self.content.least)

    @property
    def model(self) -> str:
        return self.key.model

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(Criterion(row.text, Fraction(row.points)) for row in self.key.rubric)
