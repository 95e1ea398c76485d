"""What of reviews and goals stands on the pages of today and of the record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lms.people.models import Employee
from reviews.actions.ask_peers import ask_peers
from reviews.actions.note_progress import note_progress
from reviews.actions.set_goal import Terms, set_goal
from reviews.models import Goal
from reviews.rules import steps as said
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import HIRED, ReviewWorld, card_with_peers, review_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    return review_world(card_with_peers())


@pytest.fixture
def as_subject(client: Client, world: ReviewWorld) -> Client:
    Employee.objects.filter(pk=world.subject.pk).update(language="en")
    client.force_login(world.subject)
    return client


def goal_due_in(world: ReviewWorld, days: int, title: str = "回访及时") -> Goal:
    today = timezone.localdate()
    terms = Terms(title, "三日内回访的比例", 1, today, today + timedelta(days=days))
    return set_goal(actor=world.manager, employee=world.subject, terms=terms)


def asked_about_colleague(world: ReviewWorld) -> None:
    """The subject and two others are asked about somebody."""
    post = world.subject.post
    some = [EmployeeFactory.create(unit=world.site, post=post, hired_on=HIRED) for __ in range(3)]
    cycle = world.cycle()
    for person in some[:1]:
        review = world.opened(cycle, person)
        ask_peers(actor=world.manager, review=review, peers=[world.subject, *some[1:]])


def today_of(client: Client) -> str:
    return client.get(reverse("home:today")).text


def test_whose_self_assessment_is_due(as_subject: Client, world: ReviewWorld) -> None:
    assert "Write your self-assessment" not in today_of(as_subject)
    review = world.opened()
    text = today_of(as_subject)
    assert "Write your self-assessment" in text
    assert reverse("reviews:own-review", args=[review.pk]) in text
    world.assessed(review)
    assert "Write your self-assessment" not in today_of(as_subject)


def test_who_has_a_review_to_sign(as_subject: Client, world: ReviewWorld) -> None:
    review = world.talked()
    assert "Read and sign your review" in today_of(as_subject)
    world.take(review, world.subject, said.Signed())
    assert "Read and sign your review" not in today_of(as_subject)


def test_who_is_asked_as_a_colleague(as_subject: Client, world: ReviewWorld) -> None:
    asked_about_colleague(world)
    assert "You are asked as a colleague." in today_of(as_subject)


def test_goals_that_are_due_soon(as_subject: Client, world: ReviewWorld) -> None:
    goal_due_in(world, 40, "还早的目标")
    goal = goal_due_in(world, 5)
    text = today_of(as_subject)
    assert "回访及时" in text and "0% reached" in text
    assert "还早的目标" not in text
    note_progress(
        actor=world.subject,
        goal=goal,
        percent=100,
        rests_on="记录",
        on_day=timezone.localdate(),
    )
    assert "回访及时" not in today_of(as_subject)


def test_the_record_has_the_newest_result_once_it_is_frozen(
    as_subject: Client, world: ReviewWorld
) -> None:
    record = reverse("home:record")
    review = world.rated()
    before = as_subject.get(record).text
    assert "No result yet" in before and str(review.total) not in before
    result = world.result(world.frozen(review))
    text = as_subject.get(record).text
    assert str(result.total) in text
    assert reverse("reviews:own-review", args=[review.pk]) in text
    assert reverse("reviews:own-reviews") in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("today", 8), ("record", 12)])
def test_they_cost_the_same_number_of_queries(
    as_subject: Client,
    world: ReviewWorld,
    count: int,
    name: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    asked_about_colleague(world)
    for number in range(count):
        goal_due_in(world, 5, f"目标{number}")
    url = reverse(f"home:{name}")
    as_subject.get(url)
    with django_assert_num_queries(queries):
        assert as_subject.get(url).status_code == 200
