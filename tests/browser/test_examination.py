"""The examination in a browser where the network, the clock or the phone gives way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Response, Sitting
from lms.people.models import Employee
from tests.browser.conftest import OpenPage, Watch
from tests.factories.assessments import QuizFactory, sitting_of
from tests.factories.people import EmployeeFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quizzes_are_open")]
SignIn = Callable[[Page, Employee | str], Employee]
OFFLINE = ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]


@pytest.fixture
def sitting(phone: Page, sign_in: SignIn) -> Sitting:
    """A sitting of three questions, its first one on the phone's screen."""
    learner = EmployeeFactory.create()
    sign_in(phone, learner)
    sitting = sitting_of(learner, QuizFactory.create(size=3))
    phone.goto(f"/sittings/{sitting.pk}/")
    return sitting


def answers(sitting: Sitting) -> dict[int, list[int]]:
    """The newest answers that the server holds, by position."""
    found = Response.objects.filter(item__sitting=sitting).order_by("number")
    return {response.item.position: response.answer["chosen"] for response in found}


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


def test_a_late_answer_is_refused_in_words(
    phone: Page, sitting: Sitting, watch: Watch, check_accessible: Callable[[Page], None]
) -> None:
    watch.expected += ["409"]
    end(sitting)
    choose(phone, "三声")
    expect(phone.get_by_role("alert")).to_be_visible()
    check_accessible(phone)
    assert answers(sitting) == {}
    phone.get_by_role("alert").get_by_role("link").click()
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


def test_without_javascript_no_choice_is_lost_on_the_way(
    open_page: OpenPage, sign_in: SignIn
) -> None:
    phone = open_page(javascript=False)
    learner = EmployeeFactory.create()
    sign_in(phone, learner)
    sitting = sitting_of(learner, QuizFactory.create(size=3))
    phone.goto(f"/sittings/{sitting.pk}/")
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
