"""The manager rates and talks on the phone; somebody else decides an appeal at the desk."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from reviews.models import FormDraft, Review
from reviews.rules import steps as said
from reviews.rules.procedure import State
from reviews.rules.scorecard import Measure
from tests.browser.conftest import OpenPage
from tests.factories.courses import make_course
from tests.factories.reviews import ReviewWorld, figures, goal_of, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
EXAMPLE = "九月三次回访都当日完成。"


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the reviews here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> ReviewWorld:
    world = review_world()
    bad, good, __ = world.months
    figures(world.subject, (bad, Measure.CLOSURE, 2, 40), (good, Measure.CLOSURE, 39, 40))
    goal_of(world.subject, world.period, 20)
    return world


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def state_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


def test_rating_is_kept_while_it_is_written(
    phone: Page, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    review = world.assessed()
    world.take(world.rated(review), world.hr, said.SentBack("例证都是九月的，请补七八月。"))
    sign_in(phone, world.manager)
    phone.goto(f"/desk/reviews/{review.pk}/rate/")
    check_accessible(phone)
    assert fits(phone)
    first = phone.locator(".rate-question").nth(0)
    first.locator("label", has_text="5").click()
    first.locator("textarea").fill(EXAMPLE)
    expect(phone.locator("[data-part=saved]")).to_be_visible()
    assert FormDraft.objects.get().data["example-attitude"] == EXAMPLE
    phone.reload()
    expect(phone.locator("[name=example-attitude]")).to_have_value(EXAMPLE)
    expect(phone.locator("[name=points-attitude][value='5']")).to_be_checked()
    phone.locator("[name=example-reliable]").fill("")
    expect(phone.locator("[data-part=saved]")).to_be_visible()
    phone.get_by_role("button").filter(has=phone.locator("use[href$='#check']")).click()
    expect(phone.locator(".field-error")).to_be_visible()
    check_accessible(phone)
    phone.locator("[name=example-reliable]").fill(EXAMPLE)
    expect(phone.locator("[data-part=saved]")).to_be_visible()
    phone.locator("form.rate-form button:not([name]):not([type=button])").click()
    phone.wait_for_url(f"**/desk/reviews/{review.pk}/")
    assert state_of(review) == State.CALIBRATION


def test_rating_without_scripts(open_page: OpenPage, world: ReviewWorld, sign_in: SignIn) -> None:
    review = world.assessed()
    page = open_page("phone", javascript=False)
    sign_in(page, world.manager)
    page.goto(f"/desk/reviews/{review.pk}/rate/")
    page.locator("[name=example-attitude]").fill(EXAMPLE)
    page.locator("button[name=save]").click()
    expect(page.locator("[name=example-attitude]")).to_have_value(EXAMPLE)
    assert FormDraft.objects.get().data["example-attitude"] == EXAMPLE


def test_a_talk_after_a_low_grade(
    phone: Page, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    make_course()
    review = world.frozen(points=1)
    sign_in(phone, world.manager)
    phone.goto(f"/desk/reviews/{review.pk}/talk/")
    check_accessible(phone)
    assert fits(phone)
    phone.locator("[name=text]").fill("谈了差距与帮助。")
    phone.locator("form.step-form button[type=submit]").click()
    expect(phone.locator(".field-error")).to_be_visible()
    check_accessible(phone)
    phone.locator("[name=courses]").first.check()
    phone.locator("form.step-form button[type=submit]").click()
    phone.wait_for_url(f"**/desk/reviews/{review.pk}/")
    assert state_of(review) == State.SIGN_OFF


def test_an_appeal_is_decided_at_the_desk(
    desk: Page, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    review = world.frozen(points=1)
    follow_up = said.FollowUp(said.FollowUpKind.TRAINING, timezone.localdate(), note="跟岗。")
    world.take(review, world.manager, said.Talked(timezone.localdate(), "谈了。", (follow_up,)))
    world.appealed(review)
    sign_in(desk, world.other_hr)
    desk.goto(f"/desk/reviews/{review.pk}/appeal/")
    check_accessible(desk)
    desk.locator("[name=upheld][value=upheld]").check()
    desk.locator("[name=struck]").first.check()
    desk.locator("[name=reasons]").fill("该项数据有误。")
    with desk.expect_navigation():
        desk.locator("form.step-form button[type=submit]").click()
    check_accessible(desk)
    desk.locator("button[name=final]").click()
    desk.wait_for_url(f"**/desk/reviews/{review.pk}/")
    assert state_of(review) == State.CLOSED
    assert review.results.count() == 2
