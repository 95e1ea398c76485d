"""The page of a review: each figure opens to its evidence, at the desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from reviews.rules.scorecard import Measure
from tests.browser.conftest import OpenPage
from tests.factories.reviews import ReviewWorld, figures, goal_of, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


@pytest.fixture
def world(site: LiveServer) -> ReviewWorld:
    world = review_world()
    first, second, third = world.months
    figures(
        world.subject,
        (first, Measure.CLOSURE, 15, 16),
        (second, Measure.CLOSURE, 16, 17),
        (third, Measure.CLOSURE, 16, 17),
        (third, Measure.SATISFACTION, 83, 96),
        (third, Measure.CALL_BACK, 6, 12),
        (third, Measure.WITHIN_LIMITS, 112, 130),
    )
    goal_of(world.subject, world.period, 70)
    return world


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def open_all(page: Page) -> None:
    for summary in page.locator(".part summary").all():
        summary.click()


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_figures_open_to_their_evidence(
    open_page: OpenPage,
    world: ReviewWorld,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    device: str,
) -> None:
    review = world.talked()
    page = open_page(device)  # type: ignore[arg-type]
    sign_in(page, world.hr)
    page.goto(f"/desk/reviews/{review.pk}/")
    expect(page.locator(".review-total .big")).to_have_text(str(review.total))
    check_accessible(page)
    open_all(page)
    expect(page.get_by_text("47 / 50", exact=True).first).to_be_visible()
    check_accessible(page)
    assert fits(page)
