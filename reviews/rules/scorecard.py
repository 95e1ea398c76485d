"""A scorecard: what a review is made of, as data. Plain frozen values, to JSON and back by msgspec.

Percentages, points and weights are `Decimal`s from 0 to 100. A score is always between 0 and 100.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

FULL = Decimal(100)


class Component(StrEnum):
    TRAINING = "training"
    EXAMINATIONS = "examinations"
    OBSERVATION = "observation"
    CONDUCT = "conduct"
    SERVICE = "service"
    MANAGER = "manager"
    PEERS = "peers"
    GOALS = "goals"


class Measure(StrEnum):
    """What is measured; each belongs to one component (`MEASURES_OF`)."""

    COURSES_ON_TIME = "courses_on_time"
    EXAMINATION_RESULTS = "examination_results"
    POINTS_OBSERVED = "points_observed"
    CONDUCT_RECORD = "conduct_record"
    CLOSURE = "closure"
    SATISFACTION = "satisfaction"
    CALL_BACK = "call_back"
    CALL_BACK_MAJOR = "call_back_major"
    WITHIN_LIMITS = "within_limits"
    MANAGERS_RATING = "managers_rating"
    PEERS_RATING = "peers_rating"
    GOALS_REACHED = "goals_reached"


MEASURES_OF: dict[Component, tuple[Measure, ...]] = {
    Component.TRAINING: (Measure.COURSES_ON_TIME,),
    Component.EXAMINATIONS: (Measure.EXAMINATION_RESULTS,),
    Component.OBSERVATION: (Measure.POINTS_OBSERVED,),
    Component.CONDUCT: (Measure.CONDUCT_RECORD,),
    Component.SERVICE: (
        Measure.CLOSURE,
        Measure.SATISFACTION,
        Measure.CALL_BACK,
        Measure.CALL_BACK_MAJOR,
        Measure.WITHIN_LIMITS,
    ),
    Component.MANAGER: (Measure.MANAGERS_RATING,),
    Component.PEERS: (Measure.PEERS_RATING,),
    Component.GOALS: (Measure.GOALS_REACHED,),
}
# What is measured where somebody stood: it counts in the part of the review about that post group.
# Everything else is about the person, wherever they stood.
OF_THE_POST = frozenset({*MEASURES_OF[Component.SERVICE], Measure.POINTS_OBSERVED})


class Missing(StrEnum):
    """What becomes of a component without data."""

    DROP = "drop"
    NEUTRAL = "neutral"
    FAIL = "fail"


class Ratio(msgspec.Struct, frozen=True, tag_field="rule", tag="ratio"):
    """The share reached against a target: reaching it is 100."""

    target: Decimal


class Band(msgspec.Struct, frozen=True):
    """From `lower` on and below `upper` (100 itself belongs to the highest band)."""

    lower: Decimal
    upper: Decimal
    points: Decimal


class Bands(msgspec.Struct, frozen=True, tag_field="rule", tag="bands"):
    """Points for the band in which the share lies."""

    bands: tuple[Band, ...]


class Points(msgspec.Struct, frozen=True, tag_field="rule", tag="points"):
    """100 points, less what violations cost and more what commendations bring: so many for each
    point of the record."""

    per_point: Decimal


Rule = Ratio | Bands | Points


@dataclass(frozen=True)
class Sample:
    """A share of fewer than `least` cases is a small sample: the cases that are missing count as
    if `assumed` percent of them had gone well, so that few cases move a score a little only."""

    least: int
    assumed: Decimal


@dataclass(frozen=True)
class MeasureRule:
    """`weight` is the measure's share of its component, in percent; `cap` the most it gives."""

    measure: Measure
    rule: Rule
    weight: Decimal = FULL
    cap: Decimal = FULL
    sample: Sample | None = None


@dataclass(frozen=True)
class ComponentRule:
    """`neutral` is the score where data are missing and that is the choice made for it."""

    component: Component
    weight: Decimal
    measures: tuple[MeasureRule, ...]
    missing: Missing = Missing.DROP
    neutral: Decimal = Decimal(75)


@dataclass(frozen=True)
class Grade:
    """A band of the result, with its bounds as those of a `Band`. A low grade has to be followed by
    training or another post, and by a day of reassessment."""

    code: str
    name: str
    name_en: str
    lower: Decimal
    upper: Decimal
    is_low: bool = False


@dataclass(frozen=True)
class Question:
    """Something a manager or a peer rates from 1 to `MOST`."""

    code: str
    text: str
    text_en: str = ""


MOST = 5
# Of fewer peers one could be told from the others by whoever knows one of them.
FEWEST_PEERS = 3


@dataclass(frozen=True)
class Scorecard:
    """`red_cap` is the most that a result comes to while a red line (or a ban) is live.
    `least_peers`: with fewer answers peers count as missing, and nobody sees what they said."""

    components: tuple[ComponentRule, ...]
    grades: tuple[Grade, ...]
    red_cap: Decimal = FULL
    questions: tuple[Question, ...] = ()
    peer_questions: tuple[Question, ...] = ()
    least_peers: int = 3

    def component(self, component: Component) -> ComponentRule | None:
        return next((each for each in self.components if each.component == component), None)

    def measures(self) -> Iterator[MeasureRule]:
        for component in self.components:
            yield from component.measures

    def grade_of(self, total: Decimal) -> Grade:
        """The grades of an adopted scorecard leave no hole (`scorecard_faults`)."""
        return next(each for each in self.grades if lies_in(total, each.lower, each.upper))

    def grade(self, code: str) -> Grade | None:
        return next((each for each in self.grades if each.code == code), None)

    def better(self, one: str, other: str) -> str:
        """The higher of two grades, by their codes; any is higher than none of the scorecard's."""
        codes = [grade.code for grade in self.grades]
        return max(one, other, key=lambda code: codes.index(code) if code in codes else -1)


def lies_in(value: Decimal, lower: Decimal, upper: Decimal) -> bool:
    """Whether the value lies in a band with these bounds."""
    return lower <= value < upper or value == upper == FULL


def as_json(card: Scorecard) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(card)
    return said


def of_json(said: Any) -> Scorecard:
    """Raises `msgspec.ValidationError` for what is no scorecard."""
    return msgspec.convert(said, Scorecard)
