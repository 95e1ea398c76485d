"""A number to write, right within a tolerance, with a unit to choose where there are several.

content: {"units": ["…", …]}: none, one shown beside the field, or several to choose from ·
key: {"value": "30", "tolerance": "0", "unit": index, "per_unit": ["1", "60"],
"feedback": "…", "others": [{"value": "25", "tolerance": "1", "percent": 50, "feedback": "…"}, …]} ·
answer: {"number": "30", "unit": index}.

`per_unit` says how many of the first unit one of each is, so that 0.5 hours equals 30 minutes;
without it another unit is wrong. `others` are further numbers, in the same unit, that earn
something: of all that fit, the one that earns most counts. Numbers are decimal text and are
compared exactly.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.errors import (
    ConversionRefused,
    KeyIsNoNumber,
    MalformedAnswer,
    NotANumber,
    PercentOutOfRange,
    ToleranceNegative,
    TooManyParts,
    UnitsRefused,
    UnitUnknown,
)
from assessments.rules.kinds.base import FormData, Interaction, Json, Line, Part, index_at, single
from lms.ui.erased import ERASED

NUMBER = "number"
UNIT = "unit"

MOST_UNITS = 26
MOST_OTHERS = 50
MOST_CHARACTERS = 40
# Full-width forms, the minus signs of other keyboards and the Chinese full stop as a point. NFKC
# would make 102 of 10².
_PLAIN = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
    | {"\u3000": " ", "\u00a0": " ", "\u2212": "-", "\u2013": "-", "。": "."}
)
# Thousands may be set off by commas or spaces; up to two digits of exponent stay computable.
_NUMBER = re.compile(
    r"[+-]? ?(?:[0-9]{1,3}([, ])[0-9]{3}(?:\1[0-9]{3})*|[0-9]+)?"
    r"(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?"
)


def number_in(text: str) -> Fraction | None:
    """The number that somebody typed; None where it is none."""
    plain = text.translate(_PLAIN).strip()
    mantissa = re.split("[eE]", plain)[0]
    if len(plain) > MOST_CHARACTERS or not re.search("[0-9]", mantissa):
        return None
    if not _NUMBER.fullmatch(plain):
        return None
    return Fraction(re.sub("[, ]", "", plain))


class Units(Part, frozen=True):
    units: tuple[str, ...] = ()


class OtherNumber(Part, frozen=True):
    value: str
    tolerance: str = "0"
    percent: int = 100
    feedback: str = ""


class RightNumber(Part, frozen=True):
    value: str
    tolerance: str = "0"
    unit: int = 0
    per_unit: tuple[str, ...] = ()
    feedback: str = ""
    others: tuple[OtherNumber, ...] = ()

    @property
    def accepted(self) -> tuple[OtherNumber, ...]:
        """All that earns something, the right number first."""
        return (OtherNumber(self.value, self.tolerance, 100, self.feedback), *self.others)


class NumberGiven(Part, frozen=True):
    number: str
    unit: int | None = 0


@dataclass(frozen=True)
class ShownUnit:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownNumber:
    """A field for the number and, beside it, `unit` as text, or `units` to choose from in a field
    `unit_name`."""

    name: str
    value: str
    most: int
    unit: str
    unit_name: str
    units: tuple[ShownUnit, ...]


class Number(Interaction[Units, RightNumber, NumberGiven]):
    Content = Units
    Key = RightNumber
    Answer = NumberGiven
    texts = frozenset({"units"})

    def check(self) -> None:
        super().check()
        units, key = self.content.units, self.key
        if len(key.others) > MOST_OTHERS:
            raise TooManyParts(most=MOST_OTHERS)
        for one in key.accepted:
            _check_accepted(one)
        if not all(map(str.strip, units)) or len(set(map(str.strip, units))) < len(units):
            raise UnitsRefused
        if len(units) > MOST_UNITS:
            raise TooManyParts(most=MOST_UNITS)
        if not 0 <= key.unit < max(1, len(units)):
            raise UnitUnknown
        if key.per_unit:
            each = [number_in(text) or 0 for text in key.per_unit]
            if len(each) != len(units) or each[0] != 1 or any(one <= 0 for one in each):
                raise ConversionRefused

    def show(self, order: Sequence[int], answer: Json | None) -> ShownNumber:
        given = self.answer(answer) if answer else None
        units = self.content.units
        chosen = given.unit if given else None
        choices = tuple(
            ShownUnit(str(index), unit, index == chosen) for index, unit in enumerate(units)
        )
        return ShownNumber(
            NUMBER,
            given.number if given else "",
            MOST_CHARACTERS,
            unit=units[0] if len(units) == 1 else "",
            unit_name=UNIT,
            units=choices if len(units) > 1 else (),
        )

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        """A number is kept before its unit is chosen: until then it earns nothing. Raises
        `NotANumber`."""
        number, place = single(data, NUMBER), single(data, UNIT)
        if number and number_in(number) is None:
            raise NotANumber
        if len(self.content.units) < 2:
            return self.written(NumberGiven(number))
        unit = index_at((), len(self.content.units), place) if place else None
        return self.written(NumberGiven(number, unit))

    def fits(self, answer: NumberGiven) -> bool:
        is_kept = answer.number in ("", ERASED)
        is_number = is_kept or number_in(answer.number) is not None
        count = len(self.content.units)
        if answer.unit is None:
            return is_number and count > 1
        return is_number and 0 <= answer.unit < max(1, count)

    def is_blank(self, answer: Json) -> bool:
        return not self.answer(answer).number

    def grade(self, answer: Json) -> Fraction:
        met = self._met(self.answer(answer))
        return Fraction(met.percent, 100) if met else Fraction(0)

    def _met(self, given: NumberGiven) -> OtherNumber | None:
        """What the answer fits within its tolerance, and earns most."""
        number = number_in(given.number)
        if number is None or given.unit is None:
            return None
        if given.unit != self.key.unit and not self.key.per_unit:
            return None
        in_key_unit = number * self._size(given.unit) / self._size(self.key.unit)
        fitting = [
            one
            for one in self.key.accepted
            if abs(in_key_unit - _number(one.value)) <= _number(one.tolerance)
        ]
        return max(fitting, key=lambda one: one.percent, default=None)

    def _size(self, unit: int) -> Fraction:
        """How many of the first unit it is."""
        return _number(self.key.per_unit[unit]) if self.key.per_unit else Fraction(1)

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        given = self.answer(answer) if answer else NumberGiven("")
        right, met = self.key.value, self._met(given)
        if _number(self.key.tolerance):
            right = f"{right} ± {self.key.tolerance}"
        return (
            Line(
                "",
                given=self._with_unit(given.number, given.unit),
                right=self._with_unit(right, self.key.unit),
                is_right=met is not None and met.percent == 100,
                feedback=met.feedback if met else "",
                is_partly_right=met is not None and met.percent < 100,
            ),
        )

    def _with_unit(self, number: str, unit: int | None) -> str:
        if not number or not self.content.units or unit is None:
            return number
        return f"{number} {self.content.units[unit]}"


def _check_accepted(one: OtherNumber) -> None:
    tolerance = number_in(one.tolerance)
    if number_in(one.value) is None or tolerance is None:
        raise KeyIsNoNumber
    if tolerance < 0:
        raise ToleranceNegative
    if not 1 <= one.percent <= 100:
        raise PercentOutOfRange


def _number(text: str) -> Fraction:
    """A number of a checked key. Raises `MalformedAnswer` for another."""
    number = number_in(text)
    if number is None:
        raise MalformedAnswer
    return number
