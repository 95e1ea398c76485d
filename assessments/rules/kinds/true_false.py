"""A statement that is true or false, where asked with a reason, which a marker judges.

content: {"asks_reason": bool, "feedback": ["to who says true", "to who says false"]} ·
key: {"right": bool} · answer: {"value": bool, "reason": "…"}.
Form fields: "choice" ("true" or "false") and "reason". The two choices keep their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.enums import Truth
from assessments.errors import FeedbackDoesNotFit, MalformedAnswer
from assessments.rules.kinds.base import (
    FIELD,
    MOST_TEXT,
    Criterion,
    FormData,
    Interaction,
    Json,
    Line,
    Part,
    is_written,
    single,
)

REASON = "reason"


class Statement(Part, frozen=True):
    asks_reason: bool = False
    feedback: tuple[str, ...] = ()


class RightTruth(Part, frozen=True):
    right: bool


class TruthChosen(Part, frozen=True):
    value: bool
    reason: str = ""


@dataclass(frozen=True)
class ShownTruth:
    """One of the two choices. `name` and `value` ("true" or "false") are what the form sends."""

    name: str
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownReason:
    """The field for the reason, of at most so many characters."""

    name: str
    value: str
    most: int


@dataclass(frozen=True)
class ShownStatement:
    """Two radio buttons and, where a reason is asked, a text area."""

    choices: tuple[ShownTruth, ...]
    reason: ShownReason | None


class TrueFalse(Interaction[Statement, RightTruth, TruthChosen]):
    Content = Statement
    Key = RightTruth
    Answer = TruthChosen
    texts = frozenset({"feedback"})

    def check(self) -> None:
        super().check()
        if len(self.content.feedback) not in (0, len(Truth)):
            raise FeedbackDoesNotFit

    def show(self, order: Sequence[int], answer: Json | None) -> ShownStatement:
        given = self.answer(answer) if answer else None
        choices = tuple(
            ShownTruth(
                FIELD,
                truth.value,
                str(truth.label),
                is_chosen=given is not None and given.value == (truth is Truth.TRUE),
            )
            for truth in Truth
        )
        reason = ShownReason(REASON, given.reason if given else "", MOST_TEXT)
        return ShownStatement(choices, reason if self.content.asks_reason else None)

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        """What was chosen is kept before its reason is written: until then it earns nothing."""
        value = single(data, FIELD)
        if value not in Truth:
            raise MalformedAnswer
        reason = single(data, REASON, MOST_TEXT) if self.content.asks_reason else ""
        return self.written(TruthChosen(value == Truth.TRUE, reason))

    def fits(self, answer: TruthChosen) -> bool:
        may_reason = self.content.asks_reason or not answer.reason
        return may_reason and is_written(answer.reason, MOST_TEXT)

    def is_blank(self, answer: Json) -> bool:
        self.answer(answer)
        return False

    def grade(self, answer: Json) -> Fraction | None:
        given = self.answer(answer)
        is_unreasoned = self.content.asks_reason and not given.reason.strip()
        if given.value != self.key.right or is_unreasoned:
            return Fraction(0)
        return None if self.content.asks_reason else Fraction(1)

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        given = self.answer(answer) if answer else None
        said = dict(zip(Truth, self.content.feedback or ("", ""), strict=True))
        lines = [
            Line(
                str(truth.label),
                is_option=True,
                is_chosen=is_chosen,
                is_right=self.key.right == (truth is Truth.TRUE),
                feedback=said[truth] if is_chosen else "",
            )
            for truth in Truth
            for is_chosen in [given is not None and given.value == (truth is Truth.TRUE)]
        ]
        if self.content.asks_reason:
            lines.append(Line("", given=given.reason if given else ""))
        return tuple(lines)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        steps = (Fraction(0), Fraction(1, 2), Fraction(1))
        return (Criterion("", Fraction(1), steps),) if self.content.asks_reason else ()
