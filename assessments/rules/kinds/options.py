"""What single and multiple choice share: options by index.

content: {"options": ["…", "…"], "feedback": ["…", ""]} · key: {"right": [index, …]} ·
answer: {"chosen": [index, …]} with indexes ascending. Feedback, if any, has one text an option.
"""

import re
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase
from typing import Any, Generic, TypeVar

from assessments.errors import (
    FeedbackDoesNotFit,
    MalformedAnswer,
    OptionEmpty,
    OptionPercentRefused,
    OptionTwice,
    TooFewOptions,
    TooManyOptions,
    WordingRefused,
)
from assessments.rules.kinds.base import (
    FIELD,
    FormData,
    Interaction,
    Json,
    Line,
    Part,
    are_indexes,
    in_order,
    index_at,
)

_PERCENT = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,5})?")
# A paper names its options by the letters of the alphabet.
MOST_OPTIONS = len(ascii_uppercase)


class OptionsContent(Part, frozen=True):
    options: tuple[str, ...]
    feedback: tuple[str, ...] = ()


class RightOptions(Part, frozen=True):
    right: tuple[int, ...]


class WeightedOptions(RightOptions, frozen=True):
    """`percents`, where there are any, says for each option what choosing it earns, as decimal
    text: "50", "-33.33333"."""

    percents: tuple[str, ...] = ()


class Chosen(Part, frozen=True):
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class ShownOption:
    """An option at its place on a paper. `value` is what the form sends."""

    letter: str
    value: str
    text: str
    is_chosen: bool
    name: str = FIELD


@dataclass(frozen=True)
class ShownOptions:
    """Radio buttons or boxes to tick."""

    choices: tuple[ShownOption, ...]


K = TypeVar("K", bound=RightOptions)

# As exact as such percentages are written: three times 33.33333 make a whole.
_NEARLY_ALL = Fraction(999, 10)


def percents_of(texts: Sequence[str], options: int) -> tuple[Fraction, ...]:
    """What each option earns, in per cent. Raises `OptionPercentRefused` unless there is a decimal
    number from -100 to 100 for each."""
    if len(texts) != options or not all(map(_PERCENT.fullmatch, texts)):
        raise OptionPercentRefused
    found = tuple(map(Fraction, texts))
    if any(abs(percent) > 100 for percent in found):
        raise OptionPercentRefused
    return found


def earns_all(percents: Iterable[Fraction]) -> bool:
    """Whether all that is right together earns the full marks, but for what rounding left."""
    return _NEARLY_ALL <= sum(each for each in percents if each > 0) <= 200 - _NEARLY_ALL


def share_of(percents: Sequence[Fraction], chosen: Iterable[int]) -> Fraction:
    """The share that the chosen ones earn together, 0 to 1."""
    earned = sum((percents[index] for index in chosen), Fraction(0))
    return Fraction(1) if earned >= _NEARLY_ALL else max(Fraction(0), earned / 100)


class Options(Interaction[OptionsContent, K, Chosen], Generic[K]):
    Content = OptionsContent
    Answer = Chosen
    texts = frozenset({"options", "feedback"})

    def check(self) -> None:
        super().check()
        options, right = self.content.options, self.key.right
        if len(options) < 2:
            raise TooFewOptions
        if len(options) > MOST_OPTIONS:
            raise TooManyOptions
        if not all(option.strip() for option in options):
            raise OptionEmpty
        if len({option.strip() for option in options}) < len(options):
            raise OptionTwice
        if self.content.feedback and len(self.content.feedback) != len(options):
            raise FeedbackDoesNotFit
        if not are_indexes(right, len(options)):
            raise WordingRefused
        self.check_right(len(right), len(options))

    @abstractmethod
    def check_right(self, right: int, options: int) -> None:
        """Raise a `WordingRefused` where so many of the options cannot be right."""

    def earns_part(self, option: int) -> bool:
        """Whether an option that is not right earns something all the same."""
        return False

    @property
    def movable(self) -> int:
        return len(self.content.options)

    def show(self, order: Sequence[int], answer: Json | None) -> ShownOptions:
        options = self.content.options
        chosen = self.answer(answer).chosen if answer else ()
        choices = (
            ShownOption(ascii_uppercase[place], str(place), options[index], index in chosen)
            for place, index in enumerate(in_order(order, len(options)))
        )
        return ShownOptions(tuple(choices))

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        """An empty value stands for none: it tells a form with every tick taken away from one that
        lacks the field."""
        if FIELD not in data:
            raise MalformedAnswer
        count = len(self.content.options)
        chosen = [index_at(order, count, value) for value in data[FIELD] if value]
        if len(set(chosen)) < len(chosen):
            raise MalformedAnswer
        return self.written(Chosen(tuple(sorted(chosen))))

    def fits(self, answer: Chosen) -> bool:
        return are_indexes(answer.chosen, len(self.content.options))

    def is_blank(self, answer: Json) -> bool:
        return not self.answer(answer).chosen

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        chosen = self.answer(answer).chosen if answer else ()
        said = self.content.feedback or ("",) * len(self.content.options)
        return tuple(
            Line(
                text,
                is_option=True,
                is_chosen=index in chosen,
                is_right=index in self.key.right,
                feedback=said[index] if index in chosen else "",
                is_partly_right=self.earns_part(index),
            )
            for index, text in enumerate(self.content.options)
        )
