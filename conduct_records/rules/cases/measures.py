"""What a decision imposes: one sanction with its parts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conduct_records.rules.cases.deductions import Deduction
from conduct_records.rules.codebook import SANCTIONS, Rule, Sanction

WARNINGS = (Sanction.ORAL_WARNING, Sanction.WRITTEN_WARNING)


class Leaving(StrEnum):
    """How somebody's work here ends: own staff are dismissed, staff of an agency go back to it
    (Labour Contract Law, article 65)."""

    DISMISSAL = "dismissal"
    RETURN_TO_AGENCY = "return_to_agency"


@dataclass(frozen=True)
class Training:
    """A course to take: its translation key and its title at the time."""

    course: str
    title: str
    due_on: date


@dataclass(frozen=True)
class Ending:
    way: Leaving
    last_day: date
    agency: str = ""


@dataclass(frozen=True)
class Measure:
    """One sanction: a warning, a deduction, both, or the end of the work here; training beside
    any. `points` and `months` (how long it counts) are the gravest of the rules that were
    broken, so that one act is not counted twice."""

    points: int
    months: int
    warning: Sanction | None = None
    deduction: Deduction | None = None
    ending: Ending | None = None
    training: Training | None = None

    def __post_init__(self) -> None:
        if self.warning is not None and self.warning not in WARNINGS:
            raise ValueError(f"No warning: {self.warning}")

    @property
    def sanction(self) -> Sanction | None:
        """The gravest part."""
        if self.ending is not None:
            return Sanction.DISMISSAL
        if self.deduction is not None:
            return Sanction.BONUS_DEDUCTION
        return self.warning


def gravity(sanction: Sanction) -> int:
    return SANCTIONS.index(sanction)


@dataclass(frozen=True)
class Range:
    """From the mildest to the gravest sanction, both included."""

    mildest: Sanction
    gravest: Sanction

    def includes(self, sanction: Sanction) -> bool:
        return gravity(self.mildest) <= gravity(sanction) <= gravity(self.gravest)


def range_of(rules: list[Rule]) -> Range:
    """What several broken rules allow together: at least the mildest of the strictest rule, at
    most the gravest of any."""
    return Range(
        max((rule.sanctions[0] for rule in rules), key=gravity),
        max((rule.sanctions[1] for rule in rules), key=gravity),
    )
