"""How somebody's totals went, review after review of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from lms.people.models import Employee
from reviews.models import Review
from reviews.rules.procedure import WITH_RESULT

LAST = 5
# Of the drawing: its width, and the height between the lowest and the highest line.
WIDTH, HEIGHT = 320, 96
EDGE = 36
TEN = Decimal(10)


@dataclass(frozen=True)
class Point:
    """`x` and `y` are where it is drawn."""

    day: date
    total: Decimal
    x: int
    y: int

    @property
    def above(self) -> int:
        """Where its figure stands."""
        return self.y - 10


@dataclass(frozen=True)
class Trend:
    """Oldest first. `low` and `high` are the bounds of the drawing, in points."""

    points: tuple[Point, ...]
    low: int
    high: int

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def change(self) -> Decimal | None:
        """Since the review before."""
        if len(self.points) < 2:
            return None
        return self.points[-1].total - self.points[-2].total

    @property
    def rise(self) -> Decimal:
        """How far it went up, or down, whichever."""
        return abs(self.change or Decimal(0))

    @property
    def top(self) -> int:
        return EDGE

    @property
    def bottom(self) -> int:
        return EDGE + HEIGHT


def trend_until(review: Review, *, rated_by: Employee | None = None) -> Trend | None:
    """Of the employee's reviews of this kind, up to this one; None before there is a result. Only
    of those with this manager, where one is given. One query."""
    found = Review.objects.filter(
        employee=review.employee_id,
        cycle__kind=review.cycle.kind,
        state__in=WITH_RESULT,
        total__isnull=False,
        period_until__lte=review.period_until,
    ).order_by("-period_until", "-pk")
    if rated_by is not None:
        found = found.filter(manager=rated_by)
    rows = list(found.values_list("period_until", "total")[:LAST])
    return drawn([(day, total) for day, total in reversed(rows) if total is not None])


def drawn(rows: Sequence[tuple[date, Decimal]]) -> Trend | None:
    """The points from left to right, between two lines at full tens."""
    if not rows:
        return None
    totals = [total for __, total in rows]
    low = max(0, int((min(totals) / TEN).to_integral_value(ROUND_FLOOR)) * 10 - 10)
    high = min(100, int((max(totals) / TEN).to_integral_value(ROUND_CEILING)) * 10 + 10)
    step = (WIDTH - 2 * EDGE) // max(1, len(rows) - 1)
    points = []
    for index, (day, total) in enumerate(rows):
        share = (Decimal(high) - total) / (high - low)
        points.append(Point(day, total, EDGE + index * step, EDGE + int(share * HEIGHT)))
    return Trend(tuple(points), low, high)
