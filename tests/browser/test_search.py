"""Looking for words in the lessons, on the phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from lms.people.models import Employee

READER = "20261"  # has read the whole course


def test_searching_the_lessons(
    phone: Page,
    sign_in: Callable[[Page, Employee | str], Employee],
    check_accessible: Callable[[Page], None],
) -> None:
    sign_in(phone, READER)
    phone.goto("/")
    with phone.expect_navigation():
        phone.get_by_role("link", name="搜索").click()
    expect(phone.get_by_role("searchbox")).to_be_focused()
    phone.get_by_role("searchbox").fill("鈴響三聲")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    first = phone.locator(".hits li").first
    expect(first.locator(".hit-text mark").first).to_be_visible()
    check_accessible(phone)
    title = first.locator(".row-title").inner_text().split(" ", 1)[1]
    with phone.expect_navigation():
        first.locator("a").click()
    expect(phone.locator("main h1")).to_have_text(title)
    phone.goto("/search/?q=没有这样的词")
    expect(phone.locator(".empty")).to_contain_text("没有找到")
