"""Writing the next scorecard at the desk."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from reviews.actions.save_scorecard_draft import save_scorecard_draft
from reviews.actions.start_scorecard_draft import start_scorecard_draft
from reviews.errors import (
    ScorecardDraftUnderWay,
)
from reviews.forms.scorecard import field_of
from reviews.models import ScorecardDraft, ScorecardVersion
from reviews.rules.scorecard import (
    Band,
    Bands,
    Component,
    Missing,
    Scorecard,
    as_json,
)
from reviews.rules.scorecard_faults import FaultKind, faults_of
from tests.factories.people import PostGroupFactory
from tests.factories.reviews import (
    D,
    ReviewWorld,
    make_card,
    review_world,
)
from tests.reviews.scorecard_pages import (
    FAULTY,
    ONE,
    Typed,
    bands,
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


def test_a_draft_begins_from_the_version_in_use_or_the_usual_one(
    desk: Client, world: ReviewWorld
) -> None:
    url = reverse("reviews:scorecard-draft", args=[world.group.pk])
    page = desk.get(url).content.decode()
    general = ScorecardVersion.objects.get(group=None)
    assert general.token in page
    assert desk.post(url, {"begin": general.token}).status_code == 302
    assert ScorecardDraft.objects.get(group=world.group).card == general.card
    other = PostGroupFactory.create()
    desk.post(reverse("reviews:scorecard-draft", args=[other.pk]), {"begin": ""})
    assert faults_of(ScorecardDraft.objects.get(group=other).card) == []


def test_there_is_one_draft_of_a_group(world: ReviewWorld) -> None:
    for group in (world.group, None):
        start_scorecard_draft(actor=world.hr, group=group, card=make_card())
        with pytest.raises(ScorecardDraftUnderWay):
            start_scorecard_draft(actor=world.director, group=group, card=make_card())


ALL_KINDS = replace(
    bands((0, 80, 0), (80, 100, 100)),
    components=tuple(
        replace(rule, missing=missing, neutral=D("62.5"))
        for rule, missing in zip(
            bands((0, 80, 0), (80, 100, 100)).components,
            [*Missing, *Missing, Missing.DROP],
            strict=True,
        )
    ),
    peer_questions=(ONE,),
    least_peers=4,
)


@pytest.mark.parametrize("card", [make_card(), ALL_KINDS], ids=["reference", "all kinds"])
def test_saving_what_is_drawn_changes_nothing(
    desk: Client, world: ReviewWorld, card: Scorecard
) -> None:
    url = drafted(world, card)
    assert desk.post(url, typed(desk, url)).status_code == 302
    draft = ScorecardDraft.objects.get()
    assert draft.card == card
    assert (draft.revision, draft.changed_by) == (2, world.director)


def test_every_piece_can_be_typed(desk: Client, world: ReviewWorld) -> None:
    url = drafted(world)
    sent = typed(
        desk,
        url,
        training__counts=None,
        service__weight="35",
        closure__kind="bands",
        closure__cap="95",
        satisfaction__least="",
        conduct_record__per_point="2.5",
        red_cap="49.99",
        **{
            "closure-band-0-lower": "0",
            "closure-band-0-upper": "90",
            "closure-band-0-points": "0",
            "closure-band-2-lower": "90",
            "closure-band-2-upper": "100",
            "closure-band-2-points": "100",
            "question-2-text": "记录完整",
            "grade-4-name": "卓越",
            "grade-4-lower": "95",
            "grade-4-upper": "100",
            "grade-3-upper": "95",
        },
    )
    assert desk.post(url, sent).status_code == 302
    card = ScorecardDraft.objects.get().card
    assert faults_of(card) == []
    assert card.component(Component.TRAINING) is None
    service = card.component(Component.SERVICE)
    assert service is not None and service.weight == 35
    closure, satisfaction = service.measures[:2]
    assert closure.rule == Bands((Band(D(0), D(90), D(0)), Band(D(90), D(100), D(100))))
    assert (closure.cap, satisfaction.sample) == (95, None)
    assert card.red_cap == D("49.99")
    assert [grade.name for grade in card.grades][3:] == ["优秀", "卓越"]
    assert [question.text for question in card.questions][2:] == ["记录完整"]
    assert len({grade.code for grade in card.grades}) == 5


def test_a_draft_with_faults_is_saved_and_each_leads_to_its_field(
    desk: Client, world: ReviewWorld
) -> None:
    url = drafted(world)
    sent = typed(desk, url, service__weight="20", satisfaction__target="", grade__1__upper="75")
    assert desk.post(url, sent).status_code == 302
    page = desk.get(url).content.decode()
    found = Typed(page)
    faults = faults_of(ScorecardDraft.objects.get().card)
    assert [fault.kind for fault in faults] == [
        FaultKind.WEIGHTS_NOT_100,
        FaultKind.TARGET_OUT_OF_RANGE,
        FaultKind.BAND_HOLE,
    ]
    for fault in faults:
        assert f'href="#{field_of(fault)}"' in page
        assert field_of(fault) in found.ids
    assert "The weights add up to 95 %; they have to add up to 100 %." in page


def test_every_fault_leads_to_something_on_the_page(desk: Client, world: ReviewWorld) -> None:
    url = drafted(world)
    for card, *__ in FAULTY:
        ScorecardDraft.objects.update(content=as_json(card))
        found = Typed(desk.get(url).content.decode())
        for fault in faults_of(card):
            assert field_of(fault) in found.ids, fault


MISSHAPEN = [
    ("service-weight", "vierzig"),
    ("closure-target", "1e9"),
    ("closure-least", "2.5"),
    ("red_cap", "NaN"),
    ("red_cap", "59.999"),
    ("grade-1-lower", ""),
    ("grade-1-name", "很" * 30),
    ("question-0-code", "no slug!"),
    ("training-missing", "perhaps"),
]


def test_what_has_the_wrong_shape_stays_typed_with_its_reason(
    desk: Client, world: ReviewWorld
) -> None:
    url = drafted(world)
    before = ScorecardDraft.objects.get().content
    for name, value in MISSHAPEN:
        response = desk.post(url, typed(desk, url, **{name: value, "conduct-weight": "17"}))
        assert response.status_code == 422, name
        kept = Typed(response.content.decode()).values
        assert kept["conduct-weight"] == "17"
        assert name == "training-missing" or kept[name] == value
        assert "everything you typed still stands" in response.content.decode()
        assert ScorecardDraft.objects.get().content == before


def test_a_form_that_is_far_too_long_or_empty_is_no_breakdown(
    desk: Client, world: ReviewWorld
) -> None:
    url = drafted(world)
    assert desk.post(url, {}).status_code == 422
    sent = typed(desk, url, **{"grade-999999-name": "x", "closure-band-77777777-lower": "1"})
    assert desk.post(url, sent).status_code == 302


def test_nobody_overwrites_what_another_saved(desk: Client, world: ReviewWorld) -> None:
    url = drafted(world)
    sent = typed(desk, url, service__weight="35", training__counts=None)
    save_scorecard_draft(
        actor=world.hr, group=world.group, card=make_card(red_cap=D(40)), revision=1
    )
    response = desk.post(url, sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Somebody saved the draft meanwhile" in page
    assert ScorecardDraft.objects.get().card.red_cap == 40
    again = Typed(page).values
    assert (again["service-weight"], again["revision"]) == ("35", "2")
    assert "training-counts" not in again
    assert desk.post(url, again).status_code == 302
    assert ScorecardDraft.objects.get().card.component(Component.TRAINING) is None


def test_a_draft_is_thrown_away_after_asking(desk: Client, world: ReviewWorld) -> None:
    drafted(world)
    url = reverse("reviews:scorecard-discard", args=[world.group.pk])
    assert "Throw the draft away" in desk.get(url).content.decode()
    assert ScorecardDraft.objects.exists()
    desk.post(url, {"revision": 7})
    assert ScorecardDraft.objects.exists()
    desk.post(url, typed(desk, url))
    assert not ScorecardDraft.objects.exists()
    assert desk.get(url).status_code == 404
