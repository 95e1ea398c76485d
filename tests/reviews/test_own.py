"""A review for the person it is about: what they see of it, and the self-assessment."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.ledger.actions.verify_ledger import verify
from lms.people.models import Employee
from lms.people.rules.periods import add_months
from reviews.actions.decide_appeal import Decision, decide_appeal
from reviews.actions.keep_reviews import keep_reviews
from reviews.models import FormDraft, Review
from reviews.rules import steps as said
from reviews.rules.procedure import State, StepKind
from reviews.rules.scorecard import Measure
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import ReviewWorld, figures, goal_of, review_world
from tests.reviews.own_pages import WORDS, page, sent, state_of, steps_of

LIST_QUERIES, PAGE_QUERIES = 9, 16

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    figures(world.subject, (world.months[0], Measure.CLOSURE, 15, 16))
    goal_of(world.subject, world.period, 70)
    return world


@pytest.fixture
def as_subject(client: Client, world: ReviewWorld) -> Client:
    Employee.objects.filter(pk=world.subject.pk).update(language="en")
    client.force_login(world.subject)
    return client


# Reading -----------------------------------------------------------------------------------------


def test_without_a_review_the_list_says_what_comes(as_subject: Client) -> None:
    text = as_subject.get(reverse("reviews:own-reviews")).text
    assert "No review yet" in text and "you begin with your self-assessment" in text


@pytest.mark.parametrize("name", ["own-review", "own-self", "own-sign", "own-appeal"])
def test_it_is_nobody_elses(client: Client, world: ReviewWorld, name: str) -> None:
    review = world.talked()
    for other in (EmployeeFactory.create(unit=world.site), world.manager, world.hr):
        client.force_login(other)
        assert client.get(page(review, name)).status_code == 404
        for address in ("own-self", "own-sign", "own-appeal"):
            form = sent(review, grounds="不对", confirmed="1", **WORDS)
            assert client.post(page(review, address), form).status_code == 404
    assert state_of(review) == State.SIGN_OFF


def test_before_it_is_frozen_there_are_no_figures(as_subject: Client, world: ReviewWorld) -> None:
    review = world.rated()
    review.refresh_from_db()
    assert review.total is not None
    text = as_subject.get(page(review)).text
    assert "What is being gathered" in text and "Service figures" in text
    assert "now, up to HR" in text
    for hidden in (f"{review.total:.2f}", "报修回访做得细。", "九月的投诉都当日回访。"):
        assert hidden not in text
        assert hidden not in as_subject.get(reverse("reviews:own-reviews")).text


def test_once_frozen_it_opens_to_its_evidence(as_subject: Client, world: ReviewWorld) -> None:
    review = world.rated()
    world.take(review, world.hr, said.Moved(review.grade_computed, "sound", "与各项目比过。"))
    review = world.frozen(review)
    text = as_subject.get(page(review)).text
    assert f"{review.total:.2f}" in text and "Sound" in text
    assert "报修回访做得细。" in text and "与各项目比过。" in text
    assert "Complaint-closure rate" in text and "九月的投诉都当日回访。" in text
    listed = as_subject.get(reverse("reviews:own-reviews")).text
    assert f"{review.total:.2f}" in listed and "With the next review a trend begins." in listed


def test_an_appeal_stands_there_with_who_decides(as_subject: Client, world: ReviewWorld) -> None:
    review = world.appealed()
    text = as_subject.get(page(review)).text
    assert "not signed" in text
    assert "八月的数据不是我的。" in text and "now, up to somebody who had no part in it" in text


def talked_of(world: ReviewWorld, quarters_ago: int) -> Review:
    """Of a quarter before the last one."""
    first = add_months(world.period.from_on, -3 * quarters_ago)
    last = date.fromordinal(add_months(first, 3).toordinal() - 1)
    review = world.opened(world.cycle(period_from=first, period_until=last, self_days=400))
    return world.talked(world.frozen(world.rated(world.assessed(review))))


def test_page_and_list_cost_the_same_however_much_there_is(
    as_subject: Client, world: ReviewWorld
) -> None:
    newest = talked_of(world, 0)
    for count in (1, 3):
        with CaptureQueriesContext(connection) as listing:
            text = as_subject.get(reverse("reviews:own-reviews")).text
        assert text.count('<span class="own-figure">') == count
        with CaptureQueriesContext(connection) as one:
            as_subject.get(page(newest))
        assert (len(listing), len(one)) == (LIST_QUERIES, PAGE_QUERIES)
        talked_of(world, 1 if count == 1 else 3)
        talked_of(world, 2 if count == 1 else 4)


def test_the_trend_is_told_in_words_and_as_a_table(as_subject: Client, world: ReviewWorld) -> None:
    for quarters_ago in range(6, -1, -1):
        talked_of(world, quarters_ago)
    text = as_subject.get(reverse("reviews:own-reviews")).text
    assert "The last 5 reviews" in text and text.count("own-trend-dot") == 5
    assert "since the review before." in text and "Totals of the last reviews" in text
    assert "Strongest in" in text


def test_an_upheld_appeal_shows_both_versions_and_what_was_left_out(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.appealed()
    (goal,) = [item for item in world.result(review).frozen_trace.items if item.source == "goal"]
    decision = Decision(upheld=True, reasons="目标已由他人接手。", struck=(goal.key,))
    decide_appeal(actor=world.director, review=review, decision=decision)
    text = as_subject.get(page(review)).text
    first, second = world.result(review).review.results.order_by("number")
    assert "Version 2" in text and f"{first.total:.2f}" in text and f"{second.total:.2f}" in text
    assert "Left out:" in text and "目标已由他人接手。" in text and "Goals reached · " in text
    assert verify().is_sound


def test_a_withdrawn_review_says_why(as_subject: Client, world: ReviewWorld) -> None:
    review = world.rated()
    world.take(review, world.hr, said.Withdrawn("开错了周期。"))
    text = as_subject.get(page(review)).text
    assert "This review was withdrawn." in text and "开错了周期。" in text
    assert "报修回访做得细。" not in text


# The self-assessment -----------------------------------------------------------------------------


def test_it_is_shown_once_more_then_handed_in_once(as_subject: Client, world: ReviewWorld) -> None:
    review = world.opened()
    address, form = page(review, "own-self"), sent(review, **WORDS)
    shown = as_subject.post(address, form)
    assert "Hand in this self-assessment?" in shown.text
    assert state_of(review) == State.SELF_ASSESSMENT
    changed = as_subject.post(address, form | {"change": "1"})
    assert "时限还要抓紧。</textarea>" in changed.text
    for __ in range(2):
        answer = as_subject.post(address, form | {"confirmed": "1"}, follow=True)
        assert "Your self-assessment is handed in." in answer.text
    (step,) = steps_of(review, StepKind.SELF_ASSESSED)
    assert step.data["went_well"] == "回访都做到了。" and step.actor == world.subject
    assert not FormDraft.objects.exists()


def test_saved_without_a_script_it_stands_in_the_fields_again(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.opened()
    half = sent(review, went_well="半句", to_improve="", support="", save="1")
    answer = as_subject.post(page(review, "own-self"), half, follow=True)
    assert "Saved for now." in answer.text and "半句</textarea>" in answer.text
    assert state_of(review) == State.SELF_ASSESSMENT


def test_too_long_is_refused_with_all_that_was_typed(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.opened()
    long = "长" * 4001
    answer = as_subject.post(page(review, "own-self"), sent(review, **WORDS | {"went_well": long}))
    assert answer.status_code == 422
    assert long in answer.text and "at most 4000" in answer.text
    assert "maxlength" not in answer.text.split("<form")[1]


def test_when_the_review_moved_on_what_was_typed_is_kept(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.opened()
    form = sent(review, **WORDS, confirmed="1")
    world.step(review, world.hr, said.ManagerChanged(world.manager.token, "换人。"))
    answer = as_subject.post(page(review, "own-self"), form)
    assert answer.status_code == 422 and "has moved on meanwhile" in answer.text
    assert "时限还要抓紧。" in answer.text
    again = form | {"seen": "1"}
    assert as_subject.post(page(review, "own-self"), again).status_code == 302
    assert state_of(review) == State.RATING


def test_when_its_time_is_over_what_was_written_can_still_be_read(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.opened()
    address = page(review, "own-self")
    as_subject.post(address, sent(review, **WORDS, save="1"))
    Review.objects.filter(pk=review.pk).update(due_on=world.until_on)
    keep_reviews(actor=Employee.objects.system())
    text = as_subject.get(address).text
    assert "The review has gone on without it." in text and "时限还要抓紧。" in text
    late = as_subject.post(address, sent(review, **WORDS | {"support": "迟到的话"}, confirmed="1"))
    assert late.status_code == 422 and "迟到的话" in late.text
    assert not steps_of(review, StepKind.SELF_ASSESSED)


def test_after_the_session_ended_the_text_waits_behind_the_sign_in(
    client: Client, world: ReviewWorld
) -> None:
    review = world.opened()
    world.subject.set_password("a long one 26")
    world.subject.save(update_fields=["password"])
    answer = client.post(page(review, "own-self"), sent(review, **WORDS))
    assert answer.status_code == 302 and page(review, "own-self") in answer["Location"]
    who = {"staff_number": world.subject.staff_number, "password": "a long one 26"}
    assert client.post(answer["Location"], who).status_code == 302
    for __ in range(2):
        assert "时限还要抓紧。</textarea>" in client.get(page(review, "own-self")).text
    assert FormDraft.objects.get().data["went_well"] == "回访都做到了。"
    assert not steps_of(review, StepKind.SELF_ASSESSED)
