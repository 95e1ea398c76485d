"""A marker judges answers and decides on a late one; the learner sees what came of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, Lateness, LatePolicy, SittingState
from assessments.models import Response, Sitting
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.assessments import (
    CategoryFactory,
    QuestionFactory,
    QuizFactory,
    handed_in,
    sitting_of,
)
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
ANSWERS = {
    Kind.ROLE_PLAY: {"text": ["您先请坐，我给您倒杯水。\n我马上联系社区，并建议您接种疫苗。"]},
    Kind.ESSAY: {"text": ["先致歉，再说两天内答复。"]},
    Kind.SINGLE_CHOICE: {"choice": ["0"]},
}


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


@pytest.fixture
def marker(unit: Unit) -> Employee:
    return holder_of(Role.ASSESSOR, unit)


@pytest.fixture
def waiting(unit: Unit) -> Sitting:
    """Two answers to judge, and a right one to a single choice that came late."""
    phone = CategoryFactory.create(name="客户服务")
    below = CategoryFactory.create(name="电话礼仪", parent=phone)
    questions = [
        QuestionFactory.create(version__kind=kind, category=below if kind in ANSWERS else phone)
        for kind in ANSWERS
    ]
    quiz = QuizFactory.create(
        of=questions,
        size=len(questions),
        shuffle_questions=False,
        shuffle_options=False,
        late_policy=LatePolicy.MARKER,
    )
    employee = EmployeeFactory.create(unit=unit, name="何静", latin_name="He Jing")
    sitting = sitting_of(employee, quiz)
    for position, data in enumerate(ANSWERS.values(), start=1):
        save_answer(actor=employee, sitting_id=sitting.pk, position=position, data=data)
    sitting = handed_in(sitting)
    now = timezone.now()
    Response.objects.create(
        item=sitting.items.get(position=3),
        revision=2,
        answer={"chosen": [1]},
        saved_at=now,
        given_at=now - timedelta(seconds=40),
        seen_at=now - timedelta(seconds=75),
        lateness=Lateness.HANDED_IN,
        counts=False,
    )
    return sitting


def address_of(sitting: Sitting) -> str:
    return reverse("assessments:marking-sitting", args=[sitting.pk])


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_sitting_is_marked_by_keyboard_alone(
    desk: Page,
    waiting: Sitting,
    marker: Employee,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    sign_in(desk, marker)
    desk.goto(reverse("assessments:marking"))
    check_accessible(desk)
    row = desk.locator("tbody th a")
    row.focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    check_accessible(desk)
    steps = desk.locator(".marking-steps")
    for place, arrows in ((0, 2), (1, 1)):
        steps.nth(place).locator("input").first.focus()
        desk.keyboard.press("Space")
        for __ in range(arrows):
            desk.keyboard.press("ArrowRight")
    # Enter in a field saves nothing.
    points = desk.locator(".marking-points input")
    points.nth(0).focus()
    desk.keyboard.type("3.5")
    desk.keyboard.press("Enter")
    expect(points.nth(0)).to_have_value("3.5")
    desk.locator("button[name=mark]").first.focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    # What was typed for the other answer stands; it still lacks points.
    expect(points.nth(0)).to_have_value("3.5")
    with desk.expect_navigation():
        desk.locator("button[name=mark]").press("Enter")
    expect(desk.locator(".field-error")).to_have_count(1)
    check_accessible(desk)
    points.nth(1).fill("6")
    with desk.expect_navigation():
        desk.locator("button[name=mark]").press("Enter")
    waiting.refresh_from_db()
    assert waiting.state == SittingState.MARKED
    assert [str(mark) for mark in waiting.items.values_list("mark", flat=True)] == [
        "1.50",
        "1.90",
        "0.00",
    ]


def test_a_late_answer_is_allowed_on_the_phone(
    phone: Page,
    waiting: Sitting,
    marker: Employee,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    sign_in(phone, marker)
    phone.goto(address_of(waiting))
    assert fits(phone)
    check_accessible(phone)
    phone.locator(".marking-steps label").first.tap()
    phone.locator("textarea[name$=reason]").fill("当时小区断网，有工单为证。")
    with phone.expect_navigation():
        phone.locator("button[name=allow]").tap()
    expect(phone.locator(".marking-effect")).to_be_visible()
    assert fits(phone)
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator("button[name=allow]").tap()
    # The step chosen before is still chosen.
    expect(phone.locator(".marking-steps input").first).to_be_checked()
    assert str(waiting.items.get(position=3).mark) == "2.00"


def test_the_learner_sees_their_progress(
    phone: Page, waiting: Sitting, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    questions = [QuestionFactory.create(category=each.category) for each in _asked(waiting)]
    quiz = QuizFactory.create(of=questions, size=3, shuffle_options=False)
    sitting = sitting_of(waiting.employee, quiz)
    for position, choice in enumerate("110", start=1):
        data = {"choice": [choice]}
        save_answer(actor=waiting.employee, sitting_id=sitting.pk, position=position, data=data)
    handed_in(sitting)
    sign_in(phone, waiting.employee)
    phone.goto(reverse("assessments:progress"))
    assert fits(phone)
    phone.locator(".progress-table summary").tap()
    expect(phone.locator(".progress-table table")).to_be_visible()
    check_accessible(phone)
    assert fits(phone)


def _asked(sitting: Sitting) -> list[object]:
    found = sitting.items.select_related("version__question__category")
    return [item.version.question for item in found]
