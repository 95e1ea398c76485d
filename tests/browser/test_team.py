"""A manager looks after the people of a site, at the desk and on the phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.models import Enrolment, Reminder
from lms.people.models import Employee
from tests.browser.conftest import OpenPage

SignIn = Callable[[Page, Employee | str], Employee]
MANAGER = "20068"


@pytest.fixture
def late(site: object) -> Employee:
    """A new hire of the manager's site, five days late."""
    employee = Employee.objects.get(staff_number="20416")
    due_on = timezone.localdate() - timedelta(days=5)
    Enrolment.objects.filter(employee=employee, completed_at=None).update(due_on=due_on)
    return employee


def test_a_manager_sees_who_is_late_and_reminds_them(
    desk: Page,
    phone: Page,
    sign_in: SignIn,
    late: Employee,
    check_accessible: Callable[[Page], None],
) -> None:
    sign_in(desk, MANAGER)
    desk.goto("/desk/team/")
    first = desk.locator("table.team tbody tr").first
    expect(first).to_contain_text(late.name)
    expect(first).to_contain_text("5")
    check_accessible(desk)
    first.get_by_role("button").click()
    expect(desk.get_by_role("status")).to_be_visible()
    assert Reminder.objects.filter(enrolment__employee=late).exists()
    expect(desk.locator("table.team tbody tr").first.get_by_role("button")).to_have_count(0)

    sign_in(phone, late)
    phone.goto("/")
    phone.locator(".bell").click()
    expect(phone.locator(".notices .tag-jade")).to_have_count(1)
    check_accessible(phone)
    phone.locator(".notices .row").first.click()
    expect(phone.locator(".notices")).to_have_count(0)
    phone.goto("/notices/")
    expect(phone.locator(".notices .tag-jade")).to_have_count(0)


def test_the_team_on_a_phone_is_a_card_a_person(
    phone: Page,
    sign_in: SignIn,
    late: Employee,
    check_accessible: Callable[[Page], None],
) -> None:
    sign_in(phone, MANAGER)
    phone.goto("/desk/team/")
    expect(phone.locator("table.team tbody tr").first).to_contain_text(late.name)
    for address in ("/desk/team/", "/desk/"):
        phone.goto(address)
        expect(phone.locator("main h1")).to_be_visible()
        assert phone.evaluate(
            "document.documentElement.scrollWidth <= innerWidth"
            " && [...document.querySelectorAll('.table-scroll')]"
            ".every((one) => one.scrollWidth <= one.clientWidth)"
        )
        check_accessible(phone)
    phone.goto("/desk/team/")
    phone.locator(".team-who").first.click()
    expect(phone.locator("h1")).to_have_text(late.name)
    check_accessible(phone)


def test_all_who_are_late_are_reminded_after_a_question_without_scripts(
    open_page: OpenPage, sign_in: SignIn, late: Employee
) -> None:
    desk = open_page("desk", javascript=False)
    sign_in(desk, MANAGER)
    desk.goto("/desk/team/?state=overdue")
    desk.locator(".desk-actions a").click()
    expect(desk.locator(".card-main")).to_contain_text(late.name)
    desk.locator(".card-main button").click()
    expect(desk.get_by_role("status")).to_be_visible()
    assert Reminder.objects.filter(enrolment__employee=late).exists()


def test_the_table_is_taken_away_as_a_file(desk: Page, sign_in: SignIn, late: Employee) -> None:
    sign_in(desk, MANAGER)
    desk.goto("/desk/team/?state=overdue")
    for kind in ("xlsx", "csv"):
        with desk.expect_download() as download:
            desk.locator(f"a[href*='export.{kind}']").click()
        assert download.value.suggested_filename.endswith(f".{kind}")
        assert timezone.localdate().isoformat() in download.value.suggested_filename
