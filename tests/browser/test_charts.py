"""The charts of cases and the monthly reports, at the desk and on the phone, in light and dark."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.enums import Role, UnitKind
from lms.people.models import Employee
from tests.browser.conftest import OpenPage
from tests.conduct_records.cases.tallied import MANY, counted, tally
from tests.factories.people import UnitFactory, holder_of

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
CHARTS = reverse("conduct_records:charts")
REPORTS = reverse("conduct_records:case-reports")
MORE = {"line/ban": 2, "charged/ban/B01": 2, "line/fault": 4, "charged/fault/F1": 4}


@pytest.fixture
def director(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Employee:
    """Of a company with two sites, of which one is small now and then."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    company = UnitFactory.create(kind=UnitKind.COMPANY, name="青檐物业")
    lake, hill = (
        UnitFactory.create(kind=UnitKind.SITE, parent=company, name=name)
        for name in ("湖畔里", "砚山居")
    )
    for months in range(1, 12):
        counts = {name: count * months for name, count in {**MANY, **MORE}.items()}
        tally(lake, months, counts, is_shown=months % 4 > 0)
        tally(hill, months, is_shown=months % 4 > 0)
        tally(company, months, counts)
    counted()
    return holder_of(Role.HR_DIRECTOR, company)


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_read_and_filtered_at_the_desk(
    open_page: OpenPage,
    director: Employee,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    scheme: str,
) -> None:
    desk = open_page("desk", scheme=scheme)  # type: ignore[arg-type]
    sign_in(desk, director)
    desk.goto(CHARTS)
    expect(desk.locator(".heat")).to_have_count(5)
    expect(desk.locator(".heat-few").first).to_be_visible()
    for summary in desk.locator(".chart-card summary").all():
        summary.click()
    check_accessible(desk)
    assert fits(desk)
    desk.locator("select[name=line]").select_option("red")
    with desk.expect_navigation():
        desk.locator(".filters button").click()
    expect(desk.locator(".heat")).to_have_count(1)
    with desk.expect_navigation():
        desk.locator(".heat tbody th a").first.click()
    assert "line=red" in desk.url and "unit=" in desk.url
    expect(desk.locator(".heat tbody tr")).to_have_count(1)


def test_the_same_on_a_phone_without_scripts(
    open_page: OpenPage, director: Employee, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    phone = open_page("phone", scheme="dark")
    sign_in(phone, director)
    for address in (CHARTS, REPORTS):
        phone.goto(address)
        expect(phone.locator("main h1")).to_be_visible()
        check_accessible(phone)
        assert fits(phone), address
    plain = open_page("phone", javascript=False)
    sign_in(plain, director)
    plain.goto(CHARTS)
    plain.locator("select[name=line]").select_option("yellow")
    plain.locator(".filters button").click()
    expect(plain.locator(".heat")).to_have_count(1)
    with plain.expect_download() as download:
        plain.locator("a[href*='charts.xlsx']").click()
    assert download.value.suggested_filename.endswith(".xlsx")
