"""The desk's list of observations, and one of them point by point."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assessments.models import InspectionSheet, Observation, ObservationPhoto
from assessments.queries.observing import words
from assessments.rules.marking import mark
from assessments.rules.observing.sheet import Point, SheetSection, given_of
from lms.people.models import Employee, Unit
from lms.people.queries import search_employees


class Outcome(StrEnum):
    PASSED = "passed"
    NOT_PASSED = "not-passed"
    CRITICAL = "critical"
    NOT_SIGNED = "not-signed"


NARROWED = {
    Outcome.PASSED: Q(passed=True),
    Outcome.NOT_PASSED: Q(passed=False),
    Outcome.CRITICAL: Q(passed=False) & ~Q(failed=[]),
    Outcome.NOT_SIGNED: Q(employee_signature=""),
}


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; days where the company counts them, both included."""

    sheet: InspectionSheet | None = None
    text: str = ""
    unit: Unit | None = None
    outcome: Outcome | None = None
    first: date | None = None
    last: date | None = None


def with_rows(observations: QuerySet[Observation]) -> QuerySet[Observation]:
    """With all that a row of a list says."""
    found = observations.select_related("version__sheet", "employee", "observed_by", "unit", "post")
    # Counting loses the order of the model.
    return found.annotate(photo_count=Count("photos")).order_by("-observed_at", "-pk")


def observations_seen(reader: Employee, reached: QuerySet[Employee]) -> QuerySet[Observation]:
    """Those of the people in reach and those that the reader made, as
    `policies.observing.can_see_observation` says it of a single one; but for one's own, which have
    a page for themselves. The newest first."""
    may_see = Q(employee__in=reached.order_by().values("pk")) | Q(observed_by=reader)
    return Observation.objects.filter(may_see).exclude(employee=reader)


def own_observations(reader: Employee) -> QuerySet[Observation]:
    return with_rows(reader.observations.all())


def narrowed(found: QuerySet[Observation], wanted: Wanted) -> QuerySet[Observation]:
    if wanted.sheet is not None:
        found = found.filter(version__sheet=wanted.sheet)
    if wanted.unit is not None:
        found = found.filter(unit__path__startswith=wanted.unit.path)
    if wanted.outcome is not None:
        found = found.filter(NARROWED[wanted.outcome])
    if wanted.first is not None:
        found = found.filter(observed_at__gte=start_of(wanted.first))
    if wanted.last is not None:
        found = found.filter(observed_at__lt=start_of(wanted.last + timedelta(days=1)))
    if wanted.text.strip():
        people = search_employees(Employee.objects.order_by(), wanted.text)
        found = found.filter(employee__in=people.values("pk"))
    return found


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())


# One observation ------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeenPoint:
    """A point with what was given for it; `said` is its step in words."""

    number: int
    point: Point
    text: str
    standard: str
    step: int | None
    said: str
    remark: str
    photos: tuple[ObservationPhoto, ...]

    @property
    def is_missed(self) -> bool:
        """A critical point that failed the whole."""
        return self.point.is_critical and self.step == 0

    @property
    def is_met(self) -> bool:
        return self.step is not None and self.step == len(self.point.steps) - 1

    @property
    def earned(self) -> Decimal | None:
        """Of its weight; None where it was not seen."""
        if self.step is None:
            return None
        return mark(marks=self.point.weight, share=self.point.steps[self.step])


@dataclass(frozen=True)
class SeenSection:
    title: str
    points: tuple[SeenPoint, ...]


def seen_sections(
    observation: Observation, photos: Iterable[ObservationPhoto]
) -> list[SeenSection]:
    """The sheet as it was then, with what was seen."""
    given = {each.point: each for each in given_of(observation.given)}
    beside: dict[str, list[ObservationPhoto]] = defaultdict(list)
    for photo in photos:
        beside[photo.point].append(photo)
    found, number = [], 0
    for section in observation.version.asks.sections:
        rows = []
        for point in section.points:
            number += 1
            each = given[point.code]
            rows.append(
                SeenPoint(
                    number,
                    point,
                    words.point_text(point),
                    words.point_standard(point),
                    each.step,
                    words.step_in_words(point, each.step),
                    each.remark,
                    tuple(beside[point.code]),
                )
            )
        found.append(_section(section, rows))
    return found


def _section(section: SheetSection, rows: list[SeenPoint]) -> SeenSection:
    return SeenSection(words.section_title(section), tuple(rows))


def percent_of(observation: Observation) -> int:
    """In whole per cent, rounded down."""
    return int(observation.score * 100 / observation.most)
