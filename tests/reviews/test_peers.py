"""Asking peers: whom, what becomes of their answers, and that nobody can tell whose is whose."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lms.ledger.models import Entry
from lms.notify.models import Notice
from lms.people.enums import Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.answer_as_peer import answer_as_peer, decline_as_peer
from reviews.actions.ask_peers import ask_peers
from reviews.errors import (
    AnsweredAlready,
    AnswerIncomplete,
    NoPeerQuestions,
    NotAPeer,
    PeerAnswerIsFixed,
    PeersAreClosed,
    TooFewPeers,
)
from reviews.models import PeerAnswer, PeerRequest, Review
from reviews.queries.peers import what_peers_said
from reviews.rules import steps as said
from reviews.rules.procedure import State
from reviews.rules.scorecard import (
    Measure,
)
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory
from tests.factories.reviews import (
    HIRED,
    PEER_QUESTIONS,
    ReviewWorld,
    card_with_peers,
    review_world,
)

pytestmark = pytest.mark.django_db(transaction=True)

AsSomebody = Callable[[Employee], Client]


@pytest.fixture
def world() -> ReviewWorld:
    return review_world(card_with_peers())


@pytest.fixture
def colleagues(world: ReviewWorld) -> list[Employee]:
    """Five at the same post, in the order of their names."""
    names = ["白一", "程二", "丁三", "方四", "高五"]
    return [
        EmployeeFactory.create(
            unit=world.site,
            post=world.subject.post,
            name=name,
            latin_name=f"Peer {number}",
            hired_on=HIRED,
        )
        for number, name in enumerate(names)
    ]


@pytest.fixture
def as_() -> AsSomebody:
    def sign_in(employee: Employee) -> Client:
        Employee.objects.filter(pk=employee.pk).update(language="en")
        client = Client()
        client.force_login(employee)
        return client

    return sign_in


def asked(world: ReviewWorld, review: Review, peers: list[Employee]) -> list[PeerRequest]:
    return ask_peers(actor=world.manager, review=review, peers=peers)


def answer(request: PeerRequest, points: int = 4, comment: str = "") -> None:
    answer_as_peer(
        actor=request.peer,
        request=request,
        points={question.code: points for question in PEER_QUESTIONS},
        comment=comment,
    )


def text_of(response: Any) -> str:
    found: str = response.content.decode()
    return found


# Asking ----------------------------------------------------------------------------------------


def test_the_manager_asks_colleagues_and_each_is_told(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    review = world.opened()
    desk, url = as_(world.manager), reverse("reviews:peers", args=[review.pk])
    page = desk.get(url)
    assert page.context["people"] == colleagues
    assert "better ask 5" in text_of(page)
    answered = desk.post(url, {"peers": [each.pk for each in colleagues[:4]]}, follow=True)
    assert "0 of the 4 asked have answered." in text_of(answered)
    assert answered.context["people"] == colleagues[4:]
    for request in PeerRequest.objects.all():
        url = reverse("reviews:peer-answer", args=[request.token])
        assert Notice.objects.filter(recipient_id=request.peer_id, url=url).count() == 1


def test_who_cannot_be_asked(world: ReviewWorld, colleagues: list[Employee]) -> None:
    """The person, those above them, whoever asks, people of other units, those who left, and those
    who would answer on somebody else's device."""
    review = world.opened()
    boss = EmployeeFactory.create(
        unit=world.site, post=PostFactory.create(standing=Standing.MANAGER), hired_on=HIRED
    )
    elsewhere = EmployeeFactory.create(unit=UnitFactory.create(), hired_on=HIRED)
    left = EmployeeFactory.create(unit=world.site, hired_on=HIRED)
    Employee.objects.filter(pk=left.pk).update(left_on=HIRED)
    lent = EmployeeFactory.create(unit=world.site, hired_on=HIRED)
    lent.set_unusable_password()
    lent.save(update_fields=["password"])
    for each in (world.subject, world.manager, boss, elsewhere, left, lent):
        with pytest.raises(NotAPeer):
            asked(world, review, [*colleagues[:3], each])
    assert not PeerRequest.objects.exists()


def test_fewer_than_have_to_answer_are_refused(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    review = world.opened()
    with pytest.raises(TooFewPeers):
        asked(world, review, colleagues[:2])
    page = as_(world.manager).post(
        reverse("reviews:peers", args=[review.pk]), {"peers": [colleagues[0].pk]}
    )
    assert page.status_code == 422 and "Ask more" in text_of(page)
    assert f'value="{colleagues[0].pk}" checked' in text_of(page), "what was ticked stays so"
    assert len(asked(world, review, colleagues[:3])) == 3
    assert len(asked(world, review, [colleagues[0], colleagues[3]])) == 1, "nobody twice"


def test_a_scorecard_without_questions_asks_nobody(as_: AsSomebody) -> None:
    world = review_world()
    review = world.opened()
    with pytest.raises(NoPeerQuestions):
        asked(world, review, [])
    page = as_(world.manager).get(reverse("reviews:peers", args=[review.pk]))
    assert "This scorecard does not ask peers" in text_of(page)


def test_only_manager_and_hr_ask(world: ReviewWorld, colleagues: list[Employee]) -> None:
    review = world.opened()
    for actor in (world.subject, colleagues[0]):
        with pytest.raises(NotAllowed):
            ask_peers(actor=actor, review=review, peers=colleagues[:3])
    assert ask_peers(actor=world.hr, review=review, peers=colleagues[:3])


def test_once_rated_peers_are_closed_even_if_the_rating_is_sent_back(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    """Or the difference between two scores would be one peer's answer."""
    review = world.opened()
    requests = asked(world, review, colleagues[:4])
    for each in requests[:3]:
        answer(each)
    review = world.rated(world.assessed(review))
    for __ in range(2):
        with pytest.raises(PeersAreClosed):
            answer(requests[3])
        with pytest.raises(PeersAreClosed):
            asked(world, review, colleagues[4:])
        late = as_(requests[3].peer).get(reverse("reviews:peer-answer", args=[requests[3].token]))
        assert "The time for this is over" in text_of(late)
        if review.state == State.CALIBRATION:
            review = world.take(review, world.hr, said.SentBack("请补事例"))
    assert review.state == State.RATING


# Answering -------------------------------------------------------------------------------------


def test_a_peer_answers_on_the_phone(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    request = asked(world, world.opened(), colleagues)[0]
    peer, url = as_(request.peer), reverse("reviews:peer-answer", args=[request.token])
    assert "Lin Xiaoman" in text_of(peer.get(reverse("reviews:peer-reviews")))
    page = peer.get(url)
    assert "Helps others" in text_of(page) and "Nobody reads a single one." in text_of(page)
    half = peer.post(url, {"q-help": "5", "comment": "交接本写得细"})
    assert half.status_code == 422
    assert "交接本写得细" in text_of(half), "what was typed stays"
    done = peer.post(url, {"q-help": "5", "q-hand": "4", "comment": "交接本写得细"}, follow=True)
    assert "Thank you." in text_of(done) and "Answered" in text_of(done)
    assert PeerAnswer.objects.get().points == {"help": 5, "hand": 4}
    after = text_of(peer.get(url))
    assert "交接本写得细" not in after and "You have answered" in after
    with pytest.raises(AnsweredAlready):
        answer(request)


@pytest.mark.parametrize(
    "points",
    [{}, {"help": 3}, {"help": 0, "hand": 3}, {"help": 6, "hand": 3}, {"help": 3, "x": 3}],
)
def test_an_answer_is_whole_or_none(
    world: ReviewWorld, colleagues: list[Employee], points: dict[str, int]
) -> None:
    request = asked(world, world.opened(), colleagues)[0]
    with pytest.raises(AnswerIncomplete):
        answer_as_peer(actor=request.peer, request=request, points=points, comment="")


def test_only_who_was_asked_answers(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    request = asked(world, world.opened(), colleagues[:4])[0]
    for actor in (world.manager, world.subject, colleagues[4]):
        with pytest.raises(NotAllowed):
            answer_as_peer(actor=actor, request=request, points={"help": 1, "hand": 1}, comment="")
        url = reverse("reviews:peer-answer", args=[request.token])
        assert as_(actor).get(url).status_code == 404


def test_who_does_not_know_their_work_says_so_and_may_still_answer(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    request = asked(world, world.opened(), colleagues)[0]
    peer = as_(request.peer)
    peer.post(reverse("reviews:peer-decline", args=[request.token]))
    request.refresh_from_db()
    assert request.declined_on == timezone.localdate()
    assert "How does" not in text_of(peer.get(reverse("home:today")))
    answer(request)
    request.refresh_from_db()
    assert request.declined_on is None and request.answered_on is not None
    with pytest.raises(AnsweredAlready):
        decline_as_peer(actor=request.peer, request=request)


def test_an_answer_is_never_changed(world: ReviewWorld, colleagues: list[Employee]) -> None:
    answer(asked(world, world.opened(), colleagues)[0])
    row = PeerAnswer.objects.get()
    row.comment = "改"
    with pytest.raises(PeerAnswerIsFixed):
        row.save()


# Who reads what --------------------------------------------------------------------------------


def frozen_with(world: ReviewWorld, colleagues: list[Employee], answers: int) -> Review:
    review = world.opened()
    for number, request in enumerate(asked(world, review, colleagues)[:answers]):
        answer(request, points=number % 5 + 1, comment=f"好同事{number}")
    return world.frozen(world.rated(world.assessed(review)))


def pages_about(review: Review) -> list[str]:
    names = [("peers", review.pk), ("review", review.pk), ("own-peers", review.pk)]
    return [reverse(f"reviews:{name}", args=[pk]) for name, pk in names] + [
        reverse("reviews:own-review", args=[review.pk]),
        reverse("reviews:reviews"),
    ]


def test_enough_answers_count_and_show_together(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    review = frozen_with(world, colleagues, 3)
    (item,) = (
        item
        for item in world.result(review).frozen_trace.items
        if item.measure == Measure.PEERS_RATING
    )
    assert (item.value, item.out_of) == (Decimal(12), Decimal(30))
    found = what_peers_said(review)
    assert found is not None and [each.points for each in found.questions] == [2, 2]
    hr = text_of(as_(world.hr).get(reverse("reviews:peers", args=[review.pk])))
    own = text_of(as_(world.subject).get(reverse("reviews:own-peers", args=[review.pk])))
    for page in (hr, own):
        assert all(f"好同事{number}" in page for number in range(3))
    manager = text_of(as_(world.manager).get(reverse("reviews:peers", args=[review.pk])))
    assert "好同事" not in manager and "3 of the 5 asked have answered." in manager


def test_under_the_minimum_nothing_counts_and_nothing_shows(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    review = frozen_with(world, colleagues, 2)
    result = world.result(review)
    assert "peers_rating:" not in json.dumps(result.trace)
    assert not [i for i in result.frozen_trace.items if i.measure == Measure.PEERS_RATING]
    assert what_peers_said(review) is None
    for reader in (world.hr, world.director, world.manager, world.subject):
        for url in pages_about(review):
            assert "好同事" not in text_of(as_(reader).get(url))
    own = text_of(as_(world.subject).get(reverse("reviews:own-peers", args=[review.pk])))
    assert "too few answered" in own


def test_nothing_shows_before_the_result_is_frozen(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    review = world.opened()
    for request in asked(world, review, colleagues):
        answer(request, comment="好同事")
    assert what_peers_said(review) is None
    review = world.rated(world.assessed(review))
    for reader in (world.hr, world.manager, world.subject):
        for url in pages_about(review):
            assert "好同事" not in text_of(as_(reader).get(url))


def test_nothing_ties_an_answer_to_a_person(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    """No column of who or when, no key in order, nothing of it in the ledger or in a letter."""
    before = Notice.objects.count()
    review = frozen_with(world, colleagues, 5)
    fields = {field.name: field for field in PeerAnswer._meta.get_fields()}
    assert set(fields) == {"id", "review", "points", "comment"}
    assert [f.name for f in PeerRequest._meta.fields if isinstance(f, models.DateTimeField)] == [
        "asked_at"
    ]
    assert isinstance(PeerRequest._meta.get_field("answered_on"), models.DateField)
    assert not any(
        field.related_model is PeerAnswer
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete
    )
    keys = [answered.pk for answered in PeerAnswer.objects.all()]
    ties = {request.token for request in PeerRequest.objects.all()}
    ties |= {colleague.token for colleague in colleagues}
    assert not ties & set(keys)
    told = Notice.objects.order_by("pk")[before:]
    assert not [notice for notice in told if "好同事" in notice.title + notice.text]
    acted = {entry.actor for entry in Entry.objects.all()}
    assert not acted & {colleague.token for colleague in colleagues}
    trace = json.dumps(world.result(review).trace, ensure_ascii=False)
    assert not any(key in trace for key in [*keys, *ties]) and "好同事" not in trace


def test_the_order_of_comments_is_not_that_of_answering(
    world: ReviewWorld, colleagues: list[Employee]
) -> None:
    review = frozen_with(world, colleagues, 5)
    found = what_peers_said(review)
    assert found is not None
    by_key = [each.comment for each in PeerAnswer.objects.order_by("pk")]
    assert list(found.comments) == by_key and set(by_key) == {f"好同事{n}" for n in range(5)}


def test_the_desk_says_how_many_and_never_who(
    world: ReviewWorld, colleagues: list[Employee], as_: AsSomebody
) -> None:
    review = world.opened()
    requests = asked(world, review, colleagues)
    answer(requests[0])
    one = text_of(as_(world.manager).get(reverse("reviews:peers", args=[review.pk])))
    assert "1 of the 5 asked have answered." in one
    assert not any(each.latin_name in one for each in colleagues)


@pytest.mark.parametrize("count", [3, 5])
def test_they_cost_the_same_number_of_queries(
    world: ReviewWorld,
    colleagues: list[Employee],
    as_: AsSomebody,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    review = world.opened()
    requests = asked(world, review, colleagues[:count])
    for other in colleagues[3:count]:
        asked(world, world.opened(review.cycle, other), colleagues[:3])
    desk, peer = as_(world.manager), as_(colleagues[0])
    for client, name, args, queries in (
        (desk, "peers", [review.pk], 9),
        (peer, "peer-reviews", [], 5),
        (peer, "peer-answer", [requests[0].token], 6),
    ):
        url = reverse(f"reviews:{name}", args=args)
        client.get(url)
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200, name
