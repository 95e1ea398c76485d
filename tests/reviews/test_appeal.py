"""Deciding on an appeal against a result: by somebody who had no part in it, never to the worse."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from lms.ledger.actions.verify_ledger import verify
from lms.notify.models import Notice
from lms.people.errors import NotAllowed
from reviews.actions.decide_appeal import Decision, decide_appeal
from reviews.errors import (
    GradeNotOpen,
    HadAPart,
    ItemNotInTrace,
    NothingLeft,
    NothingToChange,
    NothingUpheld,
    ReasonsMissing,
    ReviewMovedOn,
    TotalWouldFall,
)
from reviews.models import Review, ReviewStep
from reviews.queries.files import file_of
from reviews.rules import steps as said
from reviews.rules.procedure import State
from reviews.rules.scorecard import Component, ComponentRule, Measure, MeasureRule, Missing
from tests.factories.reviews import ReviewWorld, figures, goal_of, make_card, ratio, review_world
from tests.reviews.conduct_world import both_worlds

pytestmark = pytest.mark.django_db(transaction=True)
REASONS = "八月的数据属于接班的同事。"
D = Decimal


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


def appealed(world: ReviewWorld, points: int = 2) -> Review:
    """With figures of one bad month and of one good one, and a goal missed."""
    bad, good, __ = world.months
    figures(world.subject, (bad, Measure.CLOSURE, 2, 40), (good, Measure.CLOSURE, 39, 40))
    goal_of(world.subject, world.period, 20)
    return world.appealed(world.talked(points=points))


def key_of(review: Review, measure: Measure, index: int = 0) -> str:
    trace = review.results.order_by("-number")[0].frozen_trace
    return [item.key for item in trace.items if item.measure == measure][index]


def decide(world: ReviewWorld, review: Review, *struck: str, **given: Any) -> ReviewStep:
    """Upheld by HR who had no part, unless told otherwise."""
    said_so: dict[str, Any] = {"upheld": True, "reasons": REASONS, "grade": ""} | given
    actor = said_so.pop("actor", world.other_hr)
    seen = said_so.pop("seen", None)
    step = decide_appeal(
        actor=actor, review=review, decision=Decision(struck=struck, **said_so), seen=seen
    )
    review.refresh_from_db()
    return step


def test_what_is_struck_counts_no_more(world: ReviewWorld) -> None:
    review = appealed(world)
    first = world.result(review)
    before = (first.total, first.grade, first.trace, first.outcome)
    struck = key_of(review, Measure.CLOSURE)
    figures(world.subject, (world.months[2], Measure.CLOSURE, 0, 90))  # too late to count
    step = ReviewStep.objects.get(pk=decide(world, review, struck).pk)

    one, two = review.results.order_by("number")
    assert (one.total, one.grade, one.trace, one.outcome) == before
    assert two.frozen_trace == one.frozen_trace.without({struck})
    assert (two.reason, two.frozen_by) == ("appeal", world.other_hr)
    assert two.total > one.total
    assert (review.state, review.total, review.grade) == (State.CLOSED, two.total, two.grade)
    assert step.data == {
        "upheld": True,
        "reasons": REASONS,
        "struck": [struck],
        "grade": "",
        "result": two.token,
    }
    assert verify().is_sound


def test_a_single_rating_can_be_struck(world: ReviewWorld) -> None:
    review = world.rated(world.assessed(), points=1)
    review = world.appealed(world.talked(world.frozen(review)))
    decide(world, review, "managers_rating:attitude", "managers_rating:reliable")
    two = world.result(review)
    assert two.number == 2
    assert not [item for item in two.frozen_trace.items if item.source == "rating"]


def test_another_grade_can_be_given(world: ReviewWorld) -> None:
    review = appealed(world)
    one = world.result(review)
    decide(world, review, grade="excellent")
    two = world.result(review)
    assert (two.total, two.grade) == (one.total, "excellent")
    assert review.grade == "excellent"


def test_dismissed_the_result_stays(world: ReviewWorld) -> None:
    review = appealed(world)
    step = decide(world, review, upheld=False)
    assert (review.state, review.results.count()) == (State.CLOSED, 1)
    assert step.data["result"] == ""
    assert verify().is_sound


def test_person_and_manager_are_told_without_the_outcome(world: ReviewWorld) -> None:
    review = appealed(world)
    Notice.objects.all().delete()
    decide(world, review, grade="excellent")
    told = {notice.recipient_id: notice for notice in Notice.objects.all()}
    assert set(told) == {world.subject.pk, world.manager.pk}
    for notice in told.values():
        assert "优秀" not in notice.title + notice.text
        assert "xcellent" not in notice.title + notice.text


# Refused, in words --------------------------------------------------------------------------------


def test_what_makes_no_sense_is_refused(world: ReviewWorld) -> None:
    review = appealed(world)
    bad = key_of(review, Measure.CLOSURE)
    held = world.result(review)
    with pytest.raises(ReasonsMissing):
        decide(world, review, bad, reasons=" ")
    with pytest.raises(NothingUpheld):
        decide(world, review)
    with pytest.raises(NothingToChange):
        decide(world, review, bad, upheld=False)
    with pytest.raises(NothingToChange):
        decide(world, review, upheld=False, grade="excellent")
    for struck in (("closure:0",), (bad, bad), ("nonsense",)):
        with pytest.raises(ItemNotInTrace):
            decide(world, review, *struck)
    for grade in ("nonsense", "improve", held.grade):
        with pytest.raises(GradeNotOpen):
            decide(world, review, grade=grade)
    review.refresh_from_db()
    assert (review.state, review.results.count()) == (State.APPEALED, 1)


def test_nobody_falls_by_their_own_appeal(world: ReviewWorld) -> None:
    review = appealed(world)
    with pytest.raises(TotalWouldFall):
        decide(world, review, key_of(review, Measure.CLOSURE, 1))


def test_something_has_to_be_left() -> None:
    """A scorecard of goals only."""
    rules = (
        ComponentRule(
            Component.GOALS, D(100), (MeasureRule(Measure.GOALS_REACHED, ratio()),), Missing.DROP
        ),
    )
    world = review_world(make_card(components=rules, questions=()))
    goal_of(world.subject, world.period, 20)
    review = world.take(world.assessed(), world.manager, said.Rated((), "继续。"))
    review = world.appealed(world.talked(world.frozen(review)))
    with pytest.raises(NothingLeft):
        decide(world, review, key_of(review, Measure.GOALS_REACHED))


def test_a_grade_that_calibration_lowered_stays_unless_it_is_lifted(world: ReviewWorld) -> None:
    goal_of(world.subject, world.period, 80)
    review = world.rated()
    world.take(review, world.hr, said.Moved("good", "sound", "与同岗相比偏宽。"))
    review = world.appealed(world.talked(world.frozen(review)))
    decide(world, review, "managers_rating:attitude", upheld=True)
    assert world.result(review).grade == "sound"


def test_a_live_red_line_is_not_lifted_by_a_grade() -> None:
    worlds = both_worlds()
    case = worlds.served("R01")
    world = worlds.reviews
    review = world.appealed(world.talked())
    with pytest.raises(GradeNotOpen):
        decide(world, review, grade="good")
    # Nor by leaving the case out: that is for an appeal in the case itself.
    with pytest.raises(ItemNotInTrace):
        decide(world, review, f"conduct_record:{case.token}")
    assert world.result(review).grade == "improve"


# Who may ------------------------------------------------------------------------------------------


def test_who_had_a_part_may_not_decide(world: ReviewWorld) -> None:
    review = world.rated(world.assessed())
    world.take(review, world.director, said.Moved("good", "sound", "与同岗相比偏宽。"))
    review = world.appealed(world.talked(world.frozen(review)))
    for actor in (world.hr, world.director, world.manager, world.subject):
        with pytest.raises(NotAllowed):
            decide(world, review, actor=actor, grade="excellent")
    decide(world, review, grade="excellent")


def test_the_page_turns_away_who_may_not(client: Client, world: ReviewWorld) -> None:
    url = reverse("reviews:appeal-decide", args=[appealed(world).pk])
    for who, status in ((world.hr, 403), (world.manager, 403), (world.subject, 404)):
        client.force_login(who)
        page = client.get(url)
        assert page.status_code == status
        with translation.override(who.language):
            assert (page.context["text"] == str(HadAPart())) == (status == 403)
        assert client.post(url).status_code == status


def test_an_old_page_decides_nothing(world: ReviewWorld) -> None:
    review = appealed(world)
    with pytest.raises(ReviewMovedOn):
        decide(world, review, grade="excellent", seen=2)


# On the page --------------------------------------------------------------------------------------


def sent(review: Review, **given: Any) -> dict[str, Any]:
    return {
        "form_id": str(uuid4()),
        "seen": len(file_of(review).steps),
        "upheld": "upheld",
        "reasons": REASONS,
    } | given


def test_read_once_more_then_final(client: Client, world: ReviewWorld) -> None:
    review = appealed(world)
    struck = key_of(review, Measure.CLOSURE)
    client.force_login(world.other_hr)
    url = reverse("reviews:appeal-decide", args=[review.pk])
    page = client.get(url).content.decode()
    assert "八月的数据不是我的。" in page
    assert struck in page
    form = sent(review, struck=[struck])
    look = client.post(url, form)
    assert look.status_code == 200
    assert review.results.count() == 1
    after = look.context["total_after"]
    assert client.post(url, form | {"change": "1"}).context["form"].ticked == {struck}
    assert client.post(url, form | {"final": "1"}).status_code == 302
    assert world.result(review).total == after
    # Sent twice, it is one decision.
    assert client.post(url, form | {"final": "1"}).status_code == 302
    assert review.steps.filter(kind="appeal_decided").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_items(
    client: Client,
    world: ReviewWorld,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    figures(world.subject, *((month, Measure.CLOSURE, 9, 10) for month in world.months[:count]))
    for __ in range(count):
        goal_of(world.subject, world.period, 20)
    review = world.appealed(world.talked())
    client.force_login(world.other_hr)
    url = reverse("reviews:appeal-decide", args=[review.pk])
    client.get(url)
    with django_assert_num_queries(18):
        client.get(url)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "upheld"),
        ({"struck": ["nonsense"]}, "struck"),
        ({"grade": "improve"}, "grade"),
        ({"reasons": ""}, "reasons"),
        ({"upheld": "perhaps"}, "upheld"),
    ],
)
def test_refusals_stand_at_their_field(
    client: Client, world: ReviewWorld, given: dict[str, Any], field: str
) -> None:
    review = appealed(world)
    client.force_login(world.other_hr)
    url = reverse("reviews:appeal-decide", args=[review.pk])
    answer = client.post(url, sent(review, **given))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
