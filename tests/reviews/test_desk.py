"""Which reviews somebody meets at the desk, in which order, and what a search finds."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee, RoleGrant
from reviews.actions.open_reviews import open_missing
from reviews.models import FigureImport, PeerRequest, Review
from reviews.policies import can_hear_appeal, can_see_review, offices_held, reach_over_reviews
from reviews.queries.desk import MINE, Due, Group, grouped, reviews_seen
from reviews.queries.files import file_of
from reviews.rules.procedure import OWNERS, Office, State
from reviews.rules.scorecard import Measure
from reviews.rules.steps import Withdrawn
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of
from tests.factories.reviews import HIRED, ReviewWorld, figures, review_world

pytestmark = pytest.mark.django_db(transaction=True)
DESK = reverse("reviews:reviews")
QUERIES = 11
MANAGERS_QUERIES = 8


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def another(world: ReviewWorld, name: str, **given: object) -> Employee:
    fields = {"unit": world.site, "post": world.subject.post, "hired_on": HIRED} | given
    return EmployeeFactory.create(name=name, latin_name=name, language="en", **fields)


def fresh(employee: Employee) -> Employee:
    return Employee.objects.select_related("unit", "post").get(pk=employee.pk)


def page_of(client: Client, who: Employee, **asked: Any) -> str:
    client.force_login(who)
    return client.get(DESK, asked).text


def groups_of(who: Employee) -> dict[Review, Group]:
    who = fresh(who)
    reach = reach_over_reviews(who)
    found = grouped(reviews_seen(who, reach), who, reach, timezone.localdate())
    return {review: Group(review.group) for review in found}  # type: ignore[attr-defined]


# Who sees what ---------------------------------------------------------------------------------


def test_it_is_closed_to_who_neither_rates_nor_handles(client: Client, world: ReviewWorld) -> None:
    for role in (None, Role.TRAINER, Role.AUDITOR, Role.ADMINISTRATOR, Role.ASSESSOR):
        client.force_login(holder_of(role, world.site) if role else world.subject)
        assert client.get(DESK).status_code == 403


def test_a_manager_sees_the_reviews_they_rate_and_no_cycles(
    client: Client, world: ReviewWorld
) -> None:
    review = world.assessed()
    elsewhere = UnitFactory.create(kind=UnitKind.SITE, parent=world.company)
    page = page_of(client, world.manager)
    assert review.number in page and "To rate" in page and "Running cycles" not in page
    other = holder_of(Role.SITE_MANAGER, elsewhere, language="en")
    page = page_of(client, other)
    assert review.number not in page and "When HR opens a cycle" in page


def test_hr_of_another_region_sees_nothing(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    region = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    page = page_of(client, holder_of(Role.HR_OFFICER, region, language="en"))
    assert review.number not in page and "No reviews under way" in page


def test_what_the_list_shows_is_what_the_policy_lets_open(world: ReviewWorld) -> None:
    manager = PostFactory.create(standing=Standing.MANAGER)
    chief = another(world, "Chief", unit=world.company, post=manager)
    cycle = world.cycle(unit=world.company, groups=[])
    system = {Review.objects.get(cycle=cycle, employee=each) for each in (world.hr, chief)}
    reviews = list(Review.objects.select_related("employee__unit", "employee__post", "manager"))
    assert system <= set(reviews)
    for reader in (world.hr, world.director, world.manager, world.subject, chief):
        reader = fresh(reader)
        seen = set(reviews_seen(reader, reach_over_reviews(reader)))
        assert seen == {each for each in reviews if can_see_review(reader, each)}


# Whose turn it is ------------------------------------------------------------------------------


def test_the_group_says_what_to_do(world: ReviewWorld) -> None:
    review = world.opened()
    found = []
    for step in (lambda r: r, world.assessed, world.rated, world.frozen, world.talked):
        review = step(review)
        review.refresh_from_db()
        found.append((groups_of(world.manager)[review], groups_of(world.hr)[review]))
    assert found == [
        (Group.WAITING, Group.WAITING),
        (Group.RATE, Group.WAITING),
        (Group.WAITING, Group.CALIBRATE),
        (Group.TALK, Group.WAITING),
        (Group.WAITING, Group.WAITING),
    ]


def test_an_appeal_is_for_who_had_no_part_in_the_result(world: ReviewWorld) -> None:
    review = world.appealed()
    assert groups_of(world.other_hr)[review] == Group.HEAR
    assert groups_of(world.hr)[review] == Group.WAITING
    assert groups_of(world.manager)[review] == Group.WAITING


def test_peers_and_who_imported_figures_do_not_hear_the_appeal(world: ReviewWorld) -> None:
    work = figures(world.subject, (world.months[0], Measure.CLOSURE, 47, 50))
    review = world.appealed()
    hearers = (world.other_hr, world.director)
    assert [groups_of(each)[review] for each in hearers] == [Group.HEAR] * 2
    now = timezone.now()
    asked = PeerRequest.objects.create(
        review=review, peer=world.other_hr, asked_by=world.manager, asked_at=now
    )
    FigureImport.objects.filter(pk=work.pk).update(sent_by=world.director)
    assert [groups_of(each)[review] for each in hearers] == [Group.HEAR, Group.WAITING]
    PeerRequest.objects.filter(pk=asked.pk).update(answered_on=now.date())
    FigureImport.objects.filter(pk=work.pk).update(
        withdrawn_at=now, withdrawn_by=world.hr, withdrawn_because="重复"
    )
    assert [groups_of(each)[review] for each in hearers] == [Group.WAITING, Group.HEAR]
    for each in hearers:
        mine = groups_of(each)[review] == Group.HEAR
        assert mine == can_hear_appeal(fresh(each), review)


def test_my_turn_is_where_my_office_is_the_owner(world: ReviewWorld) -> None:
    cycle = world.cycle()
    steps = (world.assessed, world.rated, world.frozen, world.talked, world.appealed)
    for number in range(len(steps) + 1):
        person = another(world, f"P{number}")
        assert open_missing(cycle) == 1
        review = Review.objects.get(cycle=cycle, employee=person)
        for step in steps[:number]:
            review = step(review)
    owners = {Office.MANAGER, Office.HR, Office.APPEALS}
    for reader in (world.manager, world.hr, world.other_hr, world.director):
        for review, group in groups_of(reader).items():
            held = offices_held(fresh(reader), review, file_of(review)) & owners
            assert (group in MINE) == (OWNERS[State(review.state)] in held), (reader, review.state)


def test_overdue_stands_apart_and_says_since_when(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    past = timezone.localdate() - timedelta(days=3)
    Review.objects.update(due_on=past)
    assert groups_of(world.hr)[review] == Group.OVERDUE
    page = page_of(client, world.hr)
    assert "Overdue with others" in page and "3 days overdue" in page


@pytest.mark.parametrize("loss", ["none", "left", "role", "moved"])
def test_without_somebody_who_rates_it_is_hr_s_to_name_one(world: ReviewWorld, loss: str) -> None:
    review = world.assessed()
    match loss:
        case "none":
            Review.objects.update(manager=None)
        case "left":
            Employee.objects.filter(pk=world.manager.pk).update(is_active=False)
        case "role":
            RoleGrant.objects.filter(employee=world.manager).update(
                revoked_at=timezone.now(), revoked_by=world.director
            )
        case "moved":
            elsewhere = UnitFactory.create(kind=UnitKind.SITE, parent=world.company)
            Employee.objects.filter(pk=world.subject.pk).update(unit=elsewhere)
    assert groups_of(world.hr)[review] == Group.NAME


def test_due_is_said_in_days() -> None:
    today = timezone.localdate()
    words = [Due.of(today + timedelta(days=days), today).words for days in (-2, -1, 0, 1, 2)]
    assert words == ["2 days overdue", "1 day overdue", "due today", "due tomorrow", "in 2 days"]


# Searching -------------------------------------------------------------------------------------


def test_a_search_finds_by_name_number_stage_and_cycle(client: Client, world: ReviewWorld) -> None:
    someone = another(world, "Ma Jun")
    review = world.opened()
    mine, other = review.number, world.opened(review.cycle, someone).number
    asked: list[tuple[dict[str, Any], set[str]]] = [
        ({"text": "majun"}, {other}),
        ({"text": mine}, {mine}),
        ({"text": someone.staff_number}, {other}),
        ({"state": "self_assessment"}, {mine, other}),
        ({"state": "rating"}, set()),
        ({"cycle": review.cycle.pk}, {mine, other}),
        ({"unit": world.site.pk, "group": Group.WAITING}, {mine, other}),
        ({"group": Group.ENDED}, set()),
        ({"group": "nonsense", "cycle": "x", "unit": 99999, "page": "x"}, {mine, other}),
    ]
    for given, found in asked:
        page = page_of(client, world.hr, **given)
        assert {number for number in (mine, other) if number in page} == found, given


def test_what_was_withdrawn_is_found_and_does_not_wait(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    world.take(review, world.hr, Withdrawn("调离。"))
    assert review.number not in page_of(client, world.hr)
    assert review.number in page_of(client, world.hr, group=Group.ENDED)


# How much it costs -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client: Client, world: ReviewWorld, count: int
) -> None:
    for number in range(count - 1):
        another(world, f"P{number}")
    cycle = world.cycle()
    assert Review.objects.filter(cycle=cycle).count() == count
    for who, queries in ((world.hr, QUERIES), (world.manager, MANAGERS_QUERIES)):
        client.force_login(who)
        client.get(DESK)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(DESK).status_code == 200
        assert len(captured) == queries, [each["sql"][:150] for each in captured]
