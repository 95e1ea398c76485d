"""Adopting and reading scorecards."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from lms.people.errors import NotAllowed
from reviews.actions.adopt_scorecard import adopt_scorecard
from reviews.actions.save_scorecard_draft import save_scorecard_draft
from reviews.actions.start_scorecard_draft import start_scorecard_draft
from reviews.errors import (
    NoScorecardDraft,
    ScorecardDraftChanged,
    ScorecardHasFaults,
)
from reviews.models import ScorecardDraft, ScorecardVersion
from reviews.queries.scorecards import versions_of
from reviews.rules.scorecard import (
    Component,
    Measure,
    Ratio,
)
from reviews.rules.scorecard_changes import changes_between
from tests.factories.people import PostGroupFactory
from tests.factories.reviews import (
    D,
    ReviewWorld,
    adopted_card,
    make_card,
    review_world,
)
from tests.reviews.scorecard_pages import (
    CARD,
    ONE,
    drafted,
    signed_in,
    with_measure,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


@pytest.fixture
def desk(client: Client, world: ReviewWorld) -> Client:
    return signed_in(client, world.director)


def test_a_draft_is_adopted_with_a_note(desk: Client, world: ReviewWorld) -> None:
    drafted(world, make_card(red_cap=D("49.99")))
    url = reverse("reviews:scorecard-adopt", args=[world.group.pk])
    assert desk.post(url, {"revision": 1, "note": " "}).status_code == 422
    response = desk.post(url, {"revision": 1, "note": "红线从严。"}, follow=True)
    version = ScorecardVersion.objects.get(group=world.group)
    assert (version.number, version.note, version.adopted_by) == (1, "红线从严。", world.director)
    assert version.card.red_cap == D("49.99")
    assert not ScorecardDraft.objects.exists()
    assert "红线从严。" in response.content.decode()


def test_what_was_saved_meanwhile_is_not_adopted(desk: Client, world: ReviewWorld) -> None:
    drafted(world)
    save_scorecard_draft(actor=world.hr, group=world.group, card=make_card(), revision=1)
    url = reverse("reviews:scorecard-adopt", args=[world.group.pk])
    desk.post(url, {"revision": 1, "note": "先前的"})
    assert not ScorecardVersion.objects.filter(group=world.group).exists()
    arguments: dict[str, Any] = {"actor": world.director, "group": world.group, "note": "x"}
    with pytest.raises(ScorecardDraftChanged):
        adopt_scorecard(card=make_card(), revision=1, **arguments)
    ScorecardDraft.objects.all().delete()
    with pytest.raises(NoScorecardDraft):
        adopt_scorecard(card=make_card(), revision=2, **arguments)


def test_a_draft_with_faults_is_neither_tried_nor_adopted(desk: Client, world: ReviewWorld) -> None:
    faulty = make_card(red_cap=D(101))
    url = drafted(world, faulty)
    for name in ("scorecard-preview", "scorecard-adopt"):
        response = desk.get(reverse(f"reviews:{name}", args=[world.group.pk]))
        assert response.url == url  # type: ignore[attr-defined]
    with translation.override("en"), pytest.raises(ScorecardHasFaults) as refusal:
        adopt_scorecard(actor=world.director, group=world.group, card=faulty, note="x")
    with translation.override("en"):
        assert "Red line: The most under a red line" in str(refusal.value)


def test_who_writes_does_not_adopt(client: Client, world: ReviewWorld) -> None:
    url = drafted(world)
    desk = signed_in(client, world.hr)
    assert "The head of HR adopts it." in desk.get(url).content.decode()
    adopting = reverse("reviews:scorecard-adopt", args=[world.group.pk])
    assert desk.get(adopting).status_code == 403
    assert desk.post(adopting, {"revision": 1, "note": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        adopt_scorecard(actor=world.hr, group=world.group, card=make_card(), note="x")
    with pytest.raises(NotAllowed):
        start_scorecard_draft(actor=world.manager, group=None, card=make_card())


def test_anybody_reads_a_version_with_its_history(client: Client, world: ReviewWorld) -> None:
    newer = adopted_card(make_card(red_cap=D("49.99")))
    older = versions_of(None)[1]
    reader = signed_in(client, world.subject)
    page = reader.get(reverse("reviews:scorecard", args=[newer.token])).content.decode()
    assert "90 % or more is 100; below, in proportion." in page
    assert "the result comes to 49.99 at most" in page
    assert "Whole result, most under a red line: 59.99 → 49.99" in page
    assert older.token in page and "desk/reviews/scorecards" not in page
    old = reader.get(reverse("reviews:scorecard", args=[older.token])).content.decode()
    assert "Superseded by a later version" in old
    assert reader.get(reverse("reviews:scorecards")).status_code == 403


def test_what_changed_is_found_piece_by_piece() -> None:
    one = make_card()
    assert changes_between(one, make_card()) == []
    other = with_measure(Measure.CLOSURE, rule=Ratio(D(95)), sample=None, weight=D(35))
    other = replace(
        other,
        components=other.components[1:],
        grades=(*one.grades[:3], replace(one.grades[3], name="卓越", lower=D(91))),
        questions=(replace(QUESTION, text="守时"), *one.questions[1:], ONE),
        least_peers=5,
    )
    found = [(each.where, str(each.what or "")) for each in changes_between(one, other)]
    assert found == [
        (Component.TRAINING, ""),
        (Measure.CLOSURE, "weight"),
        (Measure.CLOSURE, "rule"),
        (Measure.CLOSURE, "sample"),
        (other.grades[3], "bounds"),
        (other.grades[3], "name"),
        (other.questions[0], "wording"),
        (ONE, ""),
        (None, "least_peers"),
    ]


QUESTION = CARD.questions[0]


@pytest.mark.parametrize("groups", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_groups(
    desk: Client,
    world: ReviewWorld,
    django_assert_num_queries: DjangoAssertNumQueries,
    groups: int,
) -> None:
    for number in range(groups - 1):
        group = PostGroupFactory.create()
        adopted_card(group=group)
        start_scorecard_draft(actor=world.hr, group=group, card=make_card(red_cap=D(100 + number)))
    desk.get(reverse("reviews:scorecards"))
    with django_assert_num_queries(LIST):
        response = desk.get(reverse("reviews:scorecards"))
    assert len(response.context["rows"]) == groups + 5


LIST = 6


@pytest.mark.parametrize("versions", [1, 3])
def test_a_version_costs_the_same_with_any_history(
    desk: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    versions: int,
) -> None:
    for number in range(versions - 1):
        adopted_card(make_card(red_cap=D(50 - number)))
    url = reverse("reviews:scorecard", args=[versions_of(None)[0].token])
    desk.get(url)
    with django_assert_num_queries(VERSION):
        assert desk.get(url).status_code == 200


VERSION = 5


def test_managers_read_the_list_and_write_nothing(client: Client, world: ReviewWorld) -> None:
    drafted(world)
    desk = signed_in(client, world.manager)
    page = desk.get(reverse("reviews:scorecards")).content.decode()
    assert "Version 1" in page and "Go on writing" not in page
    for name in ("draft", "preview", "adopt", "discard"):
        url = reverse(f"reviews:scorecard-{name}", args=[world.group.pk])
        assert desk.get(url).status_code == 403
