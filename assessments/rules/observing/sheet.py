"""An inspection sheet, and what an observation by it comes to. Exact: fractions, never floats.

A point is scored on the steps of its scale, from nothing to all of its weight. What was not seen
counts neither for nor against. A critical point that is missed fails the whole, whatever the rest
is worth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import msgspec

from assessments.errors import (
    GivenDoesNotFit,
    NoPoints,
    NothingSeen,
    PhotoMissing,
    PhotoOfNothing,
    PointsLeft,
    PointUnclear,
    SheetRefused,
    WeightOutOfRange,
)
from assessments.rules import marking
from assessments.rules.kinds.base import MOST_TEXT, NOT_OF_THE_SHAPE, Part, as_json, is_written

ScaleName = Literal["met", "three", "five"]
# The shares of a point's weight that its scale offers, ascending.
STEPS: dict[str, tuple[Fraction, ...]] = {
    "met": (Fraction(0), Fraction(1)),
    "three": (Fraction(0), Fraction(1, 2), Fraction(1)),
    "five": tuple(Fraction(step, 4) for step in range(5)),
}
MOST_POINTS = 120
LONGEST_CODE = 30


class Point(Part, frozen=True):
    """What to look at, and the standard by which it is met."""

    code: str
    text: str
    text_en: str = ""
    standard: str = ""
    standard_en: str = ""
    weight: int = 1
    scale: ScaleName = "three"
    is_critical: bool = False
    needs_photo: bool = False

    @property
    def steps(self) -> tuple[Fraction, ...]:
        return STEPS[self.scale]


class SheetSection(Part, frozen=True):
    title: str
    points: tuple[Point, ...]
    title_en: str = ""


class Sheet(Part, frozen=True):
    sections: tuple[SheetSection, ...]
    pass_percent: int = 80

    @property
    def points(self) -> dict[str, Point]:
        """By their codes, in the order of the sheet."""
        return {point.code: point for point in self._all_points()}

    def _all_points(self) -> Iterator[Point]:
        for section in self.sections:
            yield from section.points

    def check(self) -> None:
        """Raise a `SheetRefused` where nobody could be observed by this."""
        points = list(self._all_points())
        if not self.sections or not all(section.points for section in self.sections):
            raise NoPoints
        if not 1 <= self.pass_percent <= 100 or len(points) > MOST_POINTS:
            raise SheetRefused
        codes = [point.code for point in points]
        named = [*codes, *(point.text for point in points), *(s.title for s in self.sections)]
        if len(set(codes)) < len(codes) or not all(map(str.strip, named)):
            raise PointUnclear
        if any(len(code) > LONGEST_CODE for code in codes):
            raise PointUnclear
        if not all(is_written(text, MOST_TEXT) for text in named):
            raise SheetRefused
        if not all(1 <= point.weight <= 100 for point in points):
            raise WeightOutOfRange


class Given(Part, frozen=True):
    """What was seen of one point: the index of the step on its scale, none where it was not
    seen."""

    point: str
    step: int | None = None
    remark: str = ""


@dataclass(frozen=True)
class Result:
    """`score` out of `most` in weights; `failed` are the codes of missed critical points."""

    score: Decimal
    most: Decimal
    failed: tuple[str, ...]
    passed: bool

    @property
    def percent(self) -> int:
        """In whole per cent, rounded down."""
        return marking.percent(self.score, self.most)


def sheet_of(content: Mapping[str, Any]) -> Sheet:
    """Raises `SheetRefused` for what has not the shape of a sheet."""
    try:
        return msgspec.convert(content, Sheet)
    except NOT_OF_THE_SHAPE as error:
        raise SheetRefused from error


def given_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Given, ...]:
    """Raises `GivenDoesNotFit`."""
    try:
        return msgspec.convert(rows, tuple[Given, ...])
    except NOT_OF_THE_SHAPE as error:
        raise GivenDoesNotFit from error


def given_json(given: Sequence[Given]) -> list[dict[str, Any]]:
    return [as_json(each) for each in given]


def check_given(sheet: Sheet, given: Sequence[Given], photos: Sequence[str]) -> None:
    """Whether this is an observation by the sheet: every point once, in its order; `photos` are the
    codes of the points beside which pictures were taken.

    Raises `PointsLeft`, `GivenDoesNotFit`, `PhotoMissing`, `PhotoOfNothing`.
    """
    points = sheet.points
    said = [each.point for each in given]
    if set(said) < set(points):
        raise PointsLeft
    if said != list(points):
        raise GivenDoesNotFit
    for each in given:
        if each.step is not None and not 0 <= each.step < len(points[each.point].steps):
            raise GivenDoesNotFit
        if not is_written(each.remark, MOST_TEXT):
            raise GivenDoesNotFit
        needs = points[each.point].needs_photo and each.step is not None
        if needs and each.point not in photos:
            raise PhotoMissing
    if not set(photos) <= set(points):
        raise PhotoOfNothing


def result(sheet: Sheet, given: Sequence[Given]) -> Result:
    """What an observation comes to; `given` was checked. Raises `NothingSeen`."""
    points = sheet.points
    seen = [(points[each.point], each.step) for each in given if each.step is not None]
    if not seen:
        raise NothingSeen
    score = sum((marking.mark(marks=p.weight, share=p.steps[step]) for p, step in seen), Decimal(0))
    most = Decimal(sum(point.weight for point, __ in seen))
    failed = tuple(point.code for point, step in seen if point.is_critical and step == 0)
    enough = marking.passed(score, most, pass_percent=sheet.pass_percent)
    return Result(score, most, failed, enough and not failed)
