"""Where two assessors watched the same work: what they gave, side by side.

A pair is two observations of one person by the same version of a sheet on the same day, where the
company counts its days, by different assessors. Of an assessor who sent two that day the later one
counts; of three assessors each two make a pair.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from django.db.models import QuerySet
from django.utils import timezone

from assessments.models import InspectionSheet, Observation
from assessments.queries.observing import words
from assessments.rules.observing.agreement import Agreement, Judged, agreement
from assessments.rules.observing.sheet import given_of
from lms.people.models import Employee

MOST_PAIRS = 2000


@dataclass(frozen=True)
class Pair:
    """`one` is the assessor whose account is older, so that a pair of people is counted the same
    way every time. Points by their codes; those that one did not see are left out."""

    one: Observation
    other: Observation
    judged: dict[str, Judged]


@dataclass(frozen=True)
class PointAgreement:
    """How often a point was judged by two, how often alike, and how far apart they were on average
    as a share of the point."""

    code: str
    text: str
    count: int
    alike: int
    apart: Fraction

    @property
    def apart_percent(self) -> int:
        return round(self.apart * 100)


@dataclass(frozen=True)
class Between:
    """Two assessors over `pairs` joint observations."""

    one: Employee
    other: Employee
    pairs: int
    found: Agreement


@dataclass(frozen=True)
class SheetAgreement:
    sheet: InspectionSheet
    pairs: int
    found: Agreement
    between: tuple[Between, ...]
    points: tuple[PointAgreement, ...]


def joint_observations(observations: QuerySet[Observation]) -> list[Pair]:
    """The newest pairs among them, at most `MOST_PAIRS`. Two queries."""
    keys = list(_joint(observations))[:MOST_PAIRS]
    wanted = {pk for pair in keys for pk in pair}
    rows = Observation.objects.select_related("version__sheet", "observed_by").in_bulk(wanted)
    return [_pair(rows[one], rows[other]) for one, other in keys]


def _joint(observations: QuerySet[Observation]) -> Iterator[tuple[int, int]]:
    """Keys of what makes a pair, the newest first."""
    occasions: dict[tuple[int, int, date], dict[int, int]] = defaultdict(dict)
    rows = observations.order_by("observed_at", "pk").values_list(
        "pk", "employee", "version", "observed_at", "observed_by"
    )
    for pk, employee, version, observed_at, assessor in rows.iterator():
        occasions[employee, version, timezone.localdate(observed_at)][assessor] = pk
    for made in reversed(occasions.values()):
        yield from combinations([made[assessor] for assessor in sorted(made)], 2)


def _pair(one: Observation, other: Observation) -> Pair:
    shares = _shares(other)
    judged = {code: (mine, shares[code]) for code, mine in _shares(one).items() if code in shares}
    return Pair(one, other, judged)


def _shares(observation: Observation) -> dict[str, Fraction]:
    points = observation.version.asks.points
    return {
        each.point: points[each.point].steps[each.step]
        for each in given_of(observation.given)
        if each.step is not None
    }


def agreements(pairs: Iterable[Pair]) -> list[SheetAgreement]:
    """By sheet, in the order of their codes."""
    by_sheet: dict[InspectionSheet, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_sheet[pair.one.version.sheet].append(pair)
    return [
        SheetAgreement(
            sheet,
            len(found),
            agreement(_all(found)),
            tuple(_between(found)),
            tuple(_points(found)),
        )
        for sheet, found in sorted(by_sheet.items(), key=lambda row: row[0].code)
    ]


def _all(pairs: Iterable[Pair]) -> list[Judged]:
    return [each for pair in pairs for each in pair.judged.values()]


def _between(pairs: Iterable[Pair]) -> list[Between]:
    people: dict[tuple[Employee, Employee], list[Pair]] = defaultdict(list)
    for pair in pairs:
        people[pair.one.observed_by, pair.other.observed_by].append(pair)
    return [
        Between(one, other, len(found), agreement(_all(found)))
        for (one, other), found in people.items()
    ]


def _points(pairs: Iterable[Pair]) -> list[PointAgreement]:
    """Those that people see most differently first; the words are those of the newest version."""
    judged: dict[str, list[Judged]] = defaultdict(list)
    texts: dict[str, str] = {}
    for pair in pairs:
        points = pair.one.version.asks.points
        for code, each in pair.judged.items():
            judged[code].append(each)
            texts.setdefault(code, words.point_text(points[code]))
    found = [
        PointAgreement(
            code,
            texts[code],
            len(each),
            sum(1 for one, other in each if one == other),
            sum((abs(one - other) for one, other in each), Fraction(0)) / len(each),
        )
        for code, each in judged.items()
    ]
    return sorted(found, key=lambda point: (-point.apart, point.code))
