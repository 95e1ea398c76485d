"""Several right options, with a declared rule for an answer that is partly right.

key: {"right": [index, …], "credit": "exact" | "balance" | "each"}

- exact: full marks for exactly the right set, else none.
- balance: the share of the right options ticked less the share of the wrong ones ticked, not below
  none (Moodle's rule for weights that add to 100 % and to -100 %): ticking everything earns none.
- each: every option is a decision; the share decided rightly counts above one half, which guessing
  reaches: max(0, 2 · decided rightly / options - 1).
"""

from fractions import Fraction
from typing import Literal

from assessments.errors import NotSeveralRight
from assessments.rules.kinds.base import Json
from assessments.rules.kinds.options import Options, RightOptions

Credit = Literal["exact", "balance", "each"]


class SeveralRight(RightOptions, frozen=True):
    credit: Credit = "exact"


class MultipleChoice(Options[SeveralRight]):
    Key = SeveralRight

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
        decided = options - len(chosen ^ right)
        return max(Fraction(0), Fraction(2 * decided, options) - 1)
