"""The examination in a browser where the network, the clock or the phone gives way."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, Request, Route, expect

from assessments.enums import Kind, Lateness, Layout
from assessments.models import Quiz, Response, Sitting
from assessments.queries.sittings import newest_responses
from lms.people.models import Employee
from tests.browser.conftest import OpenPage, Watch
from tests.databases import TestDatabase
from tests.factories.assessments import (
    QuestionFactory,
    QuizFactory,
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quizzes_are_open")]
SignIn = Callable[[Page, Employee | str], Employee]
OFFLINE = ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]


@pytest.fixture
def sitting(phone: Page, sign_in: SignIn) -> Sitting:
    """A sitting of three questions, its first one on the phone's screen."""
    return begun(phone, sign_in, QuizFactory.create(size=3))


@pytest.fixture
def demo_world(transactional_db: None, test_database: TestDatabase) -> TestDatabase:
    """Nobody of the demo company sits here."""
    return test_database


def begun(page: Page, sign_in: SignIn, quiz: Quiz) -> Sitting:
    """A sitting that has just begun, on the page's screen."""
    sitting = sitting_of(EmployeeFactory.create(), quiz)
    sign_in(page, sitting.employee)
    page.goto(f"/sittings/{sitting.pk}/")
    return sitting


def newest(sitting: Sitting) -> dict[int, Any]:
    """The answers that stand for the server, by position."""
    found = newest_responses(sitting).values()
    return {response.item.position: response.answer for response in found}


def answers(sitting: Sitting) -> dict[int, list[int]]:
    return {position: answer["chosen"] for position, answer in newest(sitting).items()}


def look_again(page: Page) -> None:
    """As when the browser comes to the front again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def choose(page: Page, text: str) -> None:
    page.locator(".choice", has_text=text).click()


def go(page: Page, value: str) -> None:
    page.locator(f"main ~ * button[value='{value}'], .items button[value='{value}']").click()


def test_each_choice_gets_its_receipt_and_steps_do_not_reload(
    phone: Page, sitting: Sitting
) -> None:
    phone.evaluate("window.sameDocument = true")
    choose(phone, "一声")
    expect(phone.locator("[data-part=label]")).to_contain_text("1-1")
    choose(phone, "三声")
    expect(phone.locator("[data-part=label]")).to_contain_text("1-2")
    go(phone, "next")
    expect(phone).to_have_url(f"{sitting_url(phone, sitting)}2/")
    expect(phone.locator("h1.stem")).to_be_focused()
    go(phone, "3")
    expect(phone).to_have_url(f"{sitting_url(phone, sitting)}3/")
    assert phone.evaluate("window.sameDocument")
    expect(phone.locator(".items button.is-saved")).to_have_count(1)
    assert answers(sitting) == {1: [1]}


def test_a_choice_made_before_the_scripts_arrive_is_saved(
    phone: Page, sitting: Sitting, hold_scripts: Callable[[Page], Callable[[], None]]
) -> None:
    release = hold_scripts(phone)
    phone.reload(wait_until="commit")
    choose(phone, "三声")
    assert answers(sitting) == {}
    release()
    expect(phone.locator("[data-part=receipt]")).to_be_visible()
    assert answers(sitting) == {1: [1]}


def test_an_answer_given_offline_waits_and_is_sent(
    phone: Page, sitting: Sitting, watch: Watch, check_accessible: Callable[[Page], None]
) -> None:
    watch.expected += OFFLINE
    choose(phone, "一声")
    expect(phone.locator("[data-part=label]")).to_contain_text("1-1")
    phone.context.set_offline(True)
    choose(phone, "三声")
    expect(phone.locator(".notice-wait")).to_be_visible()
    expect(phone.locator(".items button.is-wait")).to_have_count(1)
    expect(phone.locator("[data-part=receipt]")).to_be_hidden()
    check_accessible(phone)
    phone.emulate_media(color_scheme="dark")
    check_accessible(phone)
    assert answers(sitting) == {1: [0]}
    phone.context.set_offline(False)
    expect(phone.locator("[data-part=label]")).to_contain_text("1-2")
    expect(phone.locator(".notice-wait")).to_be_hidden()
    assert answers(sitting) == {1: [1]}


def test_an_unsent_answer_outlives_a_reload_and_goes_out_with_the_next_page(
    phone: Page, sitting: Sitting, watch: Watch
) -> None:
    watch.expected += ["ERR_FAILED"]
    phone.route("**/sittings/**", lambda route: route.abort(), times=None)
    choose(phone, "七声")
    expect(phone.locator(".notice-wait")).to_be_visible()
    phone.unroute("**/sittings/**")
    phone.route(
        "**/sittings/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    phone.reload()
    expect(phone.locator(".choice", has_text="七声").locator("input")).to_be_checked()
    assert answers(sitting) == {}
    phone.unroute("**/sittings/**")
    phone.goto(f"/sittings/{sitting.pk}/2/")
    expect(phone.locator(".items button[data-position='1']")).to_have_class("is-saved")
    assert answers(sitting) == {1: [3]}


def test_a_late_answer_is_kept_and_said_to_be_late(
    phone: Page, sitting: Sitting, check_accessible: Callable[[Page], None]
) -> None:
    end(sitting)
    choose(phone, "三声")
    told = phone.locator("[data-part=late]")
    expect(told).to_contain_text("1")
    check_accessible(phone)
    kept = Response.objects.get(item__sitting=sitting)
    assert (kept.lateness, kept.counts) == (Lateness.DEADLINE, False)
    told.get_by_role("link").click()
    expect(phone).to_have_url(f"{sitting_url(phone, sitting)}result/")


def test_at_zero_the_page_leads_to_the_result(phone: Page, sitting: Sitting) -> None:
    choose(phone, "三声")
    expect(phone.locator("[data-part=label]")).to_contain_text("1-1")
    Sitting.objects.filter(pk=sitting.pk).update(deadline=timezone.now() + timedelta(seconds=3))
    phone.reload()
    expect(phone).to_have_url(f"{sitting_url(phone, sitting)}result/")
    sitting.refresh_from_db()
    assert sitting.submitted_by == Employee.objects.system()
    assert sitting.score == 2


def test_time_that_was_added_shows_on_an_open_page(phone: Page, sitting: Sitting) -> None:
    later = sitting.deadline + timedelta(minutes=95)
    Sitting.objects.filter(pk=sitting.pk).update(deadline=later)
    look_again(phone)
    expect(phone.get_by_role("timer")).to_have_text(re.compile(r"2:0\d:\d\d"))
    by = timezone.localtime(later).strftime("%H:%M")
    expect(phone.locator("exam-timer .note")).to_contain_text(by)


def test_what_is_typed_is_saved_while_typing_and_when_the_field_is_left(
    phone: Page, sign_in: SignIn
) -> None:
    sitting = begun(phone, sign_in, quiz_of_kinds(Kind.SHORT_TEXT))
    field = phone.locator("[name=text]")
    field.press_sequentially("您好")
    expect(phone.locator("[data-part=label]")).to_contain_text("1-1")
    field.press_sequentially("！")
    field.blur()
    expect(phone.locator("[data-part=label]")).to_contain_text("1-2")
    assert newest(sitting) == {1: {"text": "您好！"}}
    phone.locator(".exam-head button[value=submit]").click()
    expect(phone.locator(".check-out")).to_be_visible()
    assert Response.objects.count() == 2


def test_half_an_answer_waits_on_the_phone(phone: Page, sign_in: SignIn) -> None:
    statement = QuestionFactory.create(
        version__kind=Kind.TRUE_FALSE, version__content={"asks_reason": True}
    )
    quiz = QuizFactory.create(of=[statement], size=1)
    sitting = begun(phone, sign_in, quiz)
    phone.locator(".choice").first.click()
    expect(phone.locator("[data-part=missing]")).to_be_visible()
    phone.reload()
    expect(phone.locator(".choice input").first).to_be_checked()
    assert newest(sitting) == {}
    phone.locator("[name=reason]").fill("服务标准")
    expect(phone.locator("[data-part=receipt]")).to_be_visible()
    expect(phone.locator("[data-part=missing]")).to_be_hidden()
    assert newest(sitting) == {1: {"value": True, "reason": "服务标准"}}


def test_no_number_is_told_in_words_and_can_be_put_right(
    phone: Page, sign_in: SignIn, watch: Watch
) -> None:
    watch.expected += ["400"]
    sitting = begun(phone, sign_in, quiz_of_kinds(Kind.NUMBER))
    field = phone.locator("[name=number]")
    field.fill("zehn")
    field.blur()
    expect(phone.locator("[data-part=refused]")).to_be_visible()
    phone.reload()
    expect(field).to_have_value("zehn")
    field.fill("10")
    expect(phone.locator("[data-part=receipt]")).to_be_visible()
    expect(phone.locator("[data-part=refused]")).to_be_hidden()
    assert newest(sitting) == {1: {"number": "10"}}


def test_a_minute_without_network_loses_nothing(
    phone: Page, sign_in: SignIn, watch: Watch, check_accessible: Callable[[Page], None]
) -> None:
    """All questions on one page, answered while every attempt to send them fails."""
    watch.expected += OFFLINE
    wrong = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
    phone.clock.install(time=wrong)
    kinds = (Kind.SINGLE_CHOICE, Kind.SHORT_TEXT, Kind.ORDERING, Kind.SCENARIO)
    sitting = begun(phone, sign_in, quiz_of_kinds(*kinds, layout=Layout.ALL))
    attempts: list[Request] = []
    phone.on("requestfailed", lambda one: attempts.append(one))
    phone.context.set_offline(True)
    choose(phone, "三声")
    phone.locator("[name=q2-text]").fill("您好")
    phone.locator("[data-part=keep]").click()
    phone.get_by_role("button", name="您先坐。").click()
    expect(phone.locator("[data-part=waiting] [data-part=title]")).to_contain_text("1, 2, 3, 4")
    expect(phone.locator(".items .is-wait[data-position]")).to_have_count(4)
    phone.clock.run_for(60_000)
    expect(phone.locator(".items .is-wait[data-position]")).to_have_count(4)
    check_accessible(phone)
    assert len([one for one in attempts if one.method == "POST"]) >= 6
    assert newest(sitting) == {}
    phone.context.set_offline(False)
    expect(phone.locator(".items .is-saved[data-position]")).to_have_count(4)
    expect(phone.locator("unsent-answers .notice-wait")).to_be_hidden()
    found = Response.objects.filter(item__sitting=sitting)
    assert sorted(one.item.position for one in found) == [1, 2, 3, 4]
    for one in found:
        assert one.given_at is not None and one.seen_at is not None
        assert wrong <= one.given_at < wrong + timedelta(minutes=1)
        assert sitting.started_at - timedelta(seconds=1) <= one.seen_at <= one.saved_at


@pytest.mark.parametrize("storage", ["kept", "forbidden"])
def test_an_answer_of_which_the_receipt_was_lost_is_kept_once(
    phone: Page, sign_in: SignIn, watch: Watch, storage: str
) -> None:
    watch.expected += ["ERR_FAILED"]
    phone.clock.install()
    if storage == "forbidden":
        phone.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })"
        )
    sitting = begun(phone, sign_in, QuizFactory.create(size=1))
    lost: list[str | None] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            route.fetch()
            lost.append(route.request.post_data)
            route.abort()
        else:
            route.continue_()

    phone.route("**/sittings/**", lose)
    choose(phone, "三声")
    expect(phone.locator(".notice-wait")).to_be_visible()
    assert newest(sitting) == {1: {"chosen": [1]}}
    with phone.expect_request(lambda one: one.method == "POST") as again:
        phone.clock.run_for(10_000)
    expect(phone.locator("[data-part=label]")).to_contain_text("1-1")
    assert again.value.post_data == lost[0]
    assert Response.objects.filter(item__sitting=sitting).count() == 1


def test_an_answer_given_after_the_session_ended_is_sent_after_signing_in(
    phone: Page, sitting: Sitting, sign_in: SignIn
) -> None:
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    choose(phone, "三声")
    expect(phone.locator(".notice-wait")).to_be_visible()
    assert answers(sitting) == {}
    sign_in(phone, sitting.employee)
    look_again(phone)
    expect(phone.locator("[data-part=receipt]")).to_be_visible()
    assert answers(sitting) == {1: [1]}


def test_without_javascript_no_choice_is_lost_on_the_way(
    open_page: OpenPage, sign_in: SignIn
) -> None:
    phone = open_page(javascript=False)
    sitting = begun(phone, sign_in, QuizFactory.create(size=3))
    for value, expected in [("3", "3/"), ("back", "2/"), ("flag", "2/"), ("submit", "submit/")]:
        choose(phone, "三声")
        phone.locator(f"button[value='{value}']").first.click()
        expect(phone).to_have_url(f"{sitting_url(phone, sitting)}{expected}")
    assert answers(sitting) == {1: [1], 3: [1], 2: [1]}


def sitting_url(page: Page, sitting: Sitting) -> str:
    return f"{page.url.split('/sittings/')[0]}/sittings/{sitting.pk}/"


def end(sitting: Sitting) -> None:
    """The deadline passes while the page stands open."""
    now = timezone.now()
    Sitting.objects.filter(pk=sitting.pk).update(
        started_at=now - timedelta(hours=1), deadline=now - timedelta(seconds=1)
    )
