"""Cycles at the desk, and how far their reviews are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lms.people.models import Unit
from reviews.models import CycleWork, Review, ReviewCycle
from reviews.queries.desk import Reach, is_late, lacks_rater
from reviews.queries.words import STATES, Words
from reviews.rules.procedure import State

# A cycle goes on until its last review has ended; what was withdrawn is no part of it.
COUNTED = tuple(state for state in State if state != State.WITHDRAWN)
WIDTH = 100.0


@dataclass(frozen=True)
class Part:
    """How many reviews stand in a stage; `start` and `width` in percent of the bar."""

    state: State
    name: Words
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class Progress:
    """`late` and `unnamed` (nobody could rate) are counted among the parts; `withdrawn` is not."""

    parts: tuple[Part, ...]
    total: int
    late: int = 0
    unnamed: int = 0
    withdrawn: int = 0

    @property
    def closed(self) -> int:
        return self.count_in(State.CLOSED)

    @property
    def calibrating(self) -> int:
        return self.count_in(State.CALIBRATION)

    @property
    def is_over(self) -> bool:
        return self.closed == self.total

    def count_in(self, state: State) -> int:
        return next(part.count for part in self.parts if part.state == state)


@dataclass(frozen=True)
class _Counted:
    """One row of the counting."""

    state: State
    count: int
    late: int
    unnamed: int


def cycles_seen(reach: Reach) -> QuerySet[ReviewCycle]:
    """The cycles that are about people of the units where somebody sees reviews, by the cycle's
    unit or because such a person came from there."""
    where = Q(pk__in=[])
    for path in reach.see:
        where |= Q(unit__path__startswith=path) | Q(unit__path__in=_paths_above(path))
        came = Review.objects.filter(cycle=OuterRef("pk"), employee__unit__path__startswith=path)
        where |= Q(Exists(came))
    return ReviewCycle.objects.filter(where).select_related("unit", "opened_by")


def _paths_above(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["".join(f"{part}/" for part in parts[:count]) for count in range(1, len(parts))]


def running(cycles: QuerySet[ReviewCycle]) -> QuerySet[ReviewCycle]:
    """Those that more reviews may come to, or with reviews under way."""
    open_ones = Review.objects.exclude(state__in=(State.CLOSED, State.WITHDRAWN))
    return cycles.filter(
        Q(ended_at__isnull=True) | Q(pk__in=open_ones.order_by().values("cycle"))
    ).order_by("-opened_at", "-pk")


def progress_of_cycles(
    cycles: Iterable[ReviewCycle], reviews: QuerySet[Review], reach: Reach, today: date
) -> dict[int, Progress]:
    """By the cycle's key, of the reviews given. One query."""
    keys = [cycle.pk for cycle in cycles]
    rows = _counted(reviews.filter(cycle__in=keys), "cycle", reach, today)
    return {key: _progress(rows.get(key, [])) for key in keys}


@dataclass(frozen=True)
class UnitProgress:
    unit: Unit
    progress: Progress


def progress_of_units(
    reviews: QuerySet[Review], reach: Reach, today: date
) -> tuple[Progress, list[UnitProgress]]:
    """Of all reviews given, and by unit in the order of the tree. Two queries."""
    rows = _counted(reviews, "unit", reach, today)
    units = Unit.objects.filter(pk__in=rows).order_by("path")
    whole = _progress([row for some in rows.values() for row in some])
    return whole, [UnitProgress(unit, _progress(rows[unit.pk])) for unit in units]


def _counted(
    reviews: QuerySet[Review], by: str, reach: Reach, today: date
) -> dict[int, list[_Counted]]:
    found: dict[int, list[_Counted]] = defaultdict(list)
    rows = reviews.order_by().values_list(by, "state")
    counts = rows.annotate(
        Count("pk"),
        late=Count("pk", filter=is_late(today)),
        unnamed=Count("pk", filter=lacks_rater(reach)),
    )
    for key, state, count, late, unnamed in counts:
        found[key].append(_Counted(State(state), count, late, unnamed))
    return found


def _progress(rows: Sequence[_Counted]) -> Progress:
    counts: dict[State, int] = defaultdict(int)
    for row in rows:
        counts[row.state] += row.count
    total = sum(counts[state] for state in COUNTED)
    parts, start = [], 0.0
    for state in COUNTED:
        width = WIDTH * counts[state] / total if total else 0.0
        parts.append(Part(state, STATES[state], counts[state], round(start, 3), round(width, 3)))
        start += width
    return Progress(
        tuple(parts),
        total,
        late=sum(row.late for row in rows),
        unnamed=sum(row.unnamed for row in rows),
        withdrawn=counts[State.WITHDRAWN],
    )


def works_of(cycle: ReviewCycle) -> QuerySet[CycleWork]:
    """What the worker did and does for a cycle, newest first."""
    return cycle.works.select_related("unit", "asked_by").order_by("-created_at")


def overdue_first(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """What is due first before the rest, what has ended last."""
    return reviews.alias(
        has_ended=Q(state__in=(State.CLOSED, State.WITHDRAWN)),
    ).order_by(F("has_ended").asc(), F("due_on").asc(nulls_last=True), "unit__path", "pk")
