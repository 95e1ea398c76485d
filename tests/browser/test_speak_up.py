"""Somebody reports without their name and comes back with the code; HR asks from the other side."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from conduct_records.models import Incident, ReportMessage
from conduct_records.views.cases.callers import CALLERS
from lms.people.models import Employee
from tests.conduct_records.cases.reports import photo

HR, DIRECTOR = "20213", "20026"
SignIn = Callable[[Page, Employee | str], Employee]
OpenPage = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture(autouse=True)
def nobody_is_counted() -> None:
    CALLERS.forget()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def report(page: Page) -> str:
    """From the sign-in page to the code."""
    page.goto(reverse("people:sign-in"))
    with page.expect_navigation():
        page.locator(f'a[href="{reverse("conduct_records:speak-up")}"]').click()
    assert fits(page)
    page.locator("[name=what]").fill("夜班时有人把监控转开，搬走两箱物资。")
    page.locator("[name=unit]").select_option(index=1)
    page.locator("[name=place]").fill("地下一层库房")
    page.locator("[name=day]").fill("2026-01-02")
    page.locator("[name=clock]").fill("03:04")
    file = photo("IMG_4711.jpg")
    page.locator("[name=photos]").set_input_files(
        {"name": "IMG_4711.jpg", "mimeType": "image/jpeg", "buffer": file.read()}
    )
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    code = page.locator("#code-itself").inner_text()
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code)
    return code


def look(page: Page, code: str) -> None:
    page.goto(reverse("conduct_records:speak-up-follow"))
    page.locator("[name=code]").fill(code.lower().replace("-", " "))
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def answer(page: Page, text: str) -> None:
    page.locator("[name=text]").fill(text)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("status")).to_be_visible()


def incident_page() -> str:
    return reverse("conduct_records:incident", args=[Incident.objects.latest("pk").pk])


def ask(desk: Page, text: str) -> None:
    desk.goto(incident_page())
    desk.locator("form[action$='/ask/'] textarea").fill(text)
    with desk.expect_navigation():
        desk.locator("form[action$='/ask/'] button").click()
    expect(desk.locator(".speak-message").last).to_contain_text(text)


def test_reporting_being_asked_answering_and_the_end(
    phone: Page, desk: Page, sign_in: SignIn, check_accessible: Check
) -> None:
    phone.goto(reverse("conduct_records:speak-up"))
    check_accessible(phone)
    code = report(phone)
    check_accessible(phone)
    expect(phone.locator("copy-code button")).to_be_visible()

    hr = sign_in(desk, HR)
    ask(desk, "当时有几个人？")
    check_accessible(desk)

    look(phone, code)
    expect(phone.locator(".speak-message")).to_contain_text("当时有几个人？")
    assert hr.name not in phone.content() and code not in phone.url and fits(phone)
    check_accessible(phone)
    answer(phone, "两个人，都穿便服。")
    phone.reload()  # sends the form once more
    assert ReportMessage.objects.filter(text="两个人，都穿便服。").count() == 1

    desk.goto(reverse("conduct_records:incidents") + "?state=answers")
    with desk.expect_navigation():
        desk.locator(f'.incident-card[href="{incident_page()}"]').click()
    expect(desk.locator(".speak-message").last).to_contain_text("两个人，都穿便服。")
    noted = desk.locator("form[action$='/noted/'] button")
    with desk.expect_navigation():
        noted.click()
    expect(noted).to_have_count(0)
    desk.locator(".incident-aside summary").click()
    desk.locator(".incident-aside [name=reason]").fill("是登记过的调拨。")
    desk.locator("[name=last_word]").fill("谢谢，已核对清楚。")
    with desk.expect_navigation():
        desk.locator("form[action$='/set-aside/'] button").click()

    look(phone, code)
    expect(phone.locator(".speak-message").last).to_contain_text("谢谢，已核对清楚。")
    expect(phone.locator("[name=text]")).to_have_count(0)
    assert "是登记过的调拨。" not in phone.content()
    check_accessible(phone)

    sign_in(phone, DIRECTOR)
    phone.goto(reverse("conduct_records:second-look"))
    expect(phone.locator("main article").first).to_contain_text("是登记过的调拨。")
    assert fits(phone)
    check_accessible(phone)


def test_all_of_it_without_javascript_in_the_dark(
    open_page: OpenPage, sign_in: SignIn, check_accessible: Check
) -> None:
    page = open_page("phone", javascript=False, scheme="dark")
    code = report(page)
    expect(page.locator("copy-code button")).to_be_hidden()
    desk = open_page("desk", javascript=False)
    sign_in(desk, HR)
    ask(desk, "在哪一个门？")
    look(page, code)
    answer(page, "北门。")
    expect(page.locator(".speak-message")).to_have_count(2)
    page.locator(".languages button[value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".speak-message")).to_have_count(2)
    look(page, "0000-0000-0000-0000")
    expect(page.locator(".field-error")).to_be_visible()


def test_whoever_is_signed_in_is_nobody_here(phone: Page, sign_in: SignIn) -> None:
    manager = sign_in(phone, "20068")
    phone.goto(reverse("conduct_records:speak-up"))
    assert manager.name not in phone.content()
    code = report_again(phone)
    assert Incident.objects.latest("pk").reported_by is None and code
    phone.goto(reverse("home:today"))
    assert phone.locator(".sign").count() == 0  # and signed in as before


def report_again(page: Page) -> str:
    for name, value in (("what", "有事"), ("place", "门岗"), ("day", "2026-01-02")):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=clock]").fill("03:04")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    return page.locator("#code-itself").inner_text()
