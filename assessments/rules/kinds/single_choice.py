"""One right option among several."""

from fractions import Fraction

from assessments.errors import MalformedAnswer, NotOneRight
from assessments.rules.kinds.base import Answer, Content, FormData, Key
from assessments.rules.kinds.options import Options


class SingleChoice(Options):
    def check_content(self, content: Content, key: Key) -> None:
        __, right = self.check_options(content, key)
        if len(right) != 1:
            raise NotOneRight

    def read_answer(self, content: Content, data: FormData) -> Answer:
        indexes = self.read_indexes(content, data)
        if len(indexes) != 1:
            raise MalformedAnswer
        return {"chosen": indexes}

    def grade(self, content: Content, key: Key, answer: Answer) -> Fraction:
        return Fraction(int(answer["chosen"] == key["right"]))
