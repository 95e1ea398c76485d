"""Distractor analysis: how many chose each option of a question, and who they were.

A part is what one chooses in: the question itself, a gap, a line to match. A key names one or more
options of each part as right; the others are distractors.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from assessments.enums import Kind, Truth
from assessments.rules.kinds import AnyInteraction
from assessments.rules.kinds.base import Json
from assessments.rules.statistics.figures import OptionCount
from assessments.rules.statistics.samples import Group, Tally

# An option by the index of its part and its own.
Place = tuple[int, int]


@dataclass(frozen=True)
class Option:
    """`of` names the part, where there are several."""

    text: str
    is_right: bool
    of: str = ""


def options_of(kind: str, bound: AnyInteraction) -> dict[Place, Option]:
    """Of a checked question what can be chosen, in its order; nothing where nothing is."""
    find = _OPTIONS.get(kind)
    return dict(find(bound)) if find else {}


def chosen_in(kind: str, answer: Json) -> list[Place]:
    """The options that a kept answer names."""
    return list(_CHOSEN[kind](answer))


def _listed(bound: Any) -> Iterator[tuple[Place, Option]]:
    for index, text in enumerate(bound.content.options):
        yield (0, index), Option(text, index in bound.key.right)


def _truths(bound: Any) -> Iterator[tuple[Place, Option]]:
    for index, truth in enumerate(Truth):
        yield (0, index), Option(str(truth.label), bound.key.right == (truth is Truth.TRUE))


def _partners(bound: Any) -> Iterator[tuple[Place, Option]]:
    for line, (text, right) in enumerate(zip(bound.content.left, bound.key.pairs, strict=True)):
        for index, partner in enumerate(bound.content.right):
            yield (line, index), Option(partner, index == right, text)


def _gap_options(bound: Any) -> Iterator[tuple[Place, Option]]:
    for gap, options in enumerate(bound.content.choices):
        before = bound.content.parts[gap][-12:]
        for index, text in enumerate(options):
            is_right = str(index) in bound.key.accepted[gap]
            yield (gap, index), Option(text, is_right, f"{before} [{gap + 1}]")


_OPTIONS: dict[str, Callable[[Any], Iterator[tuple[Place, Option]]]] = {
    Kind.SINGLE_CHOICE: _listed,
    Kind.MULTIPLE_CHOICE: _listed,
    Kind.TRUE_FALSE: _truths,
    Kind.MATCHING: _partners,
    Kind.CLOZE: _gap_options,
}
# The kinds of which options are counted.
KINDS = tuple(_OPTIONS)


def _ticked(answer: Json) -> Iterator[Place]:
    return ((0, index) for index in answer["chosen"])


def _paired(answer: Json) -> Iterator[Place]:
    return ((line, index) for line, index in enumerate(answer["pairs"]) if index is not None)


def _filled(answer: Json) -> Iterator[Place]:
    """Typed gaps too; they name no option and are not counted."""
    return (
        (gap, int(text))
        for gap, text in enumerate(answer["gaps"])
        if text.isascii() and text.isdecimal() and len(text) < 4
    )


_CHOSEN: dict[str, Callable[[Json], Iterator[Place]]] = {
    Kind.SINGLE_CHOICE: _ticked,
    Kind.MULTIPLE_CHOICE: _ticked,
    Kind.TRUE_FALSE: lambda answer: iter([(0, 0 if answer["value"] else 1)]),
    Kind.MATCHING: _paired,
    Kind.CLOZE: _filled,
}


@dataclass
class _Count:
    groups: Counter[Group] = field(default_factory=Counter)
    rest: int = 0


def counted(
    kind: str, bound: AnyInteraction, tally: Tally, rest_worth: int
) -> tuple[int, tuple[OptionCount, ...]]:
    """How many said something, and of each option how many chose it. `rest_worth` is what the rest
    of a paper would be for full marks."""
    options = options_of(kind, bound)
    counts = {place: _Count() for place in options}
    answered = 0
    for text, groups in tally.answers.items():
        answer = msgspec.json.decode(text)
        answered += 0 if bound.is_blank(answer) else groups.total()
        for place in chosen_in(kind, answer):
            if place in counts:
                counts[place].groups.update(groups)
                counts[place].rest += tally.rests[text]
    return answered, tuple(
        _option(place, options[place].is_right, count, rest_worth)
        for place, count in sorted(counts.items())
    )


def _option(place: Place, is_right: bool, count: _Count, rest_worth: int) -> OptionCount:
    n = count.groups.total()
    rest = count.rest / (n * rest_worth) if n and rest_worth else None
    part, option = place
    return OptionCount(
        part, option, is_right, n, count.groups[Group.TOP], count.groups[Group.BOTTOM], rest
    )
