"""Asking who reported an incident, a second person's answer, and saying what a case is opened for:
without JavaScript on a phone, and on a desk in the dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from conduct_records.models import CodebookDraft
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import holder_of

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
REASON = "需与本人当面核实时间。"


@pytest.fixture
def world(site: LiveServer) -> CaseWorld:
    CodebookDraft.objects.all().delete()
    return case_world()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_who_reported_it_is_asked_and_opened(
    open_page: Callable[..., Page],
    world: CaseWorld,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    case = world.investigating()
    auditor = holder_of(Role.AUDITOR, world.company)
    phone, desk = open_page(), open_page("desk", scheme="dark")
    sign_in(phone, world.hr)
    phone.goto(f"/desk/cases/{case.pk}/")
    expect(phone.get_by_text(world.reporter.name)).to_have_count(0)
    phone.locator("a[href*='/identities/']").first.click()
    phone.locator("[name=reason]").fill(REASON)
    assert fits(phone)
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator("form.step-form button").click()
    sign_in(desk, auditor)
    desk.goto("/desk/identities/")
    expect(desk.get_by_text(REASON)).to_be_visible()
    expect(desk.get_by_text(world.reporter.name)).to_have_count(0)
    check_accessible(desk)
    desk.locator("input[value=grant]").check()
    with desk.expect_navigation():
        desk.locator("form.step-form button").click()
    phone.goto(f"/desk/cases/{case.pk}/")
    expect(phone.get_by_text(world.reporter.name).first).to_be_visible()


def test_what_for_is_asked_before_anything_is_shown(
    open_page: Callable[..., Page],
    world: CaseWorld,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    case = world.commended()
    phone = open_page(javascript=False)
    sign_in(phone, world.hr)
    phone.goto(f"/desk/cases/{case.pk}/")
    expect(phone.get_by_text(world.subject.name)).to_have_count(0)
    desk = open_page("desk")
    sign_in(desk, world.other_hr)
    desk.goto(f"/desk/cases/{case.pk}/")
    check_accessible(desk)
    phone.locator("input[value=other]").check()
    phone.locator("[name=words]").fill("核对奖金名单")
    assert "/purpose/" in phone.url
    phone.locator("form.step-form button").click()
    phone.wait_for_url(f"**/desk/cases/{case.pk}/")
    expect(phone.get_by_text("核对奖金名单").first).to_be_visible()
