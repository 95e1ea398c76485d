"""A statement that is true or false.

content: {} · key: {"right": bool} · answer: {"value": bool}. The two choices keep their order.
"""

from fractions import Fraction

from assessments.enums import Truth
from assessments.errors import (
    EnglishDoesNotFit,
    MalformedAnswer,
    NeitherTrueNorFalse,
    WordingRefused,
)
from assessments.rules.kinds.base import FIELD, Answer, Choice, Content, English, FormData, Key


class TrueFalse:
    def check_content(self, content: Content, key: Key) -> None:
        if content or set(key) != {"right"}:
            raise WordingRefused
        if not isinstance(key["right"], bool):
            raise NeitherTrueNorFalse

    def check_english(self, content: Content, english: English) -> None:
        if "options" in english:
            raise EnglishDoesNotFit

    def in_english(self, content: Content, english: English) -> Content:
        return content

    def shuffled(self, content: Content) -> int:
        return 0

    def choices(self, content: Content) -> tuple[Choice, ...]:
        return tuple(Choice(truth.value, str(truth.label)) for truth in Truth)

    def chosen(self, answer: Answer) -> frozenset[str]:
        return frozenset({_truth(answer["value"]).value})

    def right_answer(self, key: Key) -> Answer:
        return {"value": key["right"]}

    def read_answer(self, content: Content, data: FormData) -> Answer:
        values = [value for value in data.get(FIELD, ()) if value]
        if len(values) != 1 or values[0] not in Truth:
            raise MalformedAnswer
        return {"value": values[0] == Truth.TRUE}

    def grade(self, content: Content, key: Key, answer: Answer) -> Fraction:
        return Fraction(int(answer["value"] is key["right"]))


def _truth(value: bool) -> Truth:
    return Truth.TRUE if value else Truth.FALSE
