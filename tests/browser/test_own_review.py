"""Somebody's own review on their phone: writing with a poor network, reading the result, signing,
appealing."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from reviews.models import FormDraft, Review
from reviews.rules.procedure import State
from reviews.rules.scorecard import Measure
from tests.browser.conftest import OpenPage, Watch
from tests.factories.reviews import ReviewWorld, figures, goal_of, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


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
    month = world.months[0]
    figures(world.subject, (month, Measure.CLOSURE, 15, 16), (month, Measure.CALL_BACK, 3, 9))
    goal_of(world.subject, world.period, 70)
    return world


def state_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


def kept_here(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "Object.keys(localStorage).filter(name => name.startsWith('saved:'))"
    )
    return names


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_what_is_written_survives_a_network_that_fails(
    phone: Page,
    world: ReviewWorld,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    watch: Watch,
) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    review = world.opened()
    sign_in(phone, world.subject)
    phone.goto("/my-reviews/")
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator(f"a[href$='/my-reviews/{review.pk}/self/']").first.click()
    check_accessible(phone)
    assert fits(phone)
    phone.locator("#id_went_well").fill("回访都做到了。")
    expect(phone.locator("[data-part=saved]")).to_be_visible()
    assert FormDraft.objects.get().data["went_well"] == "回访都做到了。"
    assert kept_here(phone) == []
    phone.context.set_offline(True)
    phone.locator("#id_to_improve").fill("时限还要抓紧。")
    expect(phone.locator("[data-part=waiting]")).to_be_visible()
    check_accessible(phone)
    assert FormDraft.objects.get().data["to_improve"] == ""
    assert len(kept_here(phone)) == 1
    phone.context.set_offline(False)
    expect(phone.locator("[data-part=saved]")).to_be_visible()
    assert FormDraft.objects.get().data["to_improve"] == "时限还要抓紧。"
    hand_in(phone, review, check_accessible)


def hand_in(phone: Page, review: Review, check_accessible: CheckAccessible) -> None:
    phone.locator("main form button[type=submit]:not([name])").click()
    expect(phone.locator("button[name=confirmed]")).to_be_visible()
    check_accessible(phone)
    phone.locator("button[name=confirmed]").click()
    expect(phone.locator("#self-said")).to_be_visible()
    check_accessible(phone)
    assert state_of(review) == State.RATING
    assert kept_here(phone) == [] and not FormDraft.objects.exists()


def test_a_page_that_was_closed_offline_has_the_text_again(
    phone: Page, world: ReviewWorld, sign_in: SignIn, watch: Watch
) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    review = world.opened()
    sign_in(phone, world.subject)
    phone.goto(f"/my-reviews/{review.pk}/self/")
    phone.context.set_offline(True)
    phone.locator("#id_went_well").fill("写在地下室。")
    expect(phone.locator("[data-part=waiting]")).to_be_visible()
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(f"/my-reviews/{review.pk}/self/")
    expect(phone.locator("#id_went_well")).to_have_value("写在地下室。")
    expect(phone.locator("[data-part=saved]")).to_be_visible()
    assert FormDraft.objects.get().data["went_well"] == "写在地下室。"


def test_two_devices_and_the_writer_chooses(
    phone: Page,
    open_page: OpenPage,
    world: ReviewWorld,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    watch: Watch,
) -> None:
    watch.expected.append("409")
    review = world.opened()
    other = open_page("desk")
    for page in (phone, other):
        sign_in(page, world.subject)
        page.goto(f"/my-reviews/{review.pk}/self/")
    other.locator("#id_went_well").fill("在电脑上写的。")
    expect(other.locator("[data-part=saved]")).to_be_visible()
    phone.locator("#id_went_well").fill("在手机上写的。")
    expect(phone.locator("[data-part=elsewhere]")).to_be_visible()
    expect(phone.locator("[data-part=other]")).to_have_text("在电脑上写的。")
    check_accessible(phone)
    assert FormDraft.objects.get().data["went_well"] == "在电脑上写的。"
    phone.locator("[data-part=mine]").click()
    expect(phone.locator("[data-part=saved]")).to_be_visible()
    assert FormDraft.objects.get().data["went_well"] == "在手机上写的。"
    other.locator("#id_support").fill("想多练接电话。")
    expect(other.locator("[data-part=elsewhere]")).to_be_visible()
    other.locator("[data-part=theirs]").click()
    expect(other.locator("#id_went_well")).to_have_value("在手机上写的。")


def test_signed_out_it_says_so_and_loses_nothing(
    phone: Page, world: ReviewWorld, sign_in: SignIn
) -> None:
    review = world.opened()
    sign_in(phone, world.subject)
    phone.goto(f"/my-reviews/{review.pk}/self/")
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    phone.locator("#id_went_well").fill("还没存上。")
    expect(phone.locator("[data-part=signed-out]")).to_be_visible()
    sign_in(phone, world.subject)
    phone.goto(f"/my-reviews/{review.pk}/self/")
    expect(phone.locator("#id_went_well")).to_have_value("还没存上。")
    expect(phone.locator("[data-part=saved]")).to_be_visible()


def test_from_the_result_to_the_appeal(
    phone: Page, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    review = world.talked()
    sign_in(phone, world.subject)
    for address in ("/my-reviews/", f"/my-reviews/{review.pk}/"):
        phone.goto(address)
        check_accessible(phone)
        assert fits(phone), address
    with phone.expect_navigation():
        phone.locator(f"a[href$='/my-reviews/{review.pk}/sign/']").first.click()
    check_accessible(phone)
    assert fits(phone)
    phone.locator("#id_comment").fill("时限一项我会补上。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator(".own-stages")).to_be_visible()
    assert state_of(review) == State.APPEAL_TIME
    with phone.expect_navigation():
        phone.locator(f"a[href$='/my-reviews/{review.pk}/appeal/']").first.click()
    check_accessible(phone)
    phone.locator("#id_grounds").fill("八月的数据不是我的。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator(".own-stages")).to_be_visible()
    assert state_of(review) == State.APPEALED


def test_without_javascript_and_in_the_dark(
    open_page: OpenPage, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    review = world.opened()
    plain = open_page("phone", javascript=False)
    sign_in(plain, world.subject)
    plain.goto(f"/my-reviews/{review.pk}/self/")
    plain.locator("#id_went_well").fill("半句")
    plain.locator("button[name=save]").click()
    expect(plain.locator("#id_went_well")).to_have_value("半句")
    plain.locator("#id_to_improve").fill("时限。")
    plain.locator("main form button[type=submit]:not([name])").click()
    plain.locator("button[name=confirmed]").click()
    assert state_of(review) == State.RATING
    world.talked(world.frozen(world.rated(Review.objects.get(pk=review.pk))))
    dark = open_page("phone", scheme="dark")
    dark.set_viewport_size({"width": 360, "height": 740})
    sign_in(dark, world.subject)
    for address in ("/my-reviews/", f"/my-reviews/{review.pk}/", f"/my-reviews/{review.pk}/sign/"):
        dark.goto(address)
        check_accessible(dark)
        assert fits(dark), address
