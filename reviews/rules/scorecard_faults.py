"""What keeps a scorecard from being adopted: every fault with its place, none guessed away."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from reviews.rules.scorecard import (
    FEWEST_PEERS,
    FULL,
    MEASURES_OF,
    Bands,
    Component,
    ComponentRule,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Question,
    Ratio,
    Sample,
    Scorecard,
)

ZERO = Decimal(0)


class FaultKind(StrEnum):
    NO_COMPONENT = "no_component"
    COMPONENT_TWICE = "component_twice"
    WEIGHTS_NOT_100 = "weights_not_100"
    WEIGHT_OUT_OF_RANGE = "weight_out_of_range"
    NO_MEASURE = "no_measure"
    MEASURE_TWICE = "measure_twice"
    FOREIGN_MEASURE = "foreign_measure"
    WRONG_RULE = "wrong_rule"
    TARGET_OUT_OF_RANGE = "target_out_of_range"
    CAP_OUT_OF_RANGE = "cap_out_of_range"
    SAMPLE_OUT_OF_RANGE = "sample_out_of_range"
    NEUTRAL_OUT_OF_RANGE = "neutral_out_of_range"
    NO_BAND = "no_band"
    BAND_EMPTY = "band_empty"
    BAND_HOLE = "band_hole"
    BAND_OVERLAP = "band_overlap"
    BAND_BEGINS_LATE = "band_begins_late"
    BAND_ENDS_EARLY = "band_ends_early"
    BAND_FALLS = "band_falls"
    POINTS_OUT_OF_RANGE = "points_out_of_range"
    GRADE_TWICE = "grade_twice"
    GRADE_NAMELESS = "grade_nameless"
    LOW_ABOVE_OTHERS = "low_above_others"
    RED_CAP_OUT_OF_RANGE = "red_cap_out_of_range"
    NO_QUESTION = "no_question"
    QUESTION_TWICE = "question_twice"
    QUESTION_EMPTY = "question_empty"
    TOO_FEW_PEERS = "too_few_peers"


@dataclass(frozen=True)
class Fault:
    """`where` leads to the place ("service", "service.closure", "grades"); `row` counts the bands
    or grades there from 1; `values` are what a sentence about it names."""

    kind: FaultKind
    where: str = ""
    row: int = 0
    values: dict[str, str] = field(default_factory=dict)


class _Bounded(Protocol):
    @property
    def lower(self) -> Decimal: ...
    @property
    def upper(self) -> Decimal: ...


def faults_of(card: Scorecard) -> list[Fault]:
    """Empty for a scorecard that can be adopted."""
    return [
        *_of_components(card.components),
        *(fault for each in card.components for fault in _of_component(each)),
        *_of_grades(card),
        *_of_questions(card),
    ]


def _of_components(components: Sequence[ComponentRule]) -> Iterator[Fault]:
    if not components:
        yield Fault(FaultKind.NO_COMPONENT)
        return
    for component, count in Counter(each.component for each in components).items():
        if count > 1:
            yield Fault(FaultKind.COMPONENT_TWICE, component)
    yield from _total("components", [each.weight for each in components])


def _total(where: str, weights: Sequence[Decimal]) -> Iterator[Fault]:
    if (total := sum(weights, ZERO)) != FULL:
        yield Fault(FaultKind.WEIGHTS_NOT_100, where, values={"total": f"{total.normalize():f}"})


def _of_component(component: ComponentRule) -> Iterator[Fault]:
    where = str(component.component)
    if not ZERO < component.weight <= FULL:
        yield Fault(FaultKind.WEIGHT_OUT_OF_RANGE, where)
    if component.missing == Missing.NEUTRAL and not ZERO <= component.neutral <= FULL:
        yield Fault(FaultKind.NEUTRAL_OUT_OF_RANGE, where)
    if not component.measures:
        yield Fault(FaultKind.NO_MEASURE, where)
        return
    for measure, count in Counter(each.measure for each in component.measures).items():
        if count > 1:
            yield Fault(FaultKind.MEASURE_TWICE, f"{where}.{measure}")
        if measure not in MEASURES_OF[component.component]:
            yield Fault(FaultKind.FOREIGN_MEASURE, f"{where}.{measure}")
    yield from _total(where, [each.weight for each in component.measures])
    for each in component.measures:
        yield from _of_measure(f"{where}.{each.measure}", each)


def _of_measure(where: str, each: MeasureRule) -> Iterator[Fault]:
    if not ZERO < each.weight <= FULL:
        yield Fault(FaultKind.WEIGHT_OUT_OF_RANGE, where)
    if not ZERO < each.cap <= FULL:
        yield Fault(FaultKind.CAP_OUT_OF_RANGE, where)
    if (each.measure == Measure.CONDUCT_RECORD) != isinstance(each.rule, Points):
        yield Fault(FaultKind.WRONG_RULE, where)
    if each.sample is not None and not _is_sound(each.sample):
        yield Fault(FaultKind.SAMPLE_OUT_OF_RANGE, where)
    match each.rule:
        case Ratio(target=target) if not ZERO < target <= FULL:
            yield Fault(FaultKind.TARGET_OUT_OF_RANGE, where)
        case Points(per_point=per_point) if not ZERO < per_point <= FULL:
            yield Fault(FaultKind.POINTS_OUT_OF_RANGE, where)
        case Bands(bands=bands):
            yield from _of_bounds(where, bands)
            yield from _of_points(where, [band.points for band in bands])


def _is_sound(sample: Sample) -> bool:
    return 0 < sample.least <= 1000 and ZERO <= sample.assumed <= FULL


def _of_bounds(where: str, bands: Sequence[_Bounded]) -> Iterator[Fault]:
    """They follow one another from 0 to 100."""
    if not bands:
        yield Fault(FaultKind.NO_BAND, where)
        return
    for row, band in enumerate(bands, start=1):
        if band.lower >= band.upper:
            yield Fault(FaultKind.BAND_EMPTY, where, row, _bounds(band.lower, band.upper))
    for row, (one, other) in enumerate(pairwise(bands), start=2):
        if other.lower > one.upper:
            yield Fault(FaultKind.BAND_HOLE, where, row, _bounds(one.upper, other.lower))
        elif other.lower < one.upper:
            yield Fault(FaultKind.BAND_OVERLAP, where, row, _bounds(other.lower, one.upper))
    if bands[0].lower != ZERO:
        yield Fault(FaultKind.BAND_BEGINS_LATE, where, 1, _bounds(ZERO, bands[0].lower))
    if bands[-1].upper != FULL:
        yield Fault(FaultKind.BAND_ENDS_EARLY, where, len(bands), _bounds(bands[-1].upper, FULL))


def _bounds(lower: Decimal, upper: Decimal) -> dict[str, str]:
    return {"lower": f"{lower.normalize():f}", "upper": f"{upper.normalize():f}"}


def _of_points(where: str, points: Sequence[Decimal]) -> Iterator[Fault]:
    for row, each in enumerate(points, start=1):
        if not ZERO <= each <= FULL:
            yield Fault(FaultKind.POINTS_OUT_OF_RANGE, where, row)
    for row, (one, other) in enumerate(pairwise(points), start=2):
        if other < one:
            yield Fault(FaultKind.BAND_FALLS, where, row)


def _of_grades(card: Scorecard) -> Iterator[Fault]:
    yield from _of_bounds("grades", card.grades)
    for row, grade in enumerate(card.grades, start=1):
        if not (grade.code and grade.name.strip()):
            yield Fault(FaultKind.GRADE_NAMELESS, "grades", row)
    for code, count in Counter(grade.code for grade in card.grades).items():
        if count > 1:
            yield Fault(FaultKind.GRADE_TWICE, "grades", values={"code": code})
    for row, (one, other) in enumerate(pairwise(card.grades), start=2):
        if other.is_low and not one.is_low:
            yield Fault(FaultKind.LOW_ABOVE_OTHERS, "grades", row)
    if not ZERO <= card.red_cap <= FULL:
        yield Fault(FaultKind.RED_CAP_OUT_OF_RANGE, "red_cap")


def _of_questions(card: Scorecard) -> Iterator[Fault]:
    for component, questions in (
        (Component.MANAGER, card.questions),
        (Component.PEERS, card.peer_questions),
    ):
        if card.component(component) is not None and not questions:
            yield Fault(FaultKind.NO_QUESTION, str(component))
        yield from _of_wording(str(component), questions)
    if card.peer_questions and card.least_peers < FEWEST_PEERS:
        yield Fault(FaultKind.TOO_FEW_PEERS, "peers", values={"least": str(FEWEST_PEERS)})


def _of_wording(where: str, questions: Sequence[Question]) -> Iterator[Fault]:
    for row, question in enumerate(questions, start=1):
        if not (question.code and question.text.strip()):
            yield Fault(FaultKind.QUESTION_EMPTY, where, row)
    for code, count in Counter(question.code for question in questions).items():
        if count > 1:
            yield Fault(FaultKind.QUESTION_TWICE, where, values={"code": code})
