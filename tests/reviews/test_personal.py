"""What is kept about somebody's work: what they get to see of it, and that an erasure leaves the
figures as they were and nothing else."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.files.storage import private_storage
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Log
from lms.people.models import Employee
from lms.people.registries import Portion
from reviews.actions.keep_reviews import keep_reviews
from reviews.actions.recompute_overturned import recompute_overturned
from reviews.actions.remind_owners import remind_owners
from reviews.enums import FormKind
from reviews.models import (
    FormDraft,
    PeerAnswer,
    PeerRequest,
    Result,
    ResultCase,
    Review,
    ReviewScan,
)
from reviews.queries.scorecards import cards_named
from reviews.queries.spread import spread_over_sites
from reviews.rules import steps as said
from reviews.rules.erasing import Refs, left_of_outcome, left_of_step, left_of_trace
from reviews.rules.scorecard import Measure
from reviews.rules.scoring import score
from reviews.rules.trace import Item, Source, Trace, as_json, content_hash
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import ReviewWorld, card_with_peers, figures, goal_of, review_world
from tests.people.erasure import erase_from, left_of, records_named

PACKAGE = "reviews"
WORDS = (
    *("回访都做到了", "想多练接电话", "九月的投诉", "谈了回访与时限", "同行评语在此"),
    *("八月的数据", "回访及时", "三日内回访", "进度说明", "草稿里写的", "升级理由", "扫描件"),
)


@pytest.fixture
def world(db: None) -> ReviewWorld:
    return review_world(card_with_peers())


def gathered(employee: Employee) -> Portion:
    return records_named(PACKAGE).gather(employee, employee)


def table(portion: Portion, name: str) -> list[Any]:
    return next((list(each.rows) for each in portion.tables if each.name == name), [])


def peers(world: ReviewWorld, review: Review) -> list[Employee]:
    found = [EmployeeFactory.create(unit=world.site, name=f"同事{letter}") for letter in "甲乙丙"]
    for number, peer in enumerate(found):
        PeerRequest.objects.create(
            review=review,
            peer=peer,
            asked_by=world.manager,
            asked_at=timezone.now(),
            answered_on=timezone.localdate(),
        )
        comment = "同行评语在此。" if number else ""
        PeerAnswer.objects.create(review=review, points={"help": 4, "hand": 3}, comment=comment)
    return found


def everything(world: ReviewWorld) -> Review:
    """A review with all that can hang on one, appealed against and decided."""
    goal = goal_of(world.subject, world.period, 80)
    goal.notes.create(
        percent=90, note="进度说明。", on_day=world.until_on, by=world.hr, noted_at=timezone.now()
    )
    figures(world.subject, *((month, Measure.CLOSURE, 9, 10) for month in world.months))
    review = world.opened()
    peers(world, review)
    world.rated(world.assessed(review))
    before = review.grade or "sound"
    world.take(review, world.hr, said.Moved(before, "excellent", "升级理由。"))
    review = world.appealed(world.talked(world.frozen(review)))
    world.take(review, world.director, said.AppealDecided(False, "八月的数据属实。"))
    scan = SimpleUploadedFile("扫描件.pdf", review.token.encode())
    ReviewScan.objects.create(
        review=review,
        file=private_storage().save("reviews/scan.pdf", scan),  # type: ignore[attr-defined]
        name="扫描件.pdf",
        sha256="1" * 64,
        added_by=world.hr,
        added_at=timezone.now(),
    )
    FormDraft.objects.create(
        review=review,
        author=world.manager,
        kind=FormKind.values[0],
        data={"text": "草稿里写的。"},
        saved_at=timezone.now(),
    )
    return review


def shown(world: ReviewWorld, review: Review) -> Any:
    """As the pages of the cycle count them."""
    reviews = Review.objects.filter(cycle=review.cycle)
    rows = reviews.values_list(
        *("unit", "post", "state", "total", "grade", "grade_computed", "scores", "due_on")
    )
    steps = Counter(
        (step.kind, step.at) for each in reviews for step in each.steps.select_related("review")
    )
    spread = spread_over_sites(reviews, review.cycle, None)
    return list(rows), steps, spread


# Seeing it ---------------------------------------------------------------------------------------


def test_the_person_gets_their_reviews_and_no_peers_name(world: ReviewWorld) -> None:
    review = everything(world)
    portion = gathered(world.subject)
    assert [row["review"] for row in table(portion, "reviews")] == [review.number]
    (result,) = table(portion, "results")
    assert (result["total"], result["version"]) == (world.result(review).total, 1)
    said_then = repr(table(portion, "review_words"))
    for text in ("回访都做到了", "谈了回访", "升级理由", "八月的数据不是我的", "八月的数据属实"):
        assert text in said_then
    assert {row["example"] for row in table(portion, "ratings")} == {"九月的投诉都当日回访。"}
    assert table(portion, "goals") and len(table(portion, "goal_notes")) == 2
    assert len(table(portion, "service_figures")) == len(world.months)
    assert len(table(portion, "result_items")) == len(world.result(review).frozen_trace.items)
    (scan,) = portion.files.values()
    assert scan.read() == review.token.encode()
    every = repr([list(each.rows) for each in portion.tables])
    assert "同事甲" not in every and "同行评语" not in every and "草稿" not in every


def test_nothing_of_a_rating_before_the_result_is_theirs(world: ReviewWorld) -> None:
    world.rated()
    portion = gathered(world.subject)
    assert table(portion, "reviews") and table(portion, "review_words")
    assert not table(portion, "ratings") and not table(portion, "results")
    assert "九月" not in repr([list(each.rows) for each in portion.tables])


# Erasing -----------------------------------------------------------------------------------------


def test_figures_are_as_before_and_no_word_is_left(world: ReviewWorld) -> None:
    review = everything(world)
    assert left_of(PACKAGE, *WORDS)
    before = shown(world, review)
    totals = list(Result.objects.values_list("number", "total", "grade"))
    erased = erase_from(PACKAGE, world.subject)
    assert left_of(PACKAGE, *WORDS) == []
    (scan,) = erased.files
    assert not scan.storage.exists(scan.name)
    assert shown(world, review) == before
    assert list(Result.objects.values_list("number", "total", "grade")) == totals
    assert not ResultCase.objects.exists() and not FormDraft.objects.exists()
    result = world.result(review)
    cards = cards_named([part.scorecard for part in result.frozen_trace.parts])
    outcome = as_json(score(result.frozen_trace, cards))
    assert content_hash(outcome) == content_hash(result.outcome)
    for log in Log:
        sign_checkpoint(log)
    verdict = verify()
    assert verdict.is_sound, verdict.findings


def test_pages_about_an_erased_review_still_open(world: ReviewWorld) -> None:
    review = everything(world)
    erase_from(PACKAGE, world.subject)
    system = Employee.objects.system()
    keep_reviews(actor=system)
    remind_owners(actor=system)
    recompute_overturned(actor=system)
    client = Client()
    client.force_login(world.hr)
    for name, args in (
        ("review", [review.pk]),
        ("reviews", []),
        ("cycle", [review.cycle_id]),
        ("recompute", [world.result(review).token]),
        ("trace-json", [world.result(review).token]),
        ("spread", []),
        ("correlations", []),
    ):
        page = client.get(reverse(f"reviews:{name}", args=args), follow=True)
        assert page.status_code == 200, name
        assert "\u2588" not in page.content.decode(), name


def test_somebody_who_rated_and_answered_can_be_erased(world: ReviewWorld) -> None:
    review = everything(world)
    before = shown(world, review)
    erase_from(PACKAGE, world.manager)
    assert shown(world, review) == before
    assert not FormDraft.objects.filter(author=world.manager).exists()
    assert "回访都做到了" in repr(table(gathered(world.subject), "review_words"))
    assert verify().is_sound


# Terms -------------------------------------------------------------------------------------------


def test_open_reviews_and_appeals_stand_against_it(world: ReviewWorld) -> None:
    records = records_named(PACKAGE)
    assert not list(records.obstacles(world.subject))
    review = world.opened()
    assert len(list(records.obstacles(world.subject))) == 1
    world.appealed(world.talked(world.frozen(world.rated(world.assessed(review)))))
    assert len(list(records.obstacles(world.subject))) == 1
    world.take(review, world.director, said.AppealDecided(False, "属实。"))
    assert not list(records.obstacles(world.subject))


def test_the_term_runs_from_the_last_day(world: ReviewWorld) -> None:
    (kind,) = records_named(PACKAGE).kinds
    assert kind.ended_on(world.manager) is None
    world.opened()
    assert kind.ended_on(world.subject) == date.max
    world.subject.left_on = timezone.localdate()
    assert kind.ended_on(world.subject) == timezone.localdate()


# Rules -------------------------------------------------------------------------------------------

items = st.builds(
    Item,
    measure=st.sampled_from(Measure),
    source=st.sampled_from(Source),
    ref=st.text("abc123", min_size=1, max_size=4),
    value=st.integers(-5, 100).map(Decimal),
    out_of=st.integers(0, 100).map(Decimal),
    day=st.just(date(2026, 1, 1)),
    label=st.text(max_size=5),
)


@given(st.lists(items, max_size=6))
def test_erased_traces_keep_every_figure_and_tell_items_apart(found: list[Item]) -> None:
    trace = Trace(
        date(2026, 1, 1), date(2026, 3, 31), datetime(2026, 4, 1, tzinfo=UTC), (), tuple(found)
    )
    refs = Refs.of([trace])
    left = left_of_trace(trace, refs)
    for before, after in zip(trace.items, left.items, strict=True):
        named = before.source in (Source.RATING, Source.PEERS)
        assert replace(after, ref=before.ref, label=before.label) == before
        assert named or (after.label == "" and after.ref.startswith("-"))
    keys = [refs.key(item.key) for item in found if item.source in (Source.CASE, Source.GOAL)]
    assert [item.key for item in left.items if item.source in (Source.CASE, Source.GOAL)] == keys
    assert len({item.ref for item in left.items}) <= len({item.ref for item in found}) * 2


def test_what_stays_of_a_step() -> None:
    refs = Refs({"token": "-1"})
    rated = {"ratings": [{"question": "q", "points": 3, "example": "某人"}], "text": "某人"}
    assert left_of_step(rated, refs) == {
        "ratings": [{"question": "q", "points": 3, "example": ""}],
        "text": "",
    }
    decided = {"upheld": True, "reasons": "x", "struck": ["conduct_record:token"], "grade": "a"}
    assert left_of_step(decided, refs) == {
        "upheld": True,
        "reasons": "",
        "struck": ["conduct_record:-1"],
        "grade": "a",
    }
    assert left_of_outcome({"total": "9", "capped": ["token"]}, refs)["capped"] == ["-1"]
