"""What differs between two scorecards, piece by piece."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from reviews.rules.scorecard import (
    FULL,
    Component,
    ComponentRule,
    Grade,
    Measure,
    MeasureRule,
    Question,
    Scorecard,
)


class What(StrEnum):
    WEIGHT = "weight"
    MISSING = "missing"
    RULE = "rule"
    CAP = "cap"
    SAMPLE = "sample"
    BOUNDS = "bounds"
    NAME = "name"
    LOW = "low"
    RED_CAP = "red_cap"
    LEAST_PEERS = "least_peers"
    WORDING = "wording"


Place = Component | Measure | Grade | Question | None


@dataclass(frozen=True)
class Change:
    """`where` is the piece, None for the whole result; without a `what` the piece came (`before`
    is None) or went (`now` is None)."""

    where: Place
    what: What | None
    before: object
    now: object


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Piece = TypeVar("Piece")
Coded = TypeVar("Coded", bound=_Coded)


def changes_between(before: Scorecard, now: Scorecard) -> list[Change]:
    """In the order in which a scorecard is read."""
    return list(_changes(before, now))


def _changes(before: Scorecard, now: Scorecard) -> Iterator[Change]:
    old = {each.component: each for each in before.components}
    new = {each.component: each for each in now.components}
    for component in (each for each in Component if each in old or each in new):
        was, rule = old.get(component), new.get(component)
        if was is None or rule is None:
            yield Change(component, None, was, rule)
        else:
            yield from _of_component(was, rule)
    yield from _of_grades(before, now)
    if before.red_cap != now.red_cap:
        yield Change(None, What.RED_CAP, before.red_cap, now.red_cap)
    yield from _of_questions(before.questions, now.questions)
    yield from _of_questions(before.peer_questions, now.peer_questions)
    if before.least_peers != now.least_peers:
        yield Change(None, What.LEAST_PEERS, before.least_peers, now.least_peers)


def _of_component(was: ComponentRule, now: ComponentRule) -> Iterator[Change]:
    if was.weight != now.weight:
        yield Change(now.component, What.WEIGHT, was.weight, now.weight)
    if (was.missing, was.neutral) != (now.missing, now.neutral):
        yield Change(now.component, What.MISSING, was, now)
    old = {each.measure: each for each in was.measures}
    new = {each.measure: each for each in now.measures}
    for measure, one, other in _pairs(old, new):
        if one is None or other is None:
            yield Change(measure, None, one, other)
        else:
            yield from _of_measure(one, other)


def _of_measure(was: MeasureRule, now: MeasureRule) -> Iterator[Change]:
    if was.weight != now.weight:
        yield Change(now.measure, What.WEIGHT, was.weight, now.weight)
    if was.rule != now.rule:
        # Named without the cap, which is a change of its own.
        yield Change(now.measure, What.RULE, replace(was, cap=FULL), replace(now, cap=FULL))
    if was.cap != now.cap:
        yield Change(now.measure, What.CAP, was.cap, now.cap)
    if was.sample != now.sample:
        yield Change(now.measure, What.SAMPLE, was.sample, now.sample)


def _of_grades(before: Scorecard, now: Scorecard) -> Iterator[Change]:
    for __, was, grade in _pairs(_by_code(before.grades), _by_code(now.grades)):
        if was is None or grade is None:
            yield Change(was or grade, None, was, grade)
            continue
        if (was.lower, was.upper) != (grade.lower, grade.upper):
            yield Change(grade, What.BOUNDS, was, grade)
        if (was.name, was.name_en) != (grade.name, grade.name_en):
            names = (_named(each.name, each.name_en) for each in (was, grade))
            yield Change(grade, What.NAME, *names)
        if was.is_low != grade.is_low:
            yield Change(grade, What.LOW, was.is_low, grade.is_low)


def _of_questions(before: Iterable[Question], now: Iterable[Question]) -> Iterator[Change]:
    for __, was, question in _pairs(_by_code(before), _by_code(now)):
        if was is None or question is None:
            yield Change(was or question, None, was, question)
        elif was != question:
            texts = (_named(each.text, each.text_en) for each in (was, question))
            yield Change(question, What.WORDING, *texts)


def _named(name: str, english: str) -> str:
    return f"{name} / {english}" if english else name


def _by_code(pieces: Iterable[Coded]) -> dict[str, Coded]:
    return {each.code: each for each in pieces}


Key = TypeVar("Key")


def _pairs(
    old: Mapping[Key, Piece], new: Mapping[Key, Piece]
) -> Iterator[tuple[Key, Piece | None, Piece | None]]:
    for key in dict.fromkeys([*old, *new]):
        yield key, old.get(key), new.get(key)
