"""What a score is made of: items of evidence, and the parts of a period they belong to.

A trace holds all that a result depends on besides its scorecards, so that it can be worked out once
more from the trace alone (`rules.scoring.score`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec
import rfc8785

from reviews.rules.scorecard import Measure


class Source(StrEnum):
    """Where an item of evidence lies; `Item.ref` says which row there."""

    ENROLMENT = "enrolment"
    SITTING = "sitting"
    OBSERVATION = "observation"
    CASE = "case"
    FIGURE = "figure"
    RATING = "rating"
    PEERS = "peers"
    GOAL = "goal"


@dataclass(frozen=True)
class Item:
    """`value` out of `out_of`; of the conduct record the points with their sign, a violation's
    below zero, and no `out_of`. `day` is when it was (of a month the first day); `label` what
    people call it. `part` is the part of the trace it counts in, None for all of them."""

    measure: Measure
    source: Source
    ref: str
    value: Decimal
    out_of: Decimal
    day: date
    label: str = ""
    label_en: str = ""
    line: str = ""
    part: int | None = None

    @property
    def key(self) -> str:
        """By which a reader points at it."""
        return f"{self.measure}:{self.ref}"


@dataclass(frozen=True)
class Spell:
    """Days on which somebody stood at one post in one unit, first and last included; unit and post
    by their codes."""

    from_on: date
    until_on: date
    unit: str
    post: str

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days + 1


@dataclass(frozen=True)
class Part:
    """The spells that one scorecard is for (named by its token); its share of the whole result is
    its share of the days."""

    scorecard: str
    group: str
    spells: tuple[Spell, ...]

    @property
    def days(self) -> int:
        return sum(spell.days for spell in self.spells)


@dataclass(frozen=True)
class Trace:
    """Of one review. `cut_off` is the moment as at which conduct, training and examinations
    count."""

    period_from: date
    period_until: date
    cut_off: datetime
    parts: tuple[Part, ...]
    items: tuple[Item, ...] = ()

    def items_of(self, part: int, measure: Measure) -> Iterator[Item]:
        for item in self.items:
            if item.measure == measure and item.part in (None, part):
                yield item

    def without(self, keys: Collection[str]) -> "Trace":
        """As if these items had never been."""
        return replace(self, items=tuple(item for item in self.items if item.key not in keys))

    def cases(self) -> list[str]:
        """The tokens of the conduct cases that count in it."""
        return [item.ref for item in self.items if item.source == Source.CASE]


def as_json(value: Any) -> Any:
    """A trace, an outcome or a part of them as JSON values; decimals become texts."""
    return msgspec.to_builtins(value)


def trace_of_json(said: Any) -> Trace:
    """Raises `msgspec.ValidationError` for what is no trace."""
    return msgspec.convert(said, Trace)


def content_hash(said: Any) -> str:
    """SHA-256 of the JSON in its canonical form (RFC 8785), in hexadecimal."""
    return sha256(rfc8785.dumps(said)).hexdigest()


@dataclass(frozen=True)
class Changed:
    """An item that differs between two traces; None where it is not there."""

    before: Item | None
    now: Item | None


def changes_between(before: Trace, now: Trace) -> list[Changed]:
    """The items that came, went or differ, in the order of the first trace, then of the second."""
    old = {item.key: item for item in before.items}
    new = {item.key: item for item in now.items}
    return [
        Changed(old.get(key), new.get(key))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]
