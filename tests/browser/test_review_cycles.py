"""HR opens a review cycle and follows it; a manager sees what waits, on the phone too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.enums import Role, UnitKind
from lms.people.models import Employee
from reviews.models import Review, ReviewCycle
from tests.browser.conftest import OpenPage
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.factories.reviews import HIRED, ReviewWorld, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
DESK = reverse("reviews:reviews")


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the reviews here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> ReviewWorld:
    """A company with two sites, where nothing has been reviewed yet."""
    world = review_world()
    other = UnitFactory.create(
        kind=UnitKind.SITE, name="云庭里", name_en="Yunting", parent=world.company
    )
    holder_of(Role.SITE_MANAGER, other, name="周野", hired_on=HIRED)
    for unit, names in ((world.site, ("马骏", "何苗", "秦川")), (other, ("韩冰", "宋佳"))):
        for name in names:
            EmployeeFactory.create(unit=unit, post=world.subject.post, name=name, hired_on=HIRED)
    return world


def under_way(world: ReviewWorld) -> ReviewCycle:
    """A cycle with a review for most parts of the list."""
    cycle = world.cycle(unit=world.company, name="第三季度评定", self_days=80)
    by_name = {review.employee.name: review for review in cycle.reviews.all()}
    world.assessed(by_name["陈静"])
    world.rated(world.assessed(by_name["马骏"]))
    world.frozen(world.rated(world.assessed(by_name["何苗"])))
    past = timezone.localdate() - timedelta(days=2)
    Review.objects.filter(pk=by_name["秦川"].pk).update(due_on=past)
    Review.objects.filter(pk=by_name["韩冰"].pk).update(manager=None)
    return cycle


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_hr_opens_a_cycle_and_sees_it_begin(
    desk: Page,
    world: ReviewWorld,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    run_jobs: Callable[[], None],
) -> None:
    sign_in(desk, world.hr)
    desk.goto(DESK)
    check_accessible(desk)
    with desk.expect_navigation():
        desk.locator(f"main a[href='{reverse('reviews:cycle-new')}']").click()
    check_accessible(desk)
    desk.locator("select[name=unit]").select_option(str(world.company.pk))
    desk.get_by_label(str(world.group), exact=False).check()
    desk.locator(".cycle-form button[type=submit]").click()
    expect(desk.locator(".cycle-about tbody tr")).to_have_count(3)
    check_accessible(desk)
    assert fits(desk) and not ReviewCycle.objects.exists()
    desk.locator("button[name=final]").click()
    expect(desk.locator(".long-work")).to_be_visible()
    check_accessible(desk)
    run_jobs()
    # The page looks again by itself.
    expect(desk.locator(".long-work .status-done")).to_be_visible()
    desk.locator(
        f"main a[href='{reverse('reviews:cycle', args=[ReviewCycle.objects.get().pk])}']"
    ).click()
    expect(desk.locator(".reviews-table tbody tr")).to_have_count(6)
    check_accessible(desk)
    assert fits(desk)


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_the_list_and_a_cycle_are_read_on_phone_and_desk(
    open_page: OpenPage,
    world: ReviewWorld,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    device: str,
) -> None:
    cycle = under_way(world)
    page = open_page(device, scheme="dark" if device == "phone" else "light")  # type: ignore[arg-type]
    sign_in(page, world.hr)
    named = Review.objects.get(manager=None)
    for address in (
        DESK,
        reverse("reviews:cycles"),
        reverse("reviews:cycle", args=[cycle.pk]),
        reverse("reviews:cycle-end", args=[cycle.pk]),
        reverse("reviews:cycle-new") + "?kind=probation",
        reverse("reviews:name-manager", args=[named.pk]),
        reverse("reviews:withdraw-review", args=[named.pk]),
    ):
        page.goto(address)
        expect(page.locator("main h1")).to_be_visible()
        check_accessible(page)
        assert fits(page), address


def test_a_manager_is_named_for_those_ticked_without_scripts(
    open_page: OpenPage, world: ReviewWorld, sign_in: SignIn
) -> None:
    cycle = under_way(world)
    Review.objects.filter(cycle=cycle, state="self_assessment").update(manager=None)
    page = open_page("phone", javascript=False)
    sign_in(page, world.hr)
    page.goto(DESK)
    boxes = page.locator("input[name=review]")
    expect(boxes).to_have_count(3)
    for number in range(3):
        boxes.nth(number).check()
    page.locator("form:has(input[name=review]) button").click()
    page.locator("select[name=manager]").select_option(str(world.director.pk))
    page.locator("textarea[name=reason]").fill("项目经理休假。")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main .notice")).to_be_visible()
    assert Review.objects.filter(manager=world.director).count() == 3


def test_a_manager_finds_whom_to_rate_on_the_phone(
    phone: Page, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    under_way(world)
    sign_in(phone, world.manager)
    phone.goto(DESK)
    first = phone.locator(".inbox-group").first
    expect(first.locator("tbody tr")).to_have_count(1)
    expect(first).to_contain_text("陈静")
    check_accessible(phone)
    assert fits(phone)
