"""HR's inbox, an incident and the calendar, at the desk and on the phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.cases.make_view import make_view
from conduct_records.enums import IncidentKind
from conduct_records.models import Case, Incident
from conduct_records.rules.cases import steps as said
from lms.people.models import Employee
from tests.browser.conftest import OpenPage
from tests.conduct_records.cases.reports import photo, reported
from tests.factories.cases import HIRED, CaseWorld, case_world
from tests.factories.people import EmployeeFactory

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the cases here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> CaseWorld:
    """A case for each part of the inbox, and two incidents that wait."""
    world = case_world()

    def about(name: str) -> Case:
        person = EmployeeFactory.create(unit=world.site, name=name, hired_on=HIRED)
        return world.opened(subject=person)

    late = about("马骏")
    Case.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=2))
    stalled = world.investigating(about("陈静"))
    Case.objects.filter(pk=stalled.pk).update(due_at=timezone.now() - timedelta(days=1))
    charged = world.investigating()
    charge_rule(actor=world.investigator, case=charged, code="R01", facts="两次点名不在岗。")
    hearing_at = timezone.now() + timedelta(days=2)
    issue_notice(actor=world.hr, case=charged, hearing_at=hearing_at, place="会议室")
    world.step(about("韩冰"), world.hr, said.Talked("已提醒。"))
    world.commended()
    incident = reported(world.reporter, photo(), person=world.subject, rule_code="Y01")
    make_view(actor=Employee.objects.system(), evidence=incident.evidence.get())
    praised = world.incident(
        kind=IncidentKind.COMMENDATION, what="暴雨夜协助住户转移车辆。", person=world.investigator
    )
    assert Incident.objects.filter(pk=praised.pk).exists()
    return world


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_what_is_due_is_found_and_narrowed_at_the_desk(
    desk: Page, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    sign_in(desk, world.hr)
    desk.goto(reverse("conduct_records:cases"))
    expect(desk.locator(".inbox-group").first.locator("tbody tr").first).to_contain_text("马骏")
    expect(desk.locator(".inbox-group").nth(1)).to_contain_text("陈静")
    expect(desk.locator(".incident-card img")).to_have_js_property("complete", True)
    check_accessible(desk)
    assert fits(desk)
    desk.locator("input[name=text]").fill("hanbing")
    with desk.expect_navigation():
        desk.locator(".filters button").click()
    expect(desk.locator(".inbox tbody tr")).to_have_count(1)
    desk.goto(reverse("conduct_records:calendar"))
    check_accessible(desk)
    desk.locator("a[rel=next]").click()
    desk.locator("a[rel=prev]").click()
    desk.locator(".calendar-as").click()
    expect(desk.locator(".calendar-list")).to_be_visible()
    check_accessible(desk)


def test_the_same_on_a_phone_in_the_dark(
    open_page: OpenPage, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    phone = open_page("phone", scheme="dark")
    sign_in(phone, world.hr)
    incident = Incident.objects.exclude(evidence=None).get()
    for address in (
        reverse("conduct_records:cases"),
        reverse("conduct_records:calendar"),
        reverse("conduct_records:incidents"),
        reverse("conduct_records:incident", args=[incident.pk]),
    ):
        phone.goto(address)
        expect(phone.locator("main h1")).to_be_visible()
        check_accessible(phone)
        assert fits(phone), address


def test_a_case_is_opened_about_somebody_who_is_looked_for(
    desk: Page, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    sign_in(desk, world.hr)
    desk.goto(reverse("conduct_records:cases"))
    with desk.expect_navigation():
        desk.locator(".incident-card:has(img)").click()
    check_accessible(desk)
    assert fits(desk)
    desk.locator("input[name=who]").press_sequentially("maj")
    expect(desk.locator("#people .choice")).to_contain_text("马骏")
    desk.locator("#people .choice").click()
    with desk.expect_navigation():
        desk.locator("#take-up ~ form button[type=submit]").click()
    case = Case.objects.latest("pk")
    assert case.subject.name == "马骏" and case.incident.evidence.exists()
    assert desk.url.endswith(reverse("conduct_records:case", args=[case.pk]))


def test_somebody_is_commended_without_scripts(
    open_page: OpenPage, world: CaseWorld, sign_in: SignIn
) -> None:
    page = open_page("phone", javascript=False)
    sign_in(page, world.hr)
    praised = Incident.objects.get(kind=IncidentKind.COMMENDATION, cases=None)
    page.goto(reverse("conduct_records:incident", args=[praised.pk]))
    page.locator("textarea[name=reason]").first.fill("主动、及时。")
    page.locator("input[name=points]").fill("2")
    page.locator("#take-up ~ form button[type=submit]").click()
    assert praised.cases.get().points == 2
