"""What assessors saw on the floor counts in a review."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.models import Observation
from lms.demo import clock
from lms.people.enums import Role
from reviews.models import Review
from reviews.queries.files import with_people
from reviews.queries.gathering.traces import cards_of, traces_of
from reviews.queries.trace_view import TraceView
from reviews.rules.scorecard import Measure
from reviews.rules.trace import Item, Source
from reviews.views.shown_results import shown_result
from tests.factories.observing import observed, sheet_made
from tests.factories.people import holder_of
from tests.factories.reviews import ReviewWorld, review_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


@pytest.fixture
def sheet() -> Any:
    return sheet_made()


def days_before_end(world: ReviewWorld, days: int, hour: int = 9) -> datetime:
    day = world.until_on - timedelta(days=days)
    return datetime.combine(day, time(hour), timezone.get_default_timezone())


def seen(
    world: ReviewWorld, sheet: Any, at: datetime, later: timedelta = timedelta(), **how: Any
) -> Observation:
    """Observed `at`, and come in so much later."""
    with clock.at(at + later):
        return observed(world.subject, sheet, at=at, **how)


def items(world: ReviewWorld, review: Review) -> list[Item]:
    (trace,) = traces_of([review], cards_of(review.cycle)).values()
    return [item for item in trace.items if item.source == Source.OBSERVATION]


def test_those_of_the_period_that_came_in_by_its_cut_off(world: ReviewWorld, sheet: Any) -> None:
    counted = seen(world, sheet, days_before_end(world, 20), steps={"note": 2, "ring": None})
    late = seen(world, sheet, days_before_end(world, 0, 23))
    seen(world, sheet, days_before_end(world, 1), timedelta(days=3))  # came in too late
    seen(world, sheet, days_before_end(world, 200))
    seen(world, sheet, days_before_end(world, -1))
    review = world.opened()
    found = items(world, review)
    assert [item.ref for item in found] == [counted.token, late.token]
    first = found[0]
    assert (first.measure, first.value, first.out_of) == (
        Measure.POINTS_OBSERVED,
        Decimal(7),
        Decimal(9),
    )
    assert first.day == timezone.localdate(counted.observed_at)


def view_of(world: ReviewWorld, review: Review, reader: Any) -> TraceView:
    with translation.override("en"):
        return shown_result(reader, review, world.result(review), world.file(review))


def test_it_brings_points_and_leads_to_what_was_seen(world: ReviewWorld, sheet: Any) -> None:
    row = seen(world, sheet, days_before_end(world, 20), steps={"privacy": 0})
    review = with_people(Review.objects.all()).get(pk=world.frozen().pk)
    above = holder_of(Role.SITE_MANAGER, world.site)
    hrefs = []
    for reader in (above, world.subject):
        view = view_of(world, review, reader)
        measures = [m for part in view.parts for c in part.components for m in c.measures]
        (measure,) = [m for m in measures if m.name == "Points of the observation sheet"]
        assert measure.amount == "7 / 10"
        (item,) = measure.items
        hrefs.append(item.link.href if item.link else "")
    assert hrefs == [
        reverse("assessments:observation", args=[row.token]),
        reverse("assessments:own-observation", args=[row.token]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_costs_one_query(
    world: ReviewWorld, sheet: Any, count: int, django_assert_num_queries: Any
) -> None:
    from reviews.queries.gathering.observing import observations
    from reviews.queries.gathering.subjects import subjects_of

    for days in range(count):
        seen(world, sheet, days_before_end(world, 10 + days))
    review = world.opened()
    subjects = subjects_of([review], cards_of(review.cycle))
    with django_assert_num_queries(1):
        assert len([*observations(subjects)]) == count
