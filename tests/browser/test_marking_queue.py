"""A marker works through a queue by keyboard; two blind markers disagree and a trainer settles."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, SittingState
from assessments.models import BlindMark, Quiz, Sitting
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.browser.conftest import OpenPage
from tests.factories.assessments import handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
LIST = "assessments:marking"


@pytest.fixture
def site(
    live_server: LiveServer,
    transactional_db: None,
    quizzes_are_open: None,
    monkeypatch: pytest.MonkeyPatch,
) -> LiveServer:
    """Without the demo company: what waits here is made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def unit(site: LiveServer) -> Unit:
    return UnitFactory.create()


def answered(unit: Unit, quiz: Quiz, days: int = 0, **employee: str) -> Sitting:
    """Handed in so many days ago."""
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
        sitting = sitting_of(EmployeeFactory.create(unit=unit, **employee), quiz)
        for item in sitting.items.all():
            save_answer(
                actor=sitting.employee,
                sitting_id=sitting.pk,
                position=item.position,
                data={"text": ["您先请坐，我两天内给您答复。"]},
            )
        return handed_in(sitting)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def press(page: Page, keys: str) -> None:
    """Something that leads elsewhere."""
    with page.expect_navigation():
        page.keyboard.press(keys)


def test_a_queue_is_worked_through_by_keyboard(
    desk: Page, unit: Unit, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    quiz = quiz_of_kinds(Kind.ROLE_PLAY, Kind.ESSAY, marking_days=2)
    older, newer = (answered(unit, quiz, days) for days in (5, 1))
    sign_in(desk, holder_of(Role.ASSESSOR, unit))
    desk.goto(reverse(LIST))
    expect(desk.locator(".marking-wait .status-late")).to_have_count(1)
    check_accessible(desk)
    press(desk, "n")
    assert str(older.pk) in desk.url
    desk.locator(".marking-keys summary").press("Enter")
    check_accessible(desk)
    for sitting in (older, newer):
        # Into the first answer: met, partly met; then a remark, in which figures are only written.
        desk.keyboard.press("j")
        desk.keyboard.press("3")
        desk.keyboard.press("2")
        desk.keyboard.type("1 处很好")
        press(desk, "Control+Enter")
        desk.keyboard.press("j")
        desk.keyboard.type("4")
        desk.keyboard.press("Tab")
        desk.keyboard.type("3")
        press(desk, "Control+Enter")
        sitting.refresh_from_db()
        assert sitting.state == SittingState.MARKED
        talk, essay = (item.marks.get() for item in sitting.items.order_by("position"))
        assert (talk.points, talk.remark, essay.points) == (["1", "0.5"], "1 处很好", ["4", "3"])
    assert urlsplit(desk.url).path == reverse(LIST)
    # Turned off, the keys do nothing; Tab and Enter still do.
    answered(unit, quiz)
    desk.goto(reverse(LIST))
    desk.locator(".marking-keys summary").press("Enter")
    desk.locator("[data-switch]").press("Space")
    desk.reload()
    expect(desk.locator("[data-next]")).not_to_have_attribute("aria-keyshortcuts", "N")
    desk.keyboard.press("n")
    desk.locator("[data-next]").focus()
    press(desk, "Enter")
    expect(desk.locator("[data-switch]")).not_to_be_checked()


def test_two_blind_markers_disagree_and_the_trainer_settles_it(
    open_page: OpenPage, unit: Unit, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    quiz = quiz_of_kinds(Kind.ESSAY, marking_distance=20, pass_percent=60)
    sitting = answered(unit, quiz, name="何静")
    for name, points in (("周评", ("4", "6")), ("秦素", ("0", "6"))):
        page = open_page("desk")
        sign_in(page, holder_of(Role.ASSESSOR, unit, name=name))
        page.goto(reverse("assessments:marking-sitting", args=[sitting.pk]))
        expect(page.locator("main")).not_to_contain_text("周评")
        for field, given in zip(page.locator(".marking-points input").all(), points, strict=True):
            field.fill(given)
        with page.expect_navigation():
            page.locator("button[name=mark]").click()
        expect(page.locator(".marking-table")).to_have_count(0)
        page.context.close()
    assert BlindMark.objects.count() == 2
    phone = open_page("phone")
    sign_in(phone, holder_of(Role.TRAINER, unit))
    phone.goto(reverse(LIST) + "?group=settle")
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator(".marking-table th a").tap()
    assert fits(phone)
    check_accessible(phone)
    for name in ("周评", "秦素"):
        expect(phone.locator(".marking-pair thead")).to_contain_text(name)
    fields = phone.locator(".marking-points input")
    expect(fields.nth(1)).to_have_value("6")
    fields.nth(0).fill("3")
    phone.locator("textarea[name$=reason]").fill("致歉的话说了，只是简短。")
    with phone.expect_navigation():
        phone.locator("button[name=settle]").tap()
    sitting.refresh_from_db()
    assert (sitting.state, sitting.passed) == (SittingState.MARKED, True)
    assert str(sitting.score) == "1.80"
