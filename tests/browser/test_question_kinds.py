"""Every kind of question by keyboard alone, by touch, and without JavaScript."""

import re
from collections.abc import Callable
from time import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from assessments.enums import Kind, Layout
from assessments.models import Sitting
from assessments.queries.sittings import newest_responses
from lms.people.models import Employee
from tests.browser.conftest import OpenPage, Scheme
from tests.databases import TestDatabase
from tests.factories.assessments import (
    OF_KIND,
    QuestionFactory,
    QuizFactory,
    handed_in,
    sitting_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quizzes_are_open")]
SignIn = Callable[[Page, Employee | str], Employee]

REASON = "三声之内是服务标准，\n让对方久等就是失礼。"
WITH_UNITS: tuple[dict[str, Any], dict[str, Any]] = (
    {"units": ["秒", "分钟"]},
    {"value": "10", "tolerance": "0", "unit": 1, "per_unit": ["1", "60"]},
)
# What is asked beside `OF_KIND`: the shapes that need more than one field.
ASKED = [*OF_KIND.items(), (Kind.TRUE_FALSE, ({"asks_reason": True}, {"right": True}))]
ASKED = [(kind, WITH_UNITS if kind == Kind.NUMBER else asked) for kind, asked in ASKED]
FOR_A_MARKER = {Kind.ESSAY, Kind.ROLE_PLAY}


@pytest.fixture
def demo_world(transactional_db: None, test_database: TestDatabase) -> TestDatabase:
    """Nobody of the demo company sits here."""
    return test_database


def sitting_of_all(**settings: Any) -> Sitting:
    asked = [
        QuestionFactory.create(version__kind=kind, version__content=content, version__key=key)
        for kind, (content, key) in ASKED
    ]
    settings |= {"shuffle_questions": False, "shuffle_options": False}
    quiz = QuizFactory.create(of=asked, size=len(asked), **settings)
    return sitting_of(EmployeeFactory.create(), quiz)


class Hand:
    """Somebody who answers; how they reach a button, a field, an option, is up to the kind of
    hand."""

    has_script = True

    def __init__(self, page: Page, question: Locator | None = None, prefix: str = "") -> None:
        self.page = page
        self.question = question or page.locator("answer-form")
        self.prefix = prefix

    def field(self, name: str) -> Locator:
        return self.question.locator(f"[name={self.prefix}{name}]")

    def press(self, button: Locator) -> None:
        raise NotImplementedError

    def tick(self, choice: Locator) -> None:
        raise NotImplementedError

    def write(self, field: Locator, text: str) -> None:
        raise NotImplementedError

    def choose(self, select: Locator, text: str) -> None:
        raise NotImplementedError

    def order(self, steps: list[str]) -> None:
        raise NotImplementedError

    def step_at(self, text: str) -> int:
        shown = self.question.locator(".order-text").all_text_contents()
        return shown.index(text)


class Keyboard(Hand):
    def reach(self, wanted: Locator) -> None:
        element = wanted.element_handle()
        for _ in range(60):
            if element.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {wanted}")

    def press(self, button: Locator) -> None:
        self.reach(button)
        self.page.keyboard.press("Enter")

    def tick(self, choice: Locator) -> None:
        field = choice.locator("input")
        if field.get_attribute("type") == "checkbox":
            self.reach(field)
            self.page.keyboard.press("Space")
            return
        self.reach(self.question.locator(".choices input").first)
        self.page.keyboard.press("Space")
        while not field.is_checked():
            self.page.keyboard.press("ArrowDown")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.insert_text(text)

    def choose(self, select: Locator, text: str) -> None:
        self.reach(select)
        options = select.locator("option").all_text_contents()
        for _ in range(next(i for i, one in enumerate(options) if one.endswith(text))):
            self.page.keyboard.press("ArrowDown")

    def order(self, steps: list[str]) -> None:
        for place, text in enumerate(steps):
            by = self.step_at(text) - place
            if not by:
                continue
            self.reach(
                self.question.locator(".order li", has_text=text).locator("[data-part=grip]")
            )
            for _ in range(by):
                self.page.keyboard.press("ArrowUp")
            status = self.question.locator("[data-part=place]")
            expect(status).to_contain_text(f"“{text}”")
            expect(status).to_contain_text(str(place + 1))


class Finger(Hand):
    def press(self, button: Locator) -> None:
        button.tap()

    def tick(self, choice: Locator) -> None:
        choice.tap()

    def write(self, field: Locator, text: str) -> None:
        field.tap()
        self.page.keyboard.insert_text(text)

    def choose(self, select: Locator, text: str) -> None:
        """The list that opens belongs to the phone, not to the page."""
        options = select.locator("option", has_text=text)
        select.select_option(options.get_attribute("value"))

    def order(self, steps: list[str]) -> None:
        for place, text in enumerate(steps):
            if self.step_at(text) != place:
                self.drag(text, place)
                assert self.step_at(text) == place

    def drag(self, text: str, place: int) -> None:
        rows = self.question.locator(".order li")
        self.question.locator(".order").scroll_into_view_if_needed()
        start = rows.filter(has_text=text).locator("[data-part=grip]").bounding_box()
        end = rows.nth(place).bounding_box()
        assert start is not None and end is not None
        x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
        session = self.page.context.new_cdp_session(self.page)
        # A slow finger that rests at the end: after a flick the next tap would only stop it.
        now = time() - 1

        def touch(kind: str, after: float, *points: float) -> None:
            at = [{"x": x, "y": point} for point in points]
            event = {"type": kind, "touchPoints": at, "timestamp": now + after}
            session.send("Input.dispatchTouchEvent", event)

        touch("touchStart", 0, y)
        for part in range(1, 5):
            touch("touchMove", part / 10, y + (end["y"] + 2 - y) * part / 4)
        touch("touchMove", 0.8, end["y"] + 3)
        touch("touchEnd", 0.9)
        session.detach()


class WithoutScript(Finger):
    has_script = False

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def order(self, steps: list[str]) -> None:
        for place, text in enumerate(steps):
            row = self.question.locator(".order li", has_text=text)
            row.locator("select").select_option(str(place + 1))


def tick(hand: Hand, *texts: str) -> None:
    for text in texts:
        hand.tick(hand.question.locator(".choice", has_text=text))


def judge(hand: Hand, asks_reason: bool) -> None:
    hand.tick(hand.question.locator(".choice").first)
    if asks_reason:
        if hand.has_script:
            expect(hand.question.locator("[data-part=missing]")).to_be_visible()
        hand.write(hand.field("reason"), REASON)


def fill(hand: Hand, *fields: tuple[str, str]) -> None:
    for name, text in fields:
        field = hand.field(name)
        is_select = field.evaluate("field => field.matches('select')")
        (hand.choose if is_select else hand.write)(field, text)


def talk(hand: Hand) -> None:
    question = hand.question
    hand.press(question.get_by_role("button", name="您先坐。"))
    expect(question.locator(".dialogue .is-us .say")).to_have_text("您先坐。")
    expect(question.locator("[data-part=over]")).to_be_visible()


def answer(hand: Hand, kind: str, content: dict[str, Any]) -> None:
    """Rightly, and in full where a marker judges."""
    ways: dict[str, Callable[[], None]] = {
        Kind.SINGLE_CHOICE: lambda: tick(hand, "三声"),
        Kind.MULTIPLE_CHOICE: lambda: tick(hand, "手帕", "纸巾"),
        Kind.TRUE_FALSE: lambda: judge(hand, "asks_reason" in content),
        Kind.SHORT_TEXT: lambda: fill(hand, ("text", "您好！")),
        Kind.NUMBER: lambda: fill(hand, ("number", "600"), ("unit", "秒")),
        Kind.MATCHING: lambda: fill(hand, ("pair-0", "十分钟"), ("pair-1", "半天")),
        Kind.ORDERING: lambda: hand.order(content["steps"]),
        Kind.CLOZE: lambda: fill(hand, ("gap-0", "３声"), ("gap-1", "您好")),
        Kind.SCENARIO: lambda: talk(hand),
        Kind.ESSAY: lambda: fill(hand, ("text", REASON)),
        Kind.ROLE_PLAY: lambda: fill(hand, ("text", REASON)),
    }
    ways[kind]()


@pytest.mark.parametrize(("kind_of_hand", "scheme"), [(Keyboard, "light"), (Finger, "dark")])
def test_every_kind_can_be_answered(
    open_page: OpenPage,
    sign_in: SignIn,
    check_accessible: Callable[[Page], None],
    kind_of_hand: type[Hand],
    scheme: Scheme,
) -> None:
    """All on one page, which is looked at as it comes and as it was answered."""
    sitting = sitting_of_all(layout=Layout.ALL)
    page = open_page("phone", scheme=scheme)
    sign_in(page, sitting.employee)
    page.goto(f"/sittings/{sitting.pk}/all/")
    check_accessible(page)
    for position, (kind, (content, _)) in enumerate(ASKED, start=1):
        question = page.locator(f"answer-form[data-position='{position}']")
        answer(kind_of_hand(page, question, f"q{position}-"), kind, content)
        expect(question.locator("[data-part=receipt]")).to_be_visible()
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check_answers(sitting)


def test_every_kind_can_be_answered_without_javascript(
    open_page: OpenPage, sign_in: SignIn
) -> None:
    """One after the other."""
    sitting = sitting_of_all()
    page = open_page("phone", javascript=False)
    sign_in(page, sitting.employee)
    page.goto(f"/sittings/{sitting.pk}/")
    for position, (kind, (content, _)) in enumerate(ASKED, start=1):
        expect(page).to_have_url(re.compile(f"/sittings/{sitting.pk}/{position}/$"))
        answer(WithoutScript(page), kind, content)
        page.locator(".actionbar button[value=next]").click()
    expect(page.locator(".check-out")).to_be_visible()
    check_answers(sitting)


def check_answers(sitting: Sitting) -> None:
    """What a key decides earned full marks; what a marker judges is there in full."""
    assert marks(sitting) == [
        None if kind in FOR_A_MARKER or content.get("asks_reason") else 2
        for kind, (content, _) in ASKED
    ]
    found = [one.answer for one in newest_responses(sitting).values()]
    written = [one.get("reason") or one.get("text") for one in found]
    assert written.count(REASON) == 3


def marks(sitting: Sitting) -> list[int | None]:
    handed_in(sitting)
    found = sitting.items.order_by("position").values_list("mark", flat=True)
    return [None if mark is None else int(mark) for mark in found]
