"""What the kinds that are answered in one's own words share: answer {"text": "…"}, form field
"text"."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from assessments.rules.kinds.base import (
    MOST_TEXT,
    FormData,
    Interaction,
    Json,
    Line,
    Part,
    is_written,
    single,
)

TEXT = "text"


class Written(Part, frozen=True):
    text: str


@dataclass(frozen=True)
class ShownText:
    """A field to write in: at most so many characters, and at least so many where that is not 0,
    which the page only says, as what is written so far must be saved. `situation` says what to
    write about, beside the stem."""

    name: str
    value: str
    most: int
    least: int = 0
    situation: str = ""


C = TypeVar("C", bound=Part)
K = TypeVar("K", bound=Part)


class InWords(Interaction[C, K, Written], Generic[C, K]):
    Answer = Written

    @property
    def most(self) -> int:
        """How many characters the answer may have."""
        return MOST_TEXT

    def show(self, order: Sequence[int], answer: Json | None) -> ShownText:
        return ShownText(TEXT, self.text(answer), self.most)

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        return self.written(Written(single(data, TEXT, self.most)))

    def fits(self, answer: Written) -> bool:
        return is_written(answer.text, self.most)

    def text(self, answer: Json | None) -> str:
        return self.answer(answer).text if answer else ""

    def is_blank(self, answer: Json) -> bool:
        return not self.answer(answer).text.strip()


class Judged(InWords[C, K], Generic[C, K]):
    """What a marker judges, beside a model of a good answer, where there is one."""

    @property
    @abstractmethod
    def model(self) -> str: ...

    def grade(self, answer: Json) -> Fraction | None:
        return Fraction(0) if self.is_blank(answer) else None

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        text = self.text(answer)
        is_right = None if text.strip() else False
        return (Line("", given=text, right=self.model, is_right=is_right),)
