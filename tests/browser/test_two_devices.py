"""One sitting on two devices: the second takes over after asking, the first is told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Response, Sitting
from lms.people.models import Employee
from tests.browser.conftest import OpenPage, Watch
from tests.browser.test_examination import answers, choose, go, look_again
from tests.databases import TestDatabase
from tests.factories.assessments import QuizFactory, sitting_of
from tests.factories.people import EmployeeFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quizzes_are_open")]
SignIn = Callable[[Page, Employee | str], Employee]


@pytest.fixture
def demo_world(transactional_db: None, test_database: TestDatabase) -> TestDatabase:
    """Nobody of the demo company sits here."""
    return test_database


@pytest.fixture
def sitting() -> Sitting:
    return sitting_of(EmployeeFactory.create(), QuizFactory.create(size=2))


@pytest.fixture
def first(open_page: OpenPage, sign_in: SignIn, sitting: Sitting) -> Page:
    page = open_page("phone")
    page.clock.install()
    sign_in(page, sitting.employee)
    page.goto(f"/sittings/{sitting.pk}/")
    choose(page, "一声")
    expect(page.locator("[data-part=receipt]")).to_be_visible()
    return page


@pytest.fixture
def second(open_page: OpenPage, sign_in: SignIn, sitting: Sitting, first: Page) -> Page:
    """It asks whether to go on there."""
    page = open_page("desk")
    sign_in(page, sitting.employee)
    page.goto(f"/sittings/{sitting.pk}/1/")
    expect(page.locator("form[action$='/elsewhere/'] button")).to_be_visible()
    return page


def take_over(page: Page) -> None:
    with page.expect_navigation():
        page.locator("form[action$='/elsewhere/'] button").click()
    expect(page.locator("answer-form")).to_be_visible()


def to_the_first_question(page: Page) -> None:
    go(page, "1")
    expect(page).to_have_url(re.compile("/1/$"))


def choose_first(page: Page, text: str) -> None:
    to_the_first_question(page)
    choose(page, text)
    expect(page.locator(".items [data-position='1']")).to_have_class("is-saved")
    expect(page.locator("[data-part=receipt]")).to_be_visible()


def told(page: Page) -> None:
    expect(page.locator("[data-part=elsewhere]")).to_be_visible()


def test_the_second_asks_and_the_first_is_told(
    first: Page, second: Page, sitting: Sitting, check_accessible: Callable[[Page], None]
) -> None:
    check_accessible(second)
    look_again(first)
    expect(first.locator("[data-part=elsewhere]")).to_be_hidden()
    take_over(second)
    to_the_first_question(second)
    expect(second.locator(".choice", has_text="一声").locator("input")).to_be_checked()
    first.clock.run_for(15_000)
    told(first)
    check_accessible(first)
    first.locator("[data-part=elsewhere]").get_by_role("link").click()
    take_over(first)
    look_again(second)
    told(second)


def test_what_the_first_had_not_sent_arrives_and_overwrites_nothing(
    first: Page, second: Page, sitting: Sitting, watch: Watch
) -> None:
    watch.expected += ["ERR_FAILED"]
    first.route("**/sittings/**", lambda route: route.abort())
    choose(first, "三声")
    choose(first, "五声")
    expect(first.locator(".notice-wait")).to_be_visible()
    take_over(second)
    choose_first(second, "七声")
    first.unroute("**/sittings/**")
    look_again(first)
    told(first)
    expect(first.locator(".notice-wait")).to_be_hidden()
    assert answers(sitting) == {1: [3]}
    kept = Response.objects.filter(item__sitting=sitting).order_by("pk")
    assert [(one.epoch, one.answer["chosen"]) for one in kept] == [(0, [0]), (1, [3]), (0, [2])]


def test_back_on_the_first_what_it_had_not_sent_does_not_cover_what_stands(
    first: Page, second: Page, sitting: Sitting, watch: Watch
) -> None:
    watch.expected += ["ERR_FAILED"]
    first.route("**/sittings/**/1/", lambda route: route.abort())
    choose(first, "五声")
    expect(first.locator(".notice-wait")).to_be_visible()
    take_over(second)
    choose_first(second, "七声")
    first.goto(f"/sittings/{sitting.pk}/")
    take_over(first)
    first.unroute("**/sittings/**/1/")
    to_the_first_question(first)
    expect(first.locator(".choice", has_text="七声").locator("input")).to_be_checked()
    expect(first.locator("[data-part=elsewhere]")).to_be_hidden()
    assert answers(sitting) == {1: [3]}
