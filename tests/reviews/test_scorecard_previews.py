"""Trying a draft on the last period."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from lms.people.enums import Role
from lms.people.models import Employee
from reviews.actions.start_scorecard_draft import start_scorecard_draft
from reviews.queries.previews import preview_of
from reviews.rules.scorecard import (
    Component,
    ComponentRule,
    Measure,
)
from tests.factories.people import (
    CompanyFactory,
    EmployeeFactory,
    PostFactory,
    UnitFactory,
    holder_of,
)
from tests.factories.reviews import (
    HIRED,
    D,
    ReviewWorld,
    figures,
    make_card,
    review_world,
)
from tests.reviews.scorecard_pages import (
    CARD,
    drafted,
    signed_in,
    typed,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


@pytest.fixture
def desk(client: Client, world: ReviewWorld) -> Client:
    return signed_in(client, world.director)


def colleague(world: ReviewWorld, name: str) -> Employee:
    return EmployeeFactory.create(
        unit=world.site, post=world.subject.post, name=name, hired_on=HIRED
    )


def test_a_draft_is_tried_on_the_frozen_results_of_the_last_cycle(world: ReviewWorld) -> None:
    figures(world.subject, (world.months[0], Measure.CLOSURE, 60, 100))
    review = world.frozen()
    # What comes later does not count in it.
    figures(world.subject, (world.months[1], Measure.CLOSURE, 0, 100))
    strict = make_card(grades=tuple(replace(grade) for grade in CARD.grades))
    found = preview_of(world.hr, world.group, strict)
    assert found.cycle == review.cycle and found.of_all == 1
    (person,) = found.people
    assert person.employee == world.subject
    assert person.before == person.after == world.result(review).total
    assert found.movers == []
    only = ComponentRule(Component.SERVICE, D(100), (CARD.components[4].measures[0],))
    only = replace(only, measures=(replace(only.measures[0], weight=D(100)),))
    (person,) = preview_of(world.hr, world.group, make_card(components=(only,))).movers
    assert person.after == 60
    assert (person.grade_before, person.grade_after) == (world.result(review).grade, "sound")


def test_without_a_cycle_it_is_tried_on_what_is_known_of_the_last_quarter(
    world: ReviewWorld,
) -> None:
    figures(world.subject, (world.months[0], Measure.CLOSURE, 80, 100))
    colleague(world, "韩冰")
    EmployeeFactory.create(unit=world.site, post=PostFactory.create(), hired_on=HIRED)
    found = preview_of(world.hr, world.group, make_card())
    assert found.cycle is None
    assert (found.period_from, found.period_until) == (world.period.from_on, world.until_on)
    assert {each.employee.name for each in found.people} == {"陈静", "韩冰"}
    assert found.lacking[Component.SERVICE] == 1
    assert found.lacking[Component.MANAGER] == 2
    assert found.lacking[Component.CONDUCT] == 0


def test_it_is_tried_on_nobody_the_reader_may_not_see(world: ReviewWorld) -> None:
    own = Employee.objects.get(pk=world.hr.pk)
    everywhere = {each.employee for each in preview_of(own, None, make_card()).people}
    assert own not in everywhere
    world.frozen()
    everywhere = {each.employee for each in preview_of(own, world.group, make_card()).people}
    assert everywhere == {world.subject}
    outsider = EmployeeFactory.create(unit=world.site)
    assert preview_of(outsider, world.group, make_card()).people == ()


def test_the_first_scorecard_of_all_has_nothing_to_compare_with(client: Client) -> None:
    company = CompanyFactory.create()
    site, post = UnitFactory.create(parent=company), PostFactory.create()
    EmployeeFactory.create(unit=site, post=post, hired_on=HIRED)
    director = holder_of(Role.HR_DIRECTOR, company, hired_on=HIRED)
    found = preview_of(director, post.group, make_card())
    assert found.current is None and len(found.people) == 1
    start_scorecard_draft(actor=director, group=post.group, card=make_card())
    url = reverse("reviews:scorecard-preview", args=[post.group.pk])
    page = signed_in(client, director).get(url).content.decode()
    assert "there is nothing to compare with" in page


def test_the_page_of_who_would_move(desk: Client, world: ReviewWorld) -> None:
    figures(world.subject, (world.months[0], Measure.CLOSURE, 60, 100))
    world.frozen()
    url = drafted(world, make_card(grades=(replace(CARD.grades[0], upper=D(100)),)))
    sent = typed(desk, url) | {"preview": "1"}
    page = desk.post(url, sent, follow=True).content.decode()
    assert "The frozen results of" in page
    assert "<strong>To improve</strong>" in page
    with translation.override("en"):
        assert world.subject.localised_name in page


@pytest.mark.parametrize("people", [1, 3])
def test_trying_costs_the_same_for_any_number_of_people(
    world: ReviewWorld, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    for number in range(people - 1):
        person = colleague(world, f"同事{number}")
        figures(person, (world.months[0], Measure.CLOSURE, 60, 100))
    actor = Employee.objects.get(pk=world.hr.pk)
    with django_assert_num_queries(GATHERED):
        assert len(preview_of(actor, world.group, make_card()).people) == people
    cycle = world.cycle()
    for review in cycle.reviews.all():
        world.frozen(world.rated(world.assessed(review)))
    actor = Employee.objects.get(pk=world.hr.pk)
    with django_assert_num_queries(FROM_RESULTS):
        assert len(preview_of(actor, world.group, make_card()).people) == people


GATHERED = 12
FROM_RESULTS = 6
