"""HR names who rates, and takes reviews back."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lms.people.enums import Role, Standing, UnitKind
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.cycle_work import ask_for_work, run_cycle_work
from reviews.actions.name_manager import name_manager
from reviews.actions.withdraw_review import withdraw_review
from reviews.enums import WorkKind
from reviews.errors import (
    CannotRate,
    NoPlaceForIt,
    RatesAlready,
)
from reviews.models import Review
from reviews.rules.procedure import State
from tests.factories.people import (
    PostFactory,
    UnitFactory,
    holder_of,
)
from tests.factories.reviews import ReviewWorld, review_world
from tests.reviews.cycling import another, forget, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def as_hr(client: Client, world: ReviewWorld) -> Client:
    client.force_login(world.hr)
    return client


def test_hr_names_another_manager_who_is_told(as_hr: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    other = holder_of(Role.SITE_MANAGER, world.site, name="周野", language="en")
    forget()
    page = as_hr.get(reverse("reviews:name-manager", args=[review.pk]))
    assert other in page.context["form"].raters.values()
    said = {"manager": other.pk, "reason": "陆安休假。", "form_id": str(uuid4())}
    for __ in range(2):  # the same form twice is one step
        as_hr.post(reverse("reviews:name-manager", args=[review.pk]), said)
    review.refresh_from_db()
    assert review.manager == other and len(world.file(review).steps) == 2
    assert len(told(other)) == 1
    assert review.state == State.RATING


def test_who_cannot_rate_the_person_is_not_named(world: ReviewWorld) -> None:
    review = world.opened()
    elsewhere = UnitFactory.create(kind=UnitKind.SITE, parent=world.company)
    subject_boss = PostFactory.create(standing=Standing.MANAGER)
    for wrong in (
        world.subject,
        another(world),
        holder_of(Role.SITE_MANAGER, elsewhere),
        holder_of(Role.TRAINER, world.site),
        holder_of(Role.SITE_MANAGER, world.site, is_active=False),
    ):
        with pytest.raises(CannotRate):
            name_manager(actor=world.hr, review=review, manager=wrong, reason="试试")
    Employee.objects.filter(pk=world.subject.pk).update(post=subject_boss)
    review = Review.objects.get(pk=review.pk)
    below = holder_of(Role.SITE_MANAGER, world.site)
    with pytest.raises(CannotRate):
        name_manager(actor=world.hr, review=review, manager=below, reason="下属")


def test_the_same_manager_is_not_named_again_nor_after_the_result(world: ReviewWorld) -> None:
    review = world.opened()
    other = holder_of(Role.SITE_MANAGER, world.site)
    with pytest.raises(RatesAlready):
        name_manager(actor=world.hr, review=review, manager=world.manager, reason="一样")
    with pytest.raises(NotAllowed):
        name_manager(actor=world.manager, review=review, manager=other, reason="不归我")
    review = world.rated(world.assessed(review))
    with pytest.raises(NoPlaceForIt):
        name_manager(actor=world.hr, review=review, manager=other, reason="太晚")


def test_a_manager_is_named_for_several_at_once(as_hr: Client, world: ReviewWorld) -> None:
    for number in range(2):
        another(world, f"P{number}")
    cycle = world.cycle()
    Review.objects.update(manager=None)
    keys = [review.pk for review in cycle.reviews.all()]
    url = reverse("reviews:name-managers")
    assert as_hr.get(url)["Location"] == reverse("reviews:reviews")
    assert len(as_hr.get(url, {"review": keys}).context["reviews"]) == 3
    said = {"review": keys, "manager": world.manager.pk, "reason": "补", "form_id": str(uuid4())}
    as_hr.post(url, said)
    assert Review.objects.filter(manager=world.manager).count() == 3
    region = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    as_hr.force_login(holder_of(Role.HR_OFFICER, region))
    assert as_hr.get(url, {"review": keys})["Location"] == reverse("reviews:reviews")


# Withdrawing -------------------------------------------------------------------------------------


def test_hr_withdraws_a_review_with_a_reason(as_hr: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    url = reverse("reviews:withdraw-review", args=[review.pk])
    page = as_hr.get(url)
    said = {"form_id": str(page.context["form"]["form_id"].value()), "seen": 1, "reason": ""}
    assert as_hr.post(url, said).status_code == 422
    stale = as_hr.post(url, said | {"reason": "长期病假。", "seen": 0})
    assert stale.status_code == 422 and "长期病假。" in stale.text and "moved on" in stale.text
    as_hr.post(url, said | {"reason": "长期病假。"})
    review.refresh_from_db()
    assert review.state == State.WITHDRAWN and review.due_on is None
    assert "A review of yours was withdrawn" in [each.title for each in told(world.subject)]
    # The next round for the cycle does not bring it back.
    run_cycle_work(ask_for_work(actor=world.hr, cycle=review.cycle, kind=WorkKind.OPEN))
    assert review.cycle.reviews.count() == 1


def test_a_frozen_result_is_not_withdrawn(as_hr: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    with pytest.raises(NotAllowed):
        withdraw_review(actor=world.manager, review=review, reason="不归我")
    review = world.frozen(world.rated(review))
    page = as_hr.get(reverse("reviews:withdraw-review", args=[review.pk]))
    assert "only while it has no result" in page.text
    with pytest.raises(NoPlaceForIt):
        withdraw_review(actor=world.hr, review=review, reason="太晚")
