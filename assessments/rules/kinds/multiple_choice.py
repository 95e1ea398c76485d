"""Several right options. All or nothing: full marks for exactly the right set, else none.

Declared so (and said on the paper), because part marks reward ticking everything.
"""

from fractions import Fraction

from assessments.errors import NotSeveralRight
from assessments.rules.kinds.base import Answer, Content, FormData, Key
from assessments.rules.kinds.options import Options


class MultipleChoice(Options):
    def check_content(self, content: Content, key: Key) -> None:
        count, right = self.check_options(content, key)
        if not 2 <= len(right) < count:
            raise NotSeveralRight

    def read_answer(self, content: Content, data: FormData) -> Answer:
        return {"chosen": self.read_indexes(content, data)}

    def grade(self, content: Content, key: Key, answer: Answer) -> Fraction:
        return Fraction(int(set(answer["chosen"]) == set(key["right"])))
