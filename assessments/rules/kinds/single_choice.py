"""One right option among several.

key: {"right": [index], "percents": ["100", "50", "0"]}: with percentages, which may be left out, an
option that is half right earns a part; the right one earns 100 and no other does. Less than nothing
counts as nothing.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessments.errors import MalformedAnswer, NotOneRight, OneFullOptionRefused
from assessments.rules.kinds.base import FormData, Json
from assessments.rules.kinds.options import (
    Options,
    WeightedOptions,
    percents_of,
    share_of,
)


class SingleChoice(Options[WeightedOptions]):
    Key = WeightedOptions

    def check(self) -> None:
        super().check()
        if self.key.percents:
            full = [i for i, each in enumerate(self._percents) if each == 100]
            if full != list(self.key.right):
                raise OneFullOptionRefused

    @property
    def _percents(self) -> tuple[Fraction, ...]:
        return percents_of(self.key.percents, len(self.content.options))

    def earns_part(self, option: int) -> bool:
        return bool(self.key.percents) and 0 < self._percents[option] < 100

    def check_right(self, right: int, options: int) -> None:
        if right != 1:
            raise NotOneRight

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        answer = super().read(order, data)
        if len(answer["chosen"]) != 1:
            raise MalformedAnswer
        return answer

    def grade(self, answer: Json) -> Fraction:
        chosen = self.answer(answer).chosen
        if self.key.percents:
            return share_of(self._percents, chosen)
        return Fraction(int(chosen == self.key.right))
