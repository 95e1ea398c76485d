"""How somebody stands when a roster comes, and what is to be done for its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.people.rules.periods import Period
from lms.people.rules.roster import Line, Remark

Place = tuple[int, int]


@dataclass(frozen=True)
class Stay:
    """A placement: a unit and a post by their keys, for a period."""

    place: Place
    period: Period
    pk: int = 0


@dataclass(frozen=True)
class Standing:
    """How somebody stands today, as far as a roster may change it."""

    name: str
    latin_name: str
    email: str
    hired_on: date
    left_on: date | None
    employment_kind: str
    employer: str
    has_sign_in: bool
    stays: Sequence[Stay]
    # Whether the person belongs to the units of who imports, whether their roles are below theirs,
    # and whether it is they.
    is_reached: bool = True
    is_looked_after: bool = True
    is_oneself: bool = False


@dataclass(frozen=True)
class Move:
    """To a unit and post from a day; without one, from the day of the import."""

    place: Place
    on: date | None


@dataclass(frozen=True)
class Plan:
    """What is to be done for a row, step by step. `details` are fields with their new values;
    `correction` puts the last placement right."""

    line: Line
    outcome: str
    remarks: tuple[Remark, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
    correction: Stay | None = None
    move: Move | None = None
    left_on: date | None = None
    leaves: bool = False
    comes_back: bool = False
    loses_sign_in: bool = False

    @property
    def does_something(self) -> bool:
        return bool(
            self.details
            or self.correction
            or self.move
            or self.leaves
            or self.comes_back
            or self.loses_sign_in
        )


def refused(line: Line, *remarks: Remark) -> Plan:
    return Plan(line, "refused", (*line.remarks, *remarks))
