"""Signing a review and appealing against it: in person, on a device handed over, on paper."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.ledger.actions.verify_ledger import verify
from lms.people.models import Employee
from reviews.actions.keep_reviews import keep_reviews
from reviews.models import Review, ReviewScan
from reviews.rules.procedure import State, StepKind
from reviews.rules.scorecard import Measure
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import ReviewWorld, figures, goal_of, review_world
from tests.reviews.own_pages import WORDS, page, sent, state_of, steps_of

DRAWN = "M10 10L20 30L30 20L40 40L50 10L60 60L70 30"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"

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


# Signing and appealing ---------------------------------------------------------------------------


def test_signing_says_read_not_agreed_and_is_one_step(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.talked()
    assert "not that I agree with it" in as_subject.get(page(review, "own-sign")).text
    form = sent(review, comment="时限一项我会补上。")
    for __ in range(2):
        answer = as_subject.post(page(review, "own-sign"), form, follow=True)
        assert "That does not say that you agree." in answer.text
    (step,) = steps_of(review, StepKind.SIGNED)
    assert step.data["comment"] == "时限一项我会补上。"
    assert "时限一项我会补上。" in as_subject.get(page(review)).text
    assert state_of(review) == State.APPEAL_TIME


def test_an_appeal_has_grounds_and_is_possible_after_signing(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.signed()
    address = page(review, "own-appeal")
    assert as_subject.post(address, sent(review, grounds=" ")).status_code == 422
    form = sent(review, grounds="八月的数据不是我的。")
    for __ in range(2):
        answer = as_subject.post(address, form, follow=True)
        assert "Your appeal is lodged." in answer.text
    assert len(steps_of(review, StepKind.APPEALED)) == 1
    answer = as_subject.get(address, follow=True)
    assert "cannot be done at this stage" in answer.text


def test_an_appeal_after_its_time_is_refused_with_the_text_kept(
    as_subject: Client, world: ReviewWorld
) -> None:
    review = world.signed()
    form = sent(review, grounds="八月的数据不是我的。")
    Review.objects.filter(pk=review.pk).update(due_on=world.until_on)
    keep_reviews(actor=Employee.objects.system())
    answer = as_subject.post(page(review, "own-appeal"), form)
    assert answer.status_code == 422 and "八月的数据不是我的。</textarea>" in answer.text
    assert state_of(review) == State.CLOSED


def test_on_a_device_handed_over_it_needs_the_signature(client: Client, world: ReviewWorld) -> None:
    review = world.opened()
    Employee.objects.filter(pk=world.subject.pk).update(language="en")
    world.subject.set_unusable_password()
    world.subject.save(update_fields=["password"])
    client.force_login(world.manager)
    started = client.post(reverse("people:start-attended", args=[world.subject.pk]))
    assert started.status_code == 302
    assert client.get(reverse("reviews:own-reviews")).status_code == 200
    shown = client.get(page(review, "own-self")).text
    assert "data-key" not in shown
    form = sent(review, **WORDS, confirmed="1")
    refused = client.post(page(review, "own-self"), form)
    assert refused.status_code == 422 and "时限还要抓紧。" in refused.text
    client.post(page(review, "own-self"), form | {"signature": DRAWN})
    (step,) = steps_of(review, StepKind.SELF_ASSESSED)
    assert step.data["attended_by"] == world.manager.token and step.data["signature"] == DRAWN
    review = world.talked(world.frozen(world.rated(Review.objects.get(pk=review.pk))))
    client.post(page(review, "own-sign"), sent(review, comment="", signature=DRAWN))
    ending = client.get(reverse("people:end-attended")).text
    assert f"Review signed, review {review.number}" in ending
    (step,) = steps_of(review, StepKind.SIGNED)
    assert step.data["attended_by"] == world.manager.token and step.actor == world.subject


# On paper ----------------------------------------------------------------------------------------


def paper(review: Review, **more: Any) -> dict[str, Any]:
    scan = SimpleUploadedFile("签字.pdf", PDF, content_type="application/pdf")
    day = timezone.localdate().isoformat()
    return sent(review, what="signed", text="", signed_on=day, scan=scan) | more


def test_hr_enters_what_was_signed_on_paper(client: Client, world: ReviewWorld) -> None:
    review = world.talked()
    Employee.objects.filter(pk=world.hr.pk).update(language="en")
    client.force_login(world.hr)
    assert client.get(page(review, "review-paper")).status_code == 200
    assert client.post(page(review, "review-paper"), paper(review)).status_code == 302
    (step,) = steps_of(review, StepKind.SIGNED)
    scan = ReviewScan.objects.get(review=review)
    assert step.data["scan"] == scan.sha256 and step.actor == world.hr
    assert step.data["signed_on"] == timezone.localdate().isoformat()
    assert verify().is_sound
    appealed = paper(review, what="appealed", text="八月的数据不是我的。")
    assert client.post(page(review, "review-paper"), appealed).status_code == 302
    assert state_of(review) == State.APPEALED and ReviewScan.objects.count() == 1
    for reader, status in (
        (world.hr, 200),
        (world.subject, 200),
        (world.manager, 200),
        (EmployeeFactory.create(unit=world.site), 404),
    ):
        client.force_login(reader)
        assert client.get(reverse("reviews:review-scan", args=[scan.pk])).status_code == status


def test_paper_without_grounds_or_scan_is_refused_in_words(
    client: Client, world: ReviewWorld
) -> None:
    review = world.talked()
    Employee.objects.filter(pk=world.hr.pk).update(language="en")
    client.force_login(world.hr)
    answer = client.post(page(review, "review-paper"), paper(review, what="appealed"))
    assert answer.status_code == 422 and "An appeal has grounds." in answer.text
    bare = paper(review)
    del bare["scan"]
    assert client.post(page(review, "review-paper"), bare).status_code == 422
    assert state_of(review) == State.SIGN_OFF and not ReviewScan.objects.exists()


def test_nobody_but_hr_enters_paper(client: Client, world: ReviewWorld) -> None:
    review = world.talked()
    for other in (world.manager, world.subject, EmployeeFactory.create(unit=world.site)):
        client.force_login(other)
        assert client.get(page(review, "review-paper")).status_code == 403
        assert client.post(page(review, "review-paper"), paper(review)).status_code == 403
    assert state_of(review) == State.SIGN_OFF
