"""Service figures at HR's desk, and on a phone."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from lms.people.rules.periods import add_months
from reviews.actions.figures.check_figures import check_figures
from reviews.models import FigureImport
from reviews.queries.figures import address_of_row
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import HIRED, ReviewWorld, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
HEADS = "工号,月份,指标,分子,分母,来源"
MEASURES = ("投诉关闭率", "满意度", "回访率", "重大投诉回访率", "时限达成率")


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the people here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> ReviewWorld:
    return review_world()


def sheet(world: ReviewWorld, *more: str, names: tuple[str, ...] = ("陈静", "马骏")) -> bytes:
    month = add_months(timezone.localdate().replace(day=1), -1)
    lines = [HEADS]
    for name in names:
        person = EmployeeFactory.create(unit=world.site, name=name, hired_on=HIRED)
        lines += [
            f"{person.staff_number},{month:%Y-%m},{measure},{15 + number},2{number},客户系统月报"
            for number, measure in enumerate(MEASURES)
        ]
    return "\n".join([*lines, *more]).encode("gb18030")


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_figures_are_sent_looked_at_and_written(
    desk: Page, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    sign_in(desk, world.hr)
    desk.goto(reverse("reviews:figures"))
    expect(desk.locator(".empty")).to_be_visible()
    with desk.expect_navigation():
        desk.locator("main a.button").first.click()
    check_accessible(desk)
    assert fits(desk)
    desk.locator("input[type=file]").set_input_files(
        {"name": "十月.csv", "mimeType": "text/csv", "buffer": sheet(world)}
    )
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator("tbody tr")).to_have_count(10)
    check_accessible(desk)
    desk.locator("form[action$='/confirm/'] button").click()
    expect(desk.locator("main .status-done").first).to_be_visible()
    figure = FigureImport.objects.get().figures.get(row=7)
    desk.goto(address_of_row(figure))
    expect(desk.locator("#row-7")).to_be_in_viewport()
    desk.goto(reverse("reviews:figures-withdraw", args=[figure.work_id]))
    check_accessible(desk)
    desk.goto(reverse("reviews:figures"))
    check_accessible(desk)


def test_refused_rows_can_be_read_on_a_phone(
    phone: Page, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    content = sheet(world, "Q99999,2026-13,好评率,3,0,", "Q99999,2026-01,满意度,-1,4,")
    work = check_figures(actor=world.hr, file=ContentFile(content), file_name="十月.csv")
    sign_in(phone, world.hr)
    for name, args in (("figures", []), ("figures-new", []), ("figures-import", [work.pk])):
        phone.goto(reverse(f"reviews:{name}", args=args))
        check_accessible(phone)
        assert fits(phone)
    phone.goto(reverse("reviews:figures-import", args=[work.pk]) + "?outcome=refused")
    expect(phone.locator("tbody tr")).to_have_count(2)
    expect(phone.locator("form[action$='/confirm/']")).to_have_count(0)
