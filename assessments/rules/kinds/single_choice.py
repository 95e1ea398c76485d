"""One right option among several."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessments.errors import MalformedAnswer, NotOneRight
from assessments.rules.kinds.base import FormData, Json
from assessments.rules.kinds.options import Options, RightOptions


class SingleChoice(Options[RightOptions]):
    Key = RightOptions

    def check_right(self, right: int, options: int) -> None:
        if right != 1:
            raise NotOneRight

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        answer = super().read(order, data)
        if len(answer["chosen"]) != 1:
            raise MalformedAnswer
        return answer

    def grade(self, answer: Json) -> Fraction:
        return Fraction(int(self.answer(answer).chosen == self.key.right))
