"""Several right options, with a declared rule for an answer that is partly right.

key: {"right": [index, …], "credit": "exact" | "balance" | "each" | "weights",
"percents": ["50", "50", "-100"]}

- exact: full marks for exactly the right set, else none.
- balance: the share of the right options ticked less the share of the wrong ones ticked, not below
  none (Moodle's rule for weights that add to 100 % and to -100 %): ticking everything earns none.
- each: every option is a decision; the share decided rightly counts above one half, which guessing
  reaches: max(0, 2 · decided rightly / options - 1).
- weights: the sum of the percentages of what is ticked, not below none nor above all; the right
  ones are those that earn something, and together they earn all (Moodle's choice grades).
"""

from fractions import Fraction
from typing import Literal

from assessments.errors import NotSeveralRight, PercentsDoNotAddUp, PercentsNotAsked
from assessments.rules.kinds.base import Json
from assessments.rules.kinds.options import (
    Options,
    WeightedOptions,
    earns_all,
    percents_of,
    share_of,
)

Credit = Literal["exact", "balance", "each", "weights"]


class SeveralRight(WeightedOptions, frozen=True):
    credit: Credit = "exact"


class MultipleChoice(Options[SeveralRight]):
    Key = SeveralRight

    def check(self) -> None:
        super().check()
        if bool(self.key.percents) != (self.key.credit == "weights"):
            raise PercentsNotAsked
        if self.key.percents:
            right = [index for index, each in enumerate(self._percents) if each > 0]
            if right != sorted(self.key.right) or not earns_all(self._percents):
                raise PercentsDoNotAddUp

    @property
    def _percents(self) -> tuple[Fraction, ...]:
        return percents_of(self.key.percents, len(self.content.options))

    def check_right(self, right: int, options: int) -> None:
        if not 2 <= right < options:
            raise NotSeveralRight

    def grade(self, answer: Json) -> Fraction:
        chosen, right = set(self.answer(answer).chosen), set(self.key.right)
        options = len(self.content.options)
        if self.key.credit == "exact" or not chosen:
            return Fraction(int(chosen == right))
        if self.key.credit == "balance":
            hits = Fraction(len(chosen & right), len(right))
            return max(Fraction(0), hits - Fraction(len(chosen - right), options - len(right)))
        if self.key.credit == "weights":
            return share_of(self._percents, chosen)
        decided = options - len(chosen ^ right)
        return max(Fraction(0), Fraction(2 * decided, options) - 1)
