"""The random-guess score: the share of the marks that blind guessing earns on average ("Quiz
statistics calculations", section "Random guess score").

None where nothing is to be chosen, or a marker judges. Of a multiple choice, whoever guesses ticks
something, and any set of options as readily as another.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any

from assessments.enums import Kind
from assessments.rules.kinds import AnyInteraction

# With more options there are too many sets to look at.
MOST_OPTIONS = 10


def random_guess_score(kind: str, bound: AnyInteraction) -> Fraction | None:
    """`bound` was checked. Between 0 and 1."""
    guess = _GUESSES.get(kind)
    return guess(bound) if guess else None


def _single(bound: Any) -> Fraction:
    options = len(bound.content.options)
    each = (_share(bound, (index,)) for index in range(options))
    return sum(each, Fraction(0)) / options


def _several(bound: Any) -> Fraction | None:
    options = len(bound.content.options)
    if options > MOST_OPTIONS:
        return None
    sets = [
        _share(bound, chosen)
        for size in range(1, options + 1)
        for chosen in combinations(range(options), size)
    ]
    return sum(sets, Fraction(0)) / len(sets)


def _share(bound: Any, chosen: tuple[int, ...]) -> Fraction:
    return Fraction(bound.grade({"chosen": list(chosen)}))


def _truth(bound: Any) -> Fraction | None:
    return None if bound.content.asks_reason else Fraction(1, 2)


def _matching(bound: Any) -> Fraction:
    return Fraction(1, len(bound.content.right))


def _ordering(bound: Any) -> Fraction:
    """Of a random order, each of the n - 1 steps that have a next one is followed by it in 1 of n
    cases."""
    steps = len(bound.content.steps)
    return Fraction(1, factorial(steps) if bound.key.credit == "exact" else steps)


def _cloze(bound: Any) -> Fraction | None:
    """Gaps to type in earn nothing; a text that has no others is not guessed at all."""
    gaps = list(zip(bound.content.choices, bound.key.accepted, strict=True))
    if not any(options for options, __ in gaps):
        return None
    each = (Fraction(len(right), len(options)) for options, right in gaps if options)
    return sum(each, Fraction(0)) / len(gaps)


_GUESSES: dict[str, Callable[[Any], Fraction | None]] = {
    Kind.SINGLE_CHOICE: _single,
    Kind.MULTIPLE_CHOICE: _several,
    Kind.TRUE_FALSE: _truth,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.CLOZE: _cloze,
}
