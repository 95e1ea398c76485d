"""What holds where somebody acts in two capacities, or something changes between look and deed."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.people.errors import NotAllowed
from reviews.actions.decide_appeal import Decision, decide_appeal
from reviews.actions.freeze_results import freeze_result, freeze_results, score_shown
from reviews.actions.name_manager import name_manager
from reviews.actions.note_progress import note_progress
from reviews.actions.open_reviews import open_missing
from reviews.actions.take_step import take_step
from reviews.errors import NotedAfterTheRating, OwnRating, ScoreHasMoved
from reviews.models import PeerRequest, Review
from reviews.policies import can_hear_appeal, can_read_peers
from reviews.queries.population import candidates
from reviews.rules import steps as said
from reviews.rules.peers import is_large_enough
from reviews.rules.procedure import State
from reviews.rules.scorecard import Measure
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import (
    QUESTIONS,
    ReviewWorld,
    figures,
    goal_of,
    make_card,
    review_world,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


def test_a_score_that_moved_since_it_was_shown_is_not_frozen(world: ReviewWorld) -> None:
    review = world.rated()
    shown = score_shown(review)
    goal_of(world.subject, world.period, 100)
    with pytest.raises(ScoreHasMoved):
        freeze_result(actor=world.hr, review=review, shown=shown)
    review.refresh_from_db()
    assert review.state == State.CALIBRATION and score_shown(review) != shown
    freeze_result(actor=world.hr, review=review, shown=score_shown(review))


def test_of_many_those_that_moved_wait_for_a_look(world: ReviewWorld) -> None:
    review = world.rated()
    figures(world.subject, (world.months[0], Measure.CLOSURE, 30, 60))
    assert freeze_results(world.hr, review.cycle, [review.pk]) == 0
    assert freeze_results(world.hr, review.cycle, [review.pk]) == 1


def test_the_person_notes_no_more_once_the_manager_has_rated(world: ReviewWorld) -> None:
    goal = goal_of(world.subject, world.period, 40)
    world.rated()
    given = {"goal": goal, "percent": 100, "rests_on": "都做到了", "on_day": world.until_on}
    with pytest.raises(NotedAfterTheRating):
        note_progress(actor=world.subject, **given)
    assert note_progress(actor=world.manager, **given).percent == 100


def test_nobody_calibrates_or_freezes_what_they_rated(world: ReviewWorld) -> None:
    review = world.assessed()
    name_manager(actor=world.director, review=review, manager=world.hr, reason="项目经理休假。")
    ratings = tuple(said.Rating(each.code, 4, "样样做到。") for each in QUESTIONS)
    review = world.take(review, world.hr, said.Rated(ratings, "做得细。"))
    with pytest.raises(OwnRating):
        freeze_result(actor=world.hr, review=review)
    with pytest.raises(OwnRating):
        take_step(actor=world.hr, review=review, content=said.SentBack("再看一遍。"))
    assert freeze_results(world.hr, review.cycle, [review.pk]) == 0
    freeze_result(actor=world.other_hr, review=review)


def test_who_answered_as_a_peer_or_imported_figures_hears_no_appeal(world: ReviewWorld) -> None:
    review = world.appealed()
    assert can_hear_appeal(world.other_hr, review)
    PeerRequest.objects.create(
        review=review,
        peer=world.other_hr,
        asked_by=world.manager,
        asked_at=timezone.now(),
        answered_on=timezone.localdate(),
    )
    assert not can_hear_appeal(world.other_hr, review)
    with pytest.raises(NotAllowed):
        world.take(review, world.other_hr, said.AppealDecided(False, "维持。"))


def test_who_asked_the_peers_does_not_read_them(world: ReviewWorld) -> None:
    review = world.frozen()
    assert can_read_peers(world.hr, review)
    peer = EmployeeFactory.create(unit=world.site)
    PeerRequest.objects.create(review=review, peer=peer, asked_by=world.hr, asked_at=timezone.now())
    assert not can_read_peers(world.hr, review) and can_read_peers(world.other_hr, review)


def test_the_right_to_appeal_does_not_wait_for_the_talk(world: ReviewWorld) -> None:
    assert world.appealed(world.frozen()).state == State.APPEALED


def test_nobody_is_reviewed_twice_for_the_same_time(world: ReviewWorld) -> None:
    first = world.cycle()
    newcomer = EmployeeFactory.create(
        unit=world.site, post=world.subject.post, hired_on=world.subject.hired_on
    )
    second = world.cycle(unit=world.company)
    assert list(second.reviews.values_list("employee", flat=True)) == [newcomer.pk]
    world.take(world.opened(first), world.hr, said.Withdrawn("另行评定。"))
    (candidate,) = candidates(second, timezone.localdate())
    assert candidate.employee == world.subject
    assert open_missing(second) == 1


def test_few_peers_never_show_whatever_a_scorecard_says() -> None:
    card = make_card(least_peers=1)
    assert not is_large_enough(2, card) and is_large_enough(3, card)


def test_what_no_database_keeps_is_left_out_of_a_draft(world: ReviewWorld, client: Client) -> None:
    review = world.opened()
    client.force_login(world.subject)
    sent = {"went_well": "都回\0访了", "base": "0", "revision": "1"}
    answer = client.post(reverse("reviews:autosave", args=[review.pk, "self_assessment"]), sent)
    assert answer.status_code == 200
    assert review.drafts.get().data["went_well"] == "都回访了"


def test_the_manager_finds_what_waits_on_the_page_of_today(
    world: ReviewWorld, client: Client
) -> None:
    world.assessed()
    client.force_login(world.manager)
    assert reverse("reviews:reviews") in client.get(reverse("home:today")).text


def test_an_upheld_appeal_never_leaves_the_grade_below_the_computed_one(
    world: ReviewWorld,
) -> None:
    ratings = (said.Rating("attitude", 1, "多次冷脸。"), said.Rating("reliable", 5, "说到做到。"))
    review = world.take(world.assessed(), world.manager, said.Rated(ratings, "还要练。"))
    freeze_result(actor=world.hr, review=review)
    review = world.appealed(Review.objects.get(pk=review.pk))
    before = world.result(review)
    decision = Decision(True, "例证不成立。", ("managers_rating:attitude",))
    decide_appeal(actor=world.other_hr, review=review, decision=decision)
    after = world.result(review)
    assert after.total > before.total >= Decimal(0)
    assert after.grade == after.outcome["grade"]
