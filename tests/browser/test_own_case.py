"""Somebody's own case on their phone: signing, stating, reading the decision, appealing."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from conduct_records.models import Case
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import Seat, State
from lms.people.models import Employee
from tests.browser.conftest import OpenPage
from tests.browser.test_without_sign_in import draw
from tests.factories.cases import CaseWorld, case_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
STATEMENT = "我去借手电，同事罗平看见。"


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the cases here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> CaseWorld:
    return case_world()


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def decided(world: CaseWorld, case: Case) -> None:
    world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
    world.decided(case)


def test_from_the_notice_to_the_appeal(
    phone: Page, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    case = world.charged()
    sign_in(phone, world.subject)
    phone.goto("/")
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator("a.own-due").click()
    check_accessible(phone)
    assert fits(phone)
    with phone.expect_navigation():
        phone.locator("#sign button[type=submit]").click()
    assert state_of(case) == State.NOTIFIED
    state_it(phone, case, check_accessible)
    decided(world, case)
    phone.goto(f"/my-cases/{case.pk}/")
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator("#sign button[type=submit]").click()
    phone.goto("/record/")
    expect(phone.locator(".own-case .until progress")).to_have_count(1)
    check_accessible(phone)
    assert fits(phone)
    appeal(phone, case, check_accessible)


def state_it(phone: Page, case: Case, check_accessible: CheckAccessible) -> None:
    """What is typed survives leaving the page, and is gone from the phone once it was given."""
    phone.locator(f"a[href$='/my-cases/{case.pk}/statement/']").first.click()
    phone.locator("#id_text").fill(STATEMENT)
    phone.locator("#id_companion").fill("罗平")
    expect(phone.locator("[data-part=kept]")).to_be_visible()
    check_accessible(phone)
    phone.goto("/")
    phone.goto(f"/my-cases/{case.pk}/statement/")
    expect(phone.locator("#id_text")).to_have_value(STATEMENT)
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").click()
    check_accessible(phone)
    phone.locator("button[name=confirmed]").click()
    expect(phone.locator("#stated")).to_be_visible()
    assert state_of(case) == State.HEARD
    kept = phone.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))")
    assert kept == []


def appeal(phone: Page, case: Case, check_accessible: CheckAccessible) -> None:
    with phone.expect_navigation():
        phone.locator(f"a[href$='/my-cases/{case.pk}/appeal/']").click()
    check_accessible(phone)
    phone.locator("input[value=facts]").check()
    phone.locator("#id_text").fill("我当时在岗，借手电有记录。")
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#appealed")).to_be_visible()
    check_accessible(phone)
    assert state_of(case) == State.APPEALED


def test_in_the_dark_without_javascript_and_on_a_narrow_phone(
    open_page: OpenPage, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    case = world.served()
    world.commended()
    page = open_page("phone", scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, world.subject)
    for address in ("/record/", f"/my-cases/{case.pk}/", f"/my-cases/{case.pk}/appeal/"):
        page.goto(address)
        check_accessible(page)
        assert fits(page), address
    plain = open_page("phone", javascript=False)
    sign_in(plain, world.subject)
    plain.goto(f"/my-cases/{case.pk}/appeal/")
    plain.locator("input[value=severity]").check()
    plain.locator("#id_text").fill("处分过重。")
    plain.locator("main form button[type=submit]").click()
    expect(plain.locator("#appealed")).to_be_visible()


def test_signing_on_a_supervisors_phone(
    phone: Page, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    case = world.charged()
    subject = Employee.objects.get(pk=world.subject.pk)
    subject.set_unusable_password()
    subject.save(update_fields=["password"])
    sign_in(phone, world.reporter)
    phone.goto(f"/desk/attended/{subject.pk}/")
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").click()
    phone.goto("/")
    with phone.expect_navigation():
        phone.locator("a.own-due").click()
    check_accessible(phone)
    draw(phone)
    with phone.expect_navigation():
        phone.locator("#sign button[type=submit]").click()
    assert state_of(case) == State.NOTIFIED
