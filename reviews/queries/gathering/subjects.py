"""About whom, and for which days, evidence is gathered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lms.people.models import Placement
from reviews.models import Review
from reviews.queries.scorecards import Cards
from reviews.rules.spells import Stay, parts_of, spells_in
from reviews.rules.trace import Part


@dataclass(frozen=True)
class Subject:
    """One review, or somebody who might be reviewed: `key` is the caller's. `review` is the key of
    the review, None without one."""

    key: int
    employee: int
    period_from: date
    period_until: date
    parts: tuple[Part, ...]
    review: int | None = None

    @property
    def cut_off(self) -> datetime:
        return end_of_day(self.period_until)


def end_of_day(day: date) -> datetime:
    """The first moment after the day, where the company counts its days."""
    return datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())


def stays_of(employees: Iterable[int]) -> dict[int, list[Stay]]:
    """Where people stood, by their keys. One query."""
    found: dict[int, list[Stay]] = defaultdict(list)
    rows = Placement.objects.filter(employee__in=set(employees))
    for row in rows.select_related("unit", "post__group"):
        stay = Stay(row.period, row.unit.code, row.post.code, row.post.group.code)
        found[row.employee_id].append(stay)
    return found


def subjects_of(reviews: Sequence[Review], cards: Cards) -> list[Subject]:
    """One query, however many there are."""
    stays = stays_of(review.employee_id for review in reviews)
    return [
        Subject(
            review.pk,
            review.employee_id,
            review.period_from,
            review.period_until,
            parts_of(
                spells_in(
                    stays.get(review.employee_id, ()), review.period_from, review.period_until
                ),
                cards.token_for,
            ),
            review.pk,
        )
        for review in reviews
    ]


def by_employee(subjects: Iterable[Subject]) -> dict[int, list[Subject]]:
    found: dict[int, list[Subject]] = defaultdict(list)
    for subject in subjects:
        found[subject.employee].append(subject)
    return found


def first_and_last(subjects: Sequence[Subject]) -> tuple[date, date]:
    """The days that any of them asks for."""
    return (
        min(subject.period_from for subject in subjects),
        max(subject.period_until for subject in subjects),
    )


def moments(subjects: Iterable[Subject]) -> Mapping[int, datetime]:
    """The latest cut-off of each person."""
    found: dict[int, datetime] = {}
    for subject in subjects:
        found[subject.employee] = max(subject.cut_off, found.get(subject.employee, subject.cut_off))
    return found
