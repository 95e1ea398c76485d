"""Whole cases at the desk: from the incident to a dismissal that is served, and to an appeal that
is upheld."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from conduct_records.models import Case, CodebookDraft, Notice
from conduct_records.queries.cases.files import records_of
from conduct_records.rules.cases.clocks import month_of, next_month
from conduct_records.rules.cases.procedure import State
from lms.people.models import Employee
from tests.factories.cases import CaseWorld, case_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


@pytest.fixture
def world(site: LiveServer) -> CaseWorld:
    CodebookDraft.objects.all().delete()
    return case_world()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _of(value: str) -> str:
    return f"[value='{value}']"


@dataclass
class Desk:
    """One page in front of which people take turns."""

    page: Page
    sign_in: SignIn
    check_accessible: CheckAccessible
    case: Case

    def turn_of(self, who: Employee) -> None:
        self.sign_in(self.page, who)
        self.page.goto(f"/desk/cases/{self.case.pk}/")

    def open(self, kind: str) -> None:
        """By the way that the case page offers."""
        more = self.page.locator(".next-more")
        door = self.page.locator(f"a[href$='/{kind}/']")
        if more.count() and more.locator(f"a[href$='/{kind}/']").count():
            more.locator("summary").click()
        door.click()
        expect(self.page.locator("form.step-form")).to_be_visible()
        assert fits(self.page)

    def fill(self, **given: Any) -> None:
        for name, value in given.items():
            field = self.page.locator(f"[name={name}]")
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                one = field if field.count() == 1 else field.and_(self.page.locator(_of(value)))
                one.check()
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("form.step-form button[type=submit]").first.click()

    def step(self, kind: str, *, is_checked: bool = False, **given: Any) -> None:
        self.open(kind)
        if is_checked:
            self.check_accessible(self.page)
        self.fill(**given)
        self.send()
        expect(self.page.locator("main .notice").first).to_be_visible()
        expect(self.page.locator(".timeline")).to_be_visible()

    @property
    def state(self) -> str:
        return Case.objects.get(pk=self.case.pk).state


def taken_up(page: Page, world: CaseWorld, sign_in: SignIn) -> Case:
    """HR opens a case from the incident that waits."""
    incident = world.incident(rule_code="R01")
    sign_in(page, world.hr)
    page.goto(f"/desk/incidents/{incident.pk}/")
    with page.expect_navigation():
        page.locator("form[action$='/take-up/'] button[type=submit]").click()
    return Case.objects.get(incident=incident)


def charged_and_heard(desk: Desk, world: CaseWorld) -> None:
    desk.turn_of(world.hr)
    desk.step("investigation_opened", is_checked=True, person=world.investigator.token)
    desk.turn_of(world.investigator)
    desk.step("interviewed", name="王岗", role="witness", text="我两次经过都没有看见他。")
    desk.step("charged", rule="R01", facts="两次点名不在岗。")
    desk.turn_of(world.hr)
    desk.step("notice_issued")
    people = {
        "first_witness": world.other_hr.staff_number,
        "second_witness": world.third_hr.staff_number,
    }
    desk.step("notice_served", is_checked=True, way="refused", **people)
    desk.step("stated", how="held", text="我当时去借手电。", companion="罗平")
    desk.step("appointed", person=world.other_hr.token)
    assert desk.state == State.HEARD


def decided(desk: Desk, world: CaseWorld, **given: Any) -> None:
    """Looked over first, then final."""
    desk.turn_of(world.other_hr)
    desk.open("decided")
    for fold in desk.page.locator("details.step-fold").all():
        fold.locator("summary").click()
    desk.check_accessible(desk.page)
    desk.fill(proven_R01="proven", why_R01="有记录为证。", reasons="事实清楚。", **given)
    # The demo company has like cases of its own.
    desk.fill(like_reason="情节与以往不同。")
    desk.send()
    expect(desk.page.locator("button[name=final]")).to_be_visible()
    desk.check_accessible(desk.page)
    assert desk.state == State.HEARD
    with desk.page.expect_navigation():
        desk.page.locator("button[name=final]").click()
    assert desk.state == State.DECIDED


def test_from_the_incident_to_a_dismissal_that_is_served(
    desk: Page, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    case = taken_up(desk, world, sign_in)
    at = Desk(desk, sign_in, check_accessible, case)
    at.turn_of(world.hr)
    check_accessible(desk)
    charged_and_heard(at, world)
    at.turn_of(world.hr)
    expect(desk.locator(".gate-shut")).to_have_count(2)
    at.step("union_notified", union="公司工会", text="拟解除劳动合同。")
    at.step("union_replied", reply="无异议。")
    at.step("status_checked")
    expect(desk.locator(".gate-shut")).to_have_count(0)
    expect(desk.locator(".next-do [aria-disabled=true]")).to_be_visible()
    decided(at, world, ending="dismissal", last_day=timezone.localdate().isoformat())
    at.turn_of(world.hr)
    at.step("decision_served", way="courier", detail="SF1002003004")
    assert at.state == State.SERVED
    (record,) = records_of(world.subject)
    assert record.sanction == "dismissal"
    check_accessible(desk)
    assert fits(desk)


def test_to_an_appeal_that_is_upheld_on_a_phone(
    phone: Page, world: CaseWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    case = taken_up(phone, world, sign_in)
    at = Desk(phone, sign_in, check_accessible, case)
    charged_and_heard(at, world)
    money = {
        "amount": "300",
        "month": month_of(timezone.localdate()),
        "wage": "6,000",
        "bonus": "800",
    }
    decided(at, world, deduct="on", reference="《绩效奖金办法》第八条", **money)
    at.turn_of(world.hr)
    at.step("decision_served", way="email", detail="gaoyuan@example.com")
    at.step("appealed", grounds="facts", text="监控可以证明我在岗。")
    at.step("appointed", person=world.third_hr.token)
    at.turn_of(world.third_hr)
    at.step("appeal_decided", how="upheld", reasons="监控证明其在岗。")
    assert at.state == State.OVERTURNED
    assert records_of(world.subject) == []
    at.turn_of(world.hr)
    expect(phone.locator("#pay + dl")).to_contain_text("300.00")
    at.step("repaid", month=next_month(month_of(timezone.localdate())))
    at.step("appeal_served", way="courier", detail="SF1002003005")
    assert Notice.objects.filter(case=case).count() == 3
    check_accessible(phone)
    assert fits(phone)
