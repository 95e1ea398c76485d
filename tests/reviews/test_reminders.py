"""Whoever’s turn it is gets told before a review is due and while it is overdue."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.remind_owners import remind_of_cycle, remind_owners
from reviews.models import Review
from tests.factories.reviews import ReviewWorld, review_world
from tests.reviews.cycling import address, another, forget, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def as_hr(client: Client, world: ReviewWorld) -> Client:
    client.force_login(world.hr)
    return client


def remind(day: date | None = None) -> int:
    moment = datetime.combine(
        day or timezone.localdate(), clock(9), timezone.get_default_timezone()
    )
    with time_machine.travel(moment, tick=False):
        return remind_owners(actor=Employee.objects.system())


def due(review: Review) -> date:
    review.refresh_from_db()
    assert review.due_on is not None
    return review.due_on


def test_nobody_but_the_system_reminds_by_the_calendar(world: ReviewWorld) -> None:
    with pytest.raises(NotAllowed):
        remind_owners(actor=world.hr)
    with pytest.raises(NotAllowed):
        remind_of_cycle(actor=world.manager, cycle=world.cycle())


def test_the_person_is_reminded_once_two_days_before(world: ReviewWorld) -> None:
    review = world.opened()
    forget()
    assert remind(due(review) - timedelta(days=3)) == 0
    for days in (-2, -1, 0, 1, 2):
        remind(due(review) + timedelta(days=days))
    (notice,) = told(world.subject)
    assert notice.title == "Reminder: write your self-assessment"
    assert notice.url == reverse("reviews:own-review", args=[review.pk])


def test_the_manager_is_reminded_ahead_and_daily_when_late(world: ReviewWorld) -> None:
    review = world.assessed()
    forget()
    for days in (-2, -1, 0):
        remind(due(review) + timedelta(days=days))
    for days in (1, 2):
        for __ in range(2):
            remind(due(review) + timedelta(days=days))
    titles = [notice.title for notice in told(world.manager)]
    assert titles == ["1 review waits for you"] + ["1 review waits for you, 1 overdue"] * 2
    assert {notice.url for notice in told(world.manager)} == {
        reverse("reviews:review", args=[review.pk])
    }
    assert told(world.subject) == told(world.hr) == []


def test_all_of_somebody_s_reviews_are_one_letter(world: ReviewWorld) -> None:
    for number in range(2):
        another(world, f"P{number}")
    cycle = world.cycle()
    for review in cycle.reviews.all():
        world.assessed(review)
    world.rated(world.opened(cycle))
    forget()
    remind(max(due(review) for review in cycle.reviews.all()) + timedelta(days=1))
    (notice,) = told(world.manager)
    assert notice.title == "2 reviews wait for you, 2 overdue"
    assert notice.url == reverse("reviews:reviews")
    assert "Manager’s rating: 2" in notice.text
    (notice,) = told(world.hr)
    assert "Calibration: 1" in notice.text


def test_letters_say_nothing_of_how_somebody_was_rated(world: ReviewWorld) -> None:
    review = world.talked(points=1)
    forget()
    remind(due(review) - timedelta(days=1))
    (notice,) = told(world.subject)
    assert notice.title == "Reminder: read and sign your review"
    result = world.result(review)
    assert str(result.total) not in notice.text and result.grade not in notice.text


def test_an_appeal_is_told_to_who_may_hear_it(world: ReviewWorld) -> None:
    review = world.appealed()
    forget()
    remind(due(review))
    assert [len(told(each)) for each in (world.other_hr, world.director)] == [1, 1]
    assert told(world.hr) == told(world.manager) == told(world.subject) == []


def test_where_nobody_can_rate_hr_is_told(world: ReviewWorld) -> None:
    review = world.assessed()
    Employee.objects.filter(pk=world.manager.pk).update(is_active=False)
    forget()
    remind(due(review))
    assert told(world.manager) == [] and len(told(world.hr)) == 1


def test_what_waits_for_the_calendar_or_has_ended_reminds_nobody(world: ReviewWorld) -> None:
    review = world.signed()
    forget()
    assert remind(due(review)) == 0
    assert remind(due(review) + timedelta(days=30)) == 0


def test_a_step_begins_the_count_anew(world: ReviewWorld) -> None:
    review = world.opened()
    remind(due(review))
    world.assessed(review)
    forget()
    remind(due(review) - timedelta(days=1))
    assert len(told(world.manager)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_costs_the_same_for_one_and_three(world: ReviewWorld, count: int) -> None:
    for number in range(count - 1):
        another(world, f"P{number}")
    for review in world.cycle().reviews.all():
        world.assessed(review)
    day = max(due(review) for review in Review.objects.all())
    with CaptureQueriesContext(connection) as captured:
        assert remind(day) == count
    assert len(captured) == 9, [each["sql"][:120] for each in captured]


def test_hr_reminds_now_and_once_a_day(as_hr: Client, world: ReviewWorld) -> None:
    another(world)
    cycle = world.cycle()
    world.assessed(world.opened(cycle))
    forget()
    page = as_hr.post(address(cycle, "cycle-remind"), follow=True)
    assert "was reminded of 2 reviews" in page.text
    assert len(told(world.manager)) == 1
    page = as_hr.post(address(cycle, "cycle-remind"), follow=True)
    assert "Nobody to remind" in page.text and len(told(world.manager)) == 1
