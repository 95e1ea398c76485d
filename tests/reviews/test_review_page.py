"""The page of one review at the desk: who sees it, what it says, where it leads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.ledger.models import PendingLook
from lms.people.enums import Role
from lms.people.models import Employee
from reviews.models import Review
from reviews.rules import steps as said
from reviews.rules.procedure import State
from reviews.rules.scorecard import Measure
from tests.factories.people import EmployeeFactory, holder_of
from tests.factories.reviews import ReviewWorld, figures, goal_of, review_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    first, second, third = world.months
    figures(
        world.subject,
        (first, Measure.CLOSURE, 47, 50),
        (second, Measure.SATISFACTION, 83, 96),
        (third, Measure.CALL_BACK, 3, 6),
    )
    goal_of(world.subject, world.period, 70)
    Employee.objects.update(language="en")
    return world


def page(client: Client, reader: Employee, review: Review) -> str:
    client.force_login(reader)
    response = client.get(reverse("reviews:review", args=[review.pk]))
    assert response.status_code == 200
    return response.text


def status(client: Client, reader: Employee, review: Review) -> int:
    client.force_login(reader)
    return client.get(reverse("reviews:review", args=[review.pk])).status_code


def test_hr_and_the_manager_see_it_and_are_noted(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    for reader in (world.hr, world.director, world.manager):
        assert status(client, reader, review) == 200
    looks = PendingLook.objects.all()
    assert {look.subject for look in looks} == {world.subject.token}
    assert {look.actor for look in looks} == {
        world.hr.token,
        world.director.token,
        world.manager.token,
    }


def test_nobody_else_sees_it(client: Client, world: ReviewWorld) -> None:
    review = world.frozen()
    colleague = EmployeeFactory.create(unit=world.site, post=world.subject.post)
    others = (world.subject, colleague, holder_of(Role.SITE_MANAGER, world.site))
    for reader in others:
        assert status(client, reader, review) == 404
    assert not PendingLook.objects.exists()
    client.logout()
    assert client.get(reverse("reviews:review", args=[review.pk])).status_code == 302


def test_before_it_is_frozen_it_says_that_nothing_is_final(
    client: Client, world: ReviewWorld
) -> None:
    text = page(client, world.hr, world.opened())
    assert "Total so far, not frozen yet" in text and "as gathered just now" in text
    assert "None was handed in." in text and "Compute once more" not in text


def test_each_figure_opens_to_its_parts(client: Client, world: ReviewWorld) -> None:
    text = page(client, world.hr, world.frozen())
    for words in ("47 / 50", "94%", "Call-back rate", "row 2", "Goals reached", "70%"):
        assert words in text
    assert "Few cases: 6 of the 20 that are needed" in text
    assert "Practical observation" in text and "its weight of 15% goes to the others" in text
    assert "九月的投诉都当日回访。" in text


def test_what_was_said_stands_beside_it(client: Client, world: ReviewWorld) -> None:
    text = page(client, world.manager, world.talked())
    for words in ("回访都做到了。", "报修回访做得细。", "谈了回访与时限。", "Talk held"):
        assert words in text
    assert "Result and ledger agree" in text


def test_calibration_stands_there_with_its_reason(client: Client, world: ReviewWorld) -> None:
    review = world.rated()
    before = review.grade
    after = "excellent" if before != "excellent" else "good"
    world.step(review, world.hr, said.Moved(before, after, "全站口径一致，抬一档。"))
    text = page(client, world.hr, world.frozen(review))
    assert "全站口径一致，抬一档。" in text and "Moved to another grade" in text
    assert "The total alone gives" in text


def test_each_reader_finds_what_they_may_do(client: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    assert reverse("reviews:rate", args=[review.pk]) in page(client, world.manager, review)
    for_hr = page(client, world.hr, review)
    assert reverse("reviews:rate", args=[review.pk]) not in for_hr
    assert reverse("reviews:withdraw-review", args=[review.pk]) in for_hr
    review = world.rated(review)
    board = reverse("reviews:board", args=[review.cycle_id])
    assert board in page(client, world.hr, review)
    assert board not in page(client, world.manager, review)


def test_an_appeal_is_for_somebody_who_had_no_part(client: Client, world: ReviewWorld) -> None:
    review = world.appealed()
    decide = reverse("reviews:appeal-decide", args=[review.pk])
    froze = page(client, world.hr, review)
    assert decide not in froze and "somebody who had no part in the result" in froze
    assert decide in page(client, world.director, review)


def test_withdrawn_it_shows_no_score(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    world.take(review, world.hr, said.Withdrawn("重复。"))
    text = page(client, world.hr, review)
    assert "The review was withdrawn" in text and "重复。" in text and "47 / 50" not in text


def test_a_manager_sees_no_total_of_reviews_they_do_not_read(
    client: Client, world: ReviewWorld
) -> None:
    """Somebody else rated the quarter before."""
    review = world.frozen()
    earlier_manager = holder_of(Role.SITE_MANAGER, world.site)
    days = timedelta(days=92)
    Review.objects.create(
        cycle=review.cycle,
        employee=world.subject,
        period_from=review.period_from - days,
        period_until=review.period_until - days,
        unit=review.unit,
        post=review.post,
        opened_at=review.opened_at,
        manager=earlier_manager,
        state=State.CLOSED,
        total="33.33",
    )
    assert "33.33" in page(client, world.hr, review)
    assert "33.33" not in page(client, world.manager, review)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_there_is(
    client: Client,
    world: ReviewWorld,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number, month in enumerate(world.months[:count]):
        figures(world.subject, (month, Measure.WITHIN_LIMITS, 8, 9))
        goal_of(world.subject, world.period, 50 + number, title=f"目标{number}")
    review = world.frozen()
    page(client, world.hr, review)
    with django_assert_num_queries(21):
        client.get(reverse("reviews:review", args=[review.pk]))
