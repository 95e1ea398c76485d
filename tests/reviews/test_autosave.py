"""What is written in pieces and kept meanwhile: never overwritten by something older, never
anybody else's."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lms.people.models import Employee
from reviews.actions.save_draft import save_draft
from reviews.enums import FormKind
from reviews.errors import DraftWrittenElsewhere
from reviews.models import FormDraft, Review
from reviews.rules import steps as said
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import ReviewWorld, review_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


@pytest.fixture
def as_subject(client: Client, world: ReviewWorld) -> Client:
    Employee.objects.filter(pk=world.subject.pk).update(language="en")
    client.force_login(world.subject)
    return client


def address(review: Review, kind: str = "self_assessment") -> str:
    return reverse("reviews:autosave", args=[review.pk, kind])


def words(text: str, **more: Any) -> dict[str, Any]:
    return {"went_well": text, "to_improve": "", "support": ""} | more


def kept(review: Review) -> str:
    return str(FormDraft.objects.get(review=review).data["went_well"])


def test_a_saving_gives_its_receipt_and_the_same_again_does_too(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.opened()
    for __ in range(2):
        answer = as_subject.post(address(review), words("一", base="0", revision="1"))
        assert answer.status_code == 200
        receipt = answer.json()
        assert receipt["receipt"] and receipt["revision"] == 1 and receipt["saved"]
    assert kept(review) == "一"


@pytest.mark.parametrize(("base", "revision"), [("2", "1"), ("2", "2"), ("1", "9"), ("0", "3")])
def test_an_older_saving_overwrites_nothing(
    as_subject: Client, world: ReviewWorld, base: str, revision: str
) -> None:
    """One that comes late, or was begun before what stands was written on another device."""
    review = world.opened()
    as_subject.post(address(review), words("一", base="0", revision="1"))
    as_subject.post(address(review), words("一二", base="1", revision="2"))
    answer = as_subject.post(address(review), words("旧", base=base, revision=revision))
    assert answer.status_code == 409
    assert answer.json()["values"]["went_well"] == "一二" and answer.json()["revision"] == 2
    assert kept(review) == "一二"


def test_without_a_script_it_follows_on_what_stands(world: ReviewWorld) -> None:
    review = world.opened()
    given: dict[str, Any] = {"review": review, "kind": FormKind.SELF_ASSESSMENT}
    save_draft(actor=world.subject, values={"went_well": "一"}, revision=7, **given)
    draft = save_draft(actor=world.subject, values={"went_well": "二"}, **given)
    assert draft.revision == 8
    with pytest.raises(DraftWrittenElsewhere):
        save_draft(actor=world.subject, values={"went_well": "三"}, revision=8, **given)


def test_a_receipt_that_was_lost_does_not_lose_what_came_after(
    as_subject: Client, world: ReviewWorld
) -> None:
    """The device does not know that revision 1 arrived; it is told, and goes on from there."""
    review = world.opened()
    as_subject.post(address(review), words("一", base="0", revision="1"))
    told = as_subject.post(address(review), words("一二", base="0", revision="2"))
    assert told.status_code == 409 and told.json()["values"]["went_well"] == "一"
    again = as_subject.post(address(review), words("一二", base="1", revision="2"))
    assert again.status_code == 200 and kept(review) == "一二"


def test_nobody_saves_for_somebody_else(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    for other in (world.manager, world.hr, EmployeeFactory.create(unit=world.site)):
        client.force_login(other)
        assert client.post(address(review), words("别人写的")).status_code == 403
    client.force_login(world.subject)
    assert client.post(address(review, "rating"), words("自己评自己")).status_code in (403, 422)
    assert not FormDraft.objects.exists()


def test_only_at_its_stage(as_subject: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    answer = as_subject.post(address(review), words("迟到", base="0", revision="1"))
    assert answer.status_code == 422
    assert answer.json()["message"] == "This cannot be done at this stage of the review."


def test_too_long_and_nonsense_are_refused(as_subject: Client, world: ReviewWorld) -> None:
    review = world.opened()
    answer = as_subject.post(address(review), words("长" * 60_001))
    assert answer.status_code == 413 and "too long" in answer.json()["message"]
    assert as_subject.post(address(review, "nothing"), words("一")).status_code == 404
    assert as_subject.get(address(review)).status_code == 405
    odd = as_subject.post(address(review), words("一", base="²", revision="-1"))
    assert odd.status_code == 200 and odd.json()["revision"] == 1


def test_a_manager_saves_a_rating(client: Client, world: ReviewWorld) -> None:
    review = world.assessed()
    client.force_login(world.manager)
    data = {"points-attitude": "4", "text": "很好", "form_id": str(uuid4()), "signature": "M1 1"}
    assert client.post(address(review, "rating"), data).status_code == 200
    draft = FormDraft.objects.get()
    assert draft.data == {"points-attitude": "4", "text": "很好"}
    world.step(review, world.hr, said.ManagerChanged(world.director.token, "换人。"))
    assert client.post(address(review, "rating"), data | {"text": "改"}).status_code == 403


def test_signed_out_nothing_is_saved(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    answer = client.post(address(review), words("一"))
    assert answer.status_code == 302 and not FormDraft.objects.exists()
