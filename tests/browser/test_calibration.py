"""The calibration board with mouse, keyboard and neither; the spread and what goes together."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from reviews.actions.move_grade import move_grade
from reviews.models import Review, ReviewCycle
from reviews.rules.procedure import State
from reviews.rules.scorecard import Measure
from tests.browser.conftest import Device, OpenPage, Watch
from tests.factories.people import EmployeeFactory, UnitFactory
from tests.factories.reviews import HIRED, ReviewWorld, figures, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
REASON = "投诉难度高于同岗，夜班也多。"


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the reviews here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> ReviewWorld:
    return review_world()


@pytest.fixture
def cycle(world: ReviewWorld) -> ReviewCycle:
    """Three people in calibration, with service figures from good to poor."""
    people = [world.subject]
    for name in ("马骏", "韩冰"):
        people.append(
            EmployeeFactory.create(
                unit=world.site, post=world.subject.post, name=name, hired_on=HIRED
            )
        )
    for person, closed in zip(people, (50, 38, 12), strict=True):
        figures(person, (world.months[0], Measure.CLOSURE, closed, 50))
    cycle = world.cycle()
    for person, points in zip(people, (5, 4, 2), strict=True):
        world.rated(world.assessed(world.opened(cycle, person)), points=points)
    return cycle


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def slip_of(page: Page, review: Review) -> str:
    return f"#review-{review.pk}"


def test_a_slip_is_dragged_and_asks_for_its_reason(
    desk: Page,
    world: ReviewWorld,
    cycle: ReviewCycle,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    watch: Watch,
) -> None:
    watch.expected.append("422 (Unprocessable")
    sign_in(desk, world.hr)
    review = Review.objects.get(cycle=cycle, employee=world.subject)
    desk.goto(reverse("reviews:board", args=[cycle.pk]))
    check_accessible(desk)
    shot(desk, "board-desk")
    desk.locator(slip_of(desk, review)).drag_to(desk.locator("[data-grade=good] .board-slips"))
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_label("良好")).to_be_checked()
    check_accessible(desk)
    shot(desk, "board-dialog")
    dialog.locator("textarea").fill("太短")
    dialog.locator("button[type=submit]").click()
    expect(dialog.locator(".field-error")).to_be_visible()
    expect(dialog.locator("textarea")).to_have_value("太短")
    dialog.locator("textarea").fill(REASON)
    dialog.locator("button[type=submit]").click()
    expect(desk.locator("[data-grade=good]").locator(slip_of(desk, review))).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(desk.locator(f"{slip_of(desk, review)} .slip-move")).to_be_focused()
    expect(desk.locator("[data-part=live]")).to_contain_text("陈静")
    expect(desk.locator(".board-reason")).to_contain_text(REASON)
    shot(desk, "board-moved")
    review.refresh_from_db()
    assert review.grade == "good"
    desk.locator(".board-end .button").click()
    expect(desk.locator("main form h2")).to_contain_text("3")
    check_accessible(desk)
    shot(desk, "freeze-all")


def test_with_the_keyboard_alone(
    desk: Page, world: ReviewWorld, cycle: ReviewCycle, sign_in: SignIn, watch: Watch
) -> None:
    watch.expected.append("422 (Unprocessable")
    sign_in(desk, world.hr)
    review = Review.objects.get(cycle=cycle, employee=world.subject)
    desk.goto(reverse("reviews:board", args=[cycle.pk]))
    link = desk.locator(f"{slip_of(desk, review)} .slip-move")
    link.focus()
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator("[data-part=live]")).to_contain_text("良好")
    expect(desk.locator("[data-grade=good]")).to_have_class("board-column is-aim")
    desk.keyboard.press("Escape")
    expect(desk.locator(".is-aim")).to_have_count(0)
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog").locator("textarea")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(link).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.get_by_role("dialog").get_by_label("合格", exact=True).check()
    desk.get_by_role("dialog").locator("textarea").fill(REASON)
    move_grade(
        actor=world.other_hr, review=review, grade="good", reason="同事已经先看过一遍，先调到良好。"
    )
    desk.get_by_role("dialog").locator("button[type=submit]").click()
    expect(desk.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    expect(desk.get_by_role("dialog").locator("textarea")).to_have_value(REASON)
    desk.get_by_role("dialog").locator("button[type=submit]").click()
    expect(desk.locator("[data-grade=sound]").locator(slip_of(desk, review))).to_be_visible()
    expect(desk.locator(f"{slip_of(desk, review)} .slip-move")).to_be_focused()


def test_on_a_phone_without_javascript(
    open_page: OpenPage,
    world: ReviewWorld,
    cycle: ReviewCycle,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    page = open_page("phone", javascript=False)
    sign_in(page, world.hr)
    review = Review.objects.get(cycle=cycle, employee=world.subject)
    page.goto(reverse("reviews:board", args=[cycle.pk]))
    assert fits(page)
    shot(page, "board-phone")
    page.locator(f"{slip_of(page, review)} .slip-move").click()
    assert fits(page)
    shot(page, "move-phone")
    page.get_by_label("良好").check()
    page.locator("textarea").fill(REASON)
    page.locator("button[type=submit]").click()
    expect(page.locator("[data-grade=good]").locator(slip_of(page, review))).to_be_visible()
    expect(page.locator(".notice[role=status]")).to_contain_text("陈静")
    page.locator(f"{slip_of(page, review)} summary").click()
    page.locator(f"{slip_of(page, review)} .slip-more a").last.click()
    page.locator("button[type=submit]").click()
    expect(page.locator(slip_of(page, review))).to_have_count(0)
    review.refresh_from_db()
    assert review.state == State.TALK


SCORES = [
    {
        "training": str(50 + index * 2),
        "service": str(60 + index * 7 % 23),
        "conduct": str(80 + index * 3 % 20),
    }
    for index in range(24)
]


@pytest.fixture
def finished(world: ReviewWorld) -> ReviewCycle:
    """A cycle of four sites whose results are frozen, one of them small."""
    for name, count in (("云庭里", 14), ("砚山居", 9), ("松间府", 6), ("半亩塘", 3)):
        site = UnitFactory.create(name=name, parent=world.company)
        for __ in range(count):
            EmployeeFactory.create(unit=site, post=world.subject.post, hired_on=HIRED)
    cycle = world.cycle(unit=world.company)
    for index, review in enumerate(Review.objects.filter(cycle=cycle).order_by("pk")):
        total = 58 + index * 7 % 40
        grade = "improve" if total < 60 else "sound" if total < 80 else "good"
        Review.objects.filter(pk=review.pk).update(
            state=State.CLOSED, total=total, grade=grade, scores=SCORES[index % 24]
        )
    return cycle


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_figures_can_be_read_on_both(
    open_page: OpenPage,
    world: ReviewWorld,
    finished: ReviewCycle,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    device: Device,
) -> None:
    page = open_page(device)
    sign_in(page, world.hr)
    page.goto(reverse("reviews:spread"))
    expect(page.locator(".spread-hidden")).not_to_have_count(0)
    check_accessible(page)
    assert fits(page)
    shot(page, f"spread-{device}")
    page.locator(".segments a").last.click()
    expect(page.locator(".spread-dot")).not_to_have_count(0)
    check_accessible(page)
    assert fits(page)
    shot(page, f"together-{device}")
