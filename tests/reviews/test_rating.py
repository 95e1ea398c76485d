"""The manager rates: on the page, and whatever else is sent."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from lms.ledger.actions.verify_ledger import verify
from lms.people.enums import Role
from reviews.actions.rate_review import rate_review
from reviews.errors import RatingIncomplete, RatingOfNothingAsked, TextMissing
from reviews.models import FormDraft, Review
from reviews.queries.files import file_of
from reviews.rules import steps as said
from reviews.rules.procedure import State
from reviews.rules.ratings import questions_of
from reviews.rules.scorecard import Component, ComponentRule, Question
from tests.factories.people import holder_of
from tests.factories.reviews import ReviewWorld, make_card, review_world

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLE = "九月三次回访都当日完成。"


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


def url_of(review: Review) -> str:
    return reverse("reviews:rate", args=[review.pk])


def filled(review: Review, **changed: Any) -> dict[str, Any]:
    """The form as the page sends it."""
    return {
        "form_id": str(uuid4()),
        "seen": len(file_of(review).steps),
        "points-attitude": "4",
        "example-attitude": EXAMPLE,
        "points-reliable": "5",
        "example-reliable": EXAMPLE,
        "text": "报修回访做得细，下季抓时限。",
    } | changed


def test_all_rated_with_examples_goes_to_calibration(client: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    client.force_login(world.manager)
    page = client.get(url_of(review))
    assert "待人有礼、主动" in page.content.decode()
    assert "回访都做到了。" in page.content.decode()  # their self-assessment
    answer = client.post(url_of(review), filled(review))
    assert answer.status_code == 302
    review.refresh_from_db()
    assert review.state == State.CALIBRATION
    rated = file_of(review).rating
    assert rated is not None
    assert [(each.question, each.points) for each in rated.ratings] == [
        ("attitude", 4),
        ("reliable", 5),
    ]
    assert verify().is_sound


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"points-attitude": ""}, "points-attitude"),
        ({"points-attitude": "0"}, "points-attitude"),
        ({"points-attitude": "6"}, "points-attitude"),
        ({"points-attitude": "3.5"}, "points-attitude"),
        ({"example-reliable": ""}, "example-reliable"),
        ({"example-reliable": " 很好  "}, "example-reliable"),
        ({"example-reliable": "好" * 501}, "example-reliable"),
        ({"text": "  "}, "text"),
        ({"text": "好" * 4001}, "text"),
    ],
)
def test_what_is_missing_is_marked_and_kept(
    client: Client, world: ReviewWorld, changed: dict[str, str], field: str
) -> None:
    review = world.assessed()
    client.force_login(world.manager)
    answer = client.post(url_of(review), filled(review, **changed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert EXAMPLE in answer.content.decode()
    review.refresh_from_db()
    assert review.state == State.RATING


@pytest.mark.parametrize(
    ("ratings", "error"),
    [
        ([], RatingIncomplete),
        ([("attitude", 4)], RatingIncomplete),
        ([("attitude", 4), ("reliable", 6)], RatingIncomplete),
        ([("attitude", 4), ("reliable", 4), ("beauty", 1)], RatingOfNothingAsked),
        ([("attitude", 4), ("attitude", 5), ("reliable", 4)], RatingOfNothingAsked),
    ],
)
def test_the_action_asks_for_every_question_once(
    world: ReviewWorld, ratings: list[tuple[str, int]], error: type[Exception]
) -> None:
    review = world.assessed()
    given = [said.Rating(question, points, EXAMPLE) for question, points in ratings]
    with pytest.raises(error):
        rate_review(actor=world.manager, review=review, ratings=given, text="好。")


def test_a_text_belongs_to_it(world: ReviewWorld) -> None:
    review = world.assessed()
    given = [said.Rating(code, 3, EXAMPLE) for code in ("attitude", "reliable")]
    with pytest.raises(TextMissing):
        rate_review(actor=world.manager, review=review, ratings=given, text=" ")


def test_saved_for_now_it_stands_there_again(client: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    client.force_login(world.manager)
    half = filled(review, save="1", **{"points-reliable": "", "example-reliable": ""})
    assert client.post(url_of(review), half).status_code == 302
    form = client.get(url_of(review)).context["form"]
    assert form["example-attitude"].value() == EXAMPLE
    assert form["points-attitude"].value() == "4"
    # Handed in, nothing of the draft is left.
    client.post(url_of(review), filled(review))
    assert not FormDraft.objects.exists()


def test_sent_back_it_begins_from_the_former_one(client: Client, world: ReviewWorld) -> None:
    review = world.rated()
    world.take(review, world.hr, said.SentBack("例证都是九月的，请补七八月。"))
    client.force_login(world.manager)
    page = client.get(url_of(review))
    assert "例证都是九月的，请补七八月。" in page.content.decode()
    form = page.context["form"]
    assert form["points-attitude"].value() == "4"
    assert form["example-attitude"].value() == "九月的投诉都当日回访。"
    assert client.post(url_of(review), filled(review)).status_code == 302
    assert len([step for step in file_of(review).steps if step.kind == "rated"]) == 2


def test_the_same_form_twice_is_one_rating(client: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    client.force_login(world.manager)
    form = filled(review)
    client.post(url_of(review), form)
    again = client.post(url_of(review), form)
    assert again.status_code == 302
    # That it was handed in, and nothing of another stage.
    assert len(list(get_messages(again.wsgi_request))) == 1
    assert review.steps.filter(kind="rated").count() == 1


def test_another_step_meanwhile_keeps_what_was_typed(client: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    client.force_login(world.manager)
    answer = client.post(url_of(review), filled(review, seen=0))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form["example-attitude"].value() == EXAMPLE
    # Sent once more as it stands, it is taken.
    assert client.post(url_of(review), filled(review, seen=form["seen"].value())).status_code == 302


def test_only_the_manager_of_the_review_rates(client: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    other = holder_of(Role.SITE_MANAGER, world.site, name="欧阳若禾")
    for who, status in ((world.hr, 403), (world.subject, 404), (other, 404)):
        client.force_login(who)
        assert client.get(url_of(review)).status_code == status
        assert client.post(url_of(review), filled(review)).status_code == status
    review.refresh_from_db()
    assert review.state == State.RATING


def test_at_another_stage_it_leads_back(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    client.force_login(world.manager)
    answer = client.get(url_of(review))
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/reviews/{review.pk}/")


def test_scorecards_that_share_a_period_ask_each_question_once() -> None:
    one = make_card()
    more = (Question("attitude", "待人"), Question("calm", "遇事不慌"))
    other = make_card(questions=more)
    silent = make_card(components=tuple(_without_manager(one.components)))
    codes = [each.code for each in questions_of([one, other, silent])]
    assert codes == ["attitude", "reliable", "calm"]
    assert questions_of([silent]) == []


def _without_manager(rules: tuple[ComponentRule, ...]) -> list[ComponentRule]:
    return [rule for rule in rules if rule.component != Component.MANAGER]
