"""Personnel at the desk: a roster is checked, corrected, confirmed and written."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from lms.people.models import Employee
from tests.browser.conftest import OpenPage

SignIn = Callable[[Page, Employee | str], Employee]
HEADS = "工号,姓名,单位,岗位,用工形式,用人单位,入职日期"
GOOD = [f"3000{n},顾一舟,云庭里安防组,门岗,劳务派遣,安信劳务,2026-11-01" for n in range(3)]


def sheet(folder: Path, *rows: str) -> Path:
    path = folder / "花名册.csv"
    path.write_text("\n".join([HEADS, *rows]), encoding="gb18030")
    return path


def send(page: Page, path: Path) -> None:
    page.goto("/admin/people/roster/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form button[type=submit]").click()


def test_a_roster_is_checked_and_written_with_progress(
    desk: Page,
    sign_in: SignIn,
    check_accessible: Callable[[Page], None],
    run_jobs: Callable[[], None],
    tmp_path: Path,
) -> None:
    sign_in(desk, "20026")
    send(desk, sheet(tmp_path, *GOOD, "30009,陈志远,不存在,门岗,自有,,2026-02-30"))
    refused = desk.locator(".roster-rows tbody tr", has_text="30009")
    expect(refused).to_contain_text("不存在")
    expect(refused).to_contain_text("2026-02-30")
    expect(desk.locator(".roster-next form")).to_have_count(0)
    check_accessible(desk)

    send(desk, sheet(tmp_path, *GOOD))
    expect(desk.locator(".roster-added b")).to_have_text("3")
    assert not Employee.objects.filter(staff_number="30000").exists()
    desk.locator(".roster-next form button").click()
    expect(desk.locator(".long-work progress")).to_be_visible()
    check_accessible(desk)
    run_jobs()
    expect(desk.locator(".long-work .status-done")).to_be_visible()
    assert Employee.objects.filter(staff_number__startswith="3000").count() == 3

    desk.goto("/admin/people/employees/?q=gyz")
    expect(desk.get_by_text("30000")).to_be_visible()


def test_a_time_line_at_desk_and_phone(
    open_page: OpenPage, sign_in: SignIn, check_accessible: Callable[[Page], None]
) -> None:
    person = Employee.objects.get(staff_number="20416")
    desk = open_page("desk")
    sign_in(desk, "20026")
    desk.goto(f"/admin/people/employees/transfer/{person.pk}/")
    desk.locator("select[name=unit]").select_option(label="\u2003\u2003\u2003湖畔里客服组")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator(".time-line-placement").first).to_contain_text("湖畔里客服组")
    desk.reload()  # Wagtail's message fades in; what is asked here is the page
    expect(desk.locator(".messages li")).to_have_count(0)
    check_accessible(desk)
    phone = open_page("phone", scheme="dark")
    sign_in(phone, "20026")
    phone.goto(f"/admin/people/employees/person/{person.pk}/")
    expect(phone.locator(".time-line-placement").first).to_contain_text("湖畔里客服组")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
