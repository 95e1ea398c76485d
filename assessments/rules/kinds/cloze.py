"""A text with gaps to type or to choose in; `cloze_notation` is how authors write it.

content: {"parts": ["…", …], "choices": [["…", …] or [], …]}: one part more than gaps; options where
a gap is to choose in, none where it is to type in · key: {"accepted": [["…", …], …]}: per gap the
texts that are right, compared as in `rules.folding`, or the indexes of the right options ("0") ·
answer: {"gaps": ["…", …]}: per gap the text or the index of the option; "" for none.

Form fields: "gap-0", "gap-1", …, where to choose with the place of the option. `order` moves the
options of all gaps, counted through; each gap shows its own in that order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

from assessments.errors import (
    GapEmpty,
    GapWithoutRight,
    MalformedAnswer,
    NoGap,
    TooManyParts,
    WordingRefused,
)
from assessments.rules.folding import folded
from assessments.rules.kinds.base import (
    MOST_LINE,
    FormData,
    Interaction,
    Json,
    Line,
    Part,
    in_order,
    index_at,
    is_written,
    single,
)
from assessments.rules.kinds.cloze_notation import parse, unparse

__all__ = ["Cloze", "parse", "unparse"]

MOST_GAPS = 40
MOST_OPTIONS = 26
# How much of the text around a gap names it in a result.
_AROUND = 12


class GappedText(Part, frozen=True):
    parts: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]


class RightGaps(Part, frozen=True):
    accepted: tuple[tuple[str, ...], ...]


class GapsGiven(Part, frozen=True):
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class ShownOption:
    """What a gap can be filled with. `value` is what the form sends."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownGap:
    """A gap, counted from 1, to choose in where there are `options`, else to type in."""

    name: str
    number: int
    value: str
    most: int
    options: tuple[ShownOption, ...]


@dataclass(frozen=True)
class ShownPart:
    """Some text and the gap that follows it, none after the last."""

    text: str
    gap: ShownGap | None


@dataclass(frozen=True)
class ShownCloze:
    """The text, which may have several lines, cut at its gaps."""

    parts: tuple[ShownPart, ...]


class Cloze(Interaction[GappedText, RightGaps, GapsGiven]):
    Content = GappedText
    Key = RightGaps
    Answer = GapsGiven
    texts = frozenset({"parts", "choices"})
    # The right option tends to be written first.
    must_move = True

    def check(self) -> None:
        super().check()
        gaps = len(self.content.choices)
        if not gaps:
            raise NoGap
        if gaps > MOST_GAPS:
            raise TooManyParts(most=MOST_GAPS)
        if len(self.content.parts) != gaps + 1 or len(self.key.accepted) != gaps:
            raise WordingRefused
        for number in range(1, gaps + 1):
            self._check_gap(number, self.content.choices[number - 1], self.key.accepted[number - 1])

    def _check_gap(self, number: int, options: tuple[str, ...], right: tuple[str, ...]) -> None:
        if not right or len(right) > MOST_OPTIONS or len(options) > MOST_OPTIONS:
            raise TooManyParts(most=MOST_OPTIONS) if right else GapEmpty(gap=number)
        if not options:
            if not all(map(folded, right)):
                raise GapEmpty(gap=number)
            return
        if not all(map(str.strip, options)):
            raise GapEmpty(gap=number)
        indexes = {str(index) for index in range(len(options))}
        is_several = len(set(map(str.strip, options))) == len(options) > len(right)
        if not is_several or len(set(right)) < len(right) or not set(right) <= indexes:
            raise GapWithoutRight(gap=number)

    @property
    def movable(self) -> int:
        return sum(map(len, self.content.choices))

    def _shown(self, order: Sequence[int]) -> list[list[int]]:
        """For every gap the indexes of its options in the order to show."""
        ends = list(accumulate(map(len, self.content.choices)))
        shown: list[list[int]] = [[] for __ in ends]
        for index in in_order(order, self.movable):
            gap = next(gap for gap, end in enumerate(ends) if index < end)
            shown[gap].append(index - ends[gap] + len(self.content.choices[gap]))
        return shown

    def show(self, order: Sequence[int], answer: Json | None) -> ShownCloze:
        given, shown = self._given(answer), self._shown(order)

        def gap(number: int) -> ShownGap:
            value, options = given[number], self.content.choices[number]
            choices = tuple(
                ShownOption(str(place), options[index], value == str(index))
                for place, index in enumerate(shown[number])
            )
            return ShownGap(
                _field(number), number + 1, "" if options else value, MOST_LINE, choices
            )

        parts, gaps = self.content.parts, len(self.content.choices)
        return ShownCloze(
            tuple(
                ShownPart(text, gap(number) if number < gaps else None)
                for number, text in enumerate(parts)
            )
        )

    def _given(self, answer: Json | None) -> tuple[str, ...]:
        return self.answer(answer).gaps if answer else ("",) * len(self.content.choices)

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        fields = [_field(number) for number in range(len(self.content.choices))]
        if any(field not in data for field in fields):
            raise MalformedAnswer
        values = []
        for field, shown in zip(fields, self._shown(order), strict=True):
            value = single(data, field)
            if shown and value:
                value = str(index_at(shown, len(shown), value))
            values.append(value)
        return self.written(GapsGiven(tuple(values)))

    def fits(self, answer: GapsGiven) -> bool:
        return len(answer.gaps) == len(self.content.choices) and all(
            not value or value in map(str, range(len(options)))
            if options
            else is_written(value, MOST_LINE)
            for value, options in zip(answer.gaps, self.content.choices, strict=True)
        )

    def is_blank(self, answer: Json) -> bool:
        return not any(map(str.strip, self.answer(answer).gaps))

    def grade(self, answer: Json) -> Fraction:
        right = [self._is_right(*gap) for gap in enumerate(self.answer(answer).gaps)]
        return Fraction(sum(right), len(right))

    def without_words(self, answer: Json) -> dict[str, Any]:
        """Gaps to choose in keep what was chosen."""
        erased, gaps = super().without_words(answer), list(answer.get("gaps", ()))
        kept = [
            gap if options and gap in map(str, range(len(options))) else gone
            for gap, gone, options in zip(
                gaps, erased.get("gaps", ()), self.content.choices, strict=False
            )
        ]
        return erased | {"gaps": kept}

    def _is_right(self, gap: int, value: str) -> bool:
        accepted = self.key.accepted[gap]
        if self.content.choices[gap]:
            return value in accepted
        return folded(value) in map(folded, accepted)

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        """One line a gap, named by the text around it."""
        parts, lines = self.content.parts, []
        for gap, value in enumerate(self._given(answer)):
            options, accepted = self.content.choices[gap], self.key.accepted[gap]
            before, after = parts[gap][-_AROUND:], parts[gap + 1][:_AROUND]
            lines.append(
                Line(
                    " ".join(f"{before} ____ {after}".split()),
                    given=options[int(value)] if options and value else value,
                    right=" / ".join(
                        options[int(right)] if options else right for right in accepted
                    ),
                    is_right=self._is_right(gap, value),
                )
            )
        return tuple(lines)


def _field(gap: int) -> str:
    return f"gap-{gap}"
