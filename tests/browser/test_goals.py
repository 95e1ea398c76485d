"""Goals and peers in the browser: set at the desk, noted and answered on the phone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from reviews.actions.answer_as_peer import answer_as_peer
from reviews.actions.ask_peers import ask_peers
from reviews.actions.note_progress import note_progress
from reviews.actions.set_goal import Terms, set_goal
from reviews.models import Goal, PeerAnswer, PeerRequest
from reviews.rules.scorecard import Question
from tests.browser.conftest import OpenPage
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import HIRED, ReviewWorld, card_with_peers, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]
QUESTIONS = (
    Question("help", "同事忙不过来时，愿意搭把手", "Lends a hand when others are busy"),
    Question("hand", "交接清楚，下一班不用再问", "Hands over clearly"),
    Question("calm", "遇到急事沉得住气", "Keeps calm"),
)
NAMES = ("白一鸣", "程二妹", "丁三石", "方思远", "高武", "韩梅")


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the reviews here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> ReviewWorld:
    return review_world(replace(card_with_peers(), peer_questions=QUESTIONS))


@pytest.fixture
def colleagues(world: ReviewWorld) -> list[Employee]:
    post = world.subject.post
    return [
        EmployeeFactory.create(unit=world.site, post=post, name=name, hired_on=HIRED)
        for name in NAMES
    ]


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def goal_for(world: ReviewWorld, title: str, percent: int, days: int) -> Goal:
    today = timezone.localdate()
    terms = Terms(
        title,
        "系统里三日内回访的工单所占比例",
        3,
        today - timedelta(days=20),
        today + timedelta(days=days),
    )
    goal = set_goal(actor=world.manager, employee=world.subject, terms=terms)
    note_progress(
        actor=world.manager,
        goal=goal,
        percent=percent,
        rests_on="九月回访表，一百二十单里八十四单",
        on_day=today - timedelta(days=3),
    )
    return goal


def test_a_goal_from_the_desk_to_the_phone(
    open_page: OpenPage, world: ReviewWorld, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    desk, phone = open_page("desk"), open_page("phone")
    goal_for(world, "停车场投诉减半", 70, 40)
    sign_in(desk, world.manager)
    desk.goto("/desk/goals/")
    check_accessible(desk)
    with desk.expect_navigation():
        desk.locator("a.team-who").first.click()
    check_accessible(desk)
    with desk.expect_navigation():
        desk.locator(".title-end a.button").click()
    check_accessible(desk)
    desk.locator("#id_title").fill("三日内回访")
    desk.locator("#id_measured_by").fill("系统里的回访率到九成")
    desk.locator(".goal-weights label").nth(3).click()
    with desk.expect_navigation():
        desk.locator("main button[type=submit]").click()
    expect(desk.locator("article.goal")).to_have_count(2)
    goal = Goal.objects.get(title="三日内回访")
    assert goal.weight == 4
    sign_in(phone, world.subject)
    phone.goto("/my-goals/")
    check_accessible(phone)
    assert fits(phone)
    with phone.expect_navigation():
        phone.locator("article.goal a", has_text="三日内回访").click()
    check_accessible(phone)
    phone.locator("#id_percent").fill("45")
    phone.locator("#id_note").fill("本月二十单里九单当日回访")
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").click()
    expect(phone.locator(".goal-history li")).to_have_count(1)
    assert fits(phone)
    check_accessible(phone)
    desk.goto(f"/desk/goals/goal/{goal.token}/")
    expect(desk.locator(".goal-history .goal-percent")).to_have_text(re.compile("45"))
    check_accessible(desk)


def test_peers_are_asked_and_answer(
    open_page: OpenPage,
    world: ReviewWorld,
    colleagues: list[Employee],
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    review = world.opened()
    desk, phone = open_page("desk"), open_page("phone")
    sign_in(desk, world.manager)
    desk.goto(f"/desk/reviews/{review.pk}/peers/")
    check_accessible(desk)
    for choice in desk.locator(".peer-choice").all()[:4]:
        choice.click()
    with desk.expect_navigation():
        desk.locator("form:has(.peer-choices) button[type=submit]").click()
    expect(desk.locator("aside progress")).to_have_attribute("max", "4")
    check_accessible(desk)
    request = PeerRequest.objects.order_by("pk")[0]
    sign_in(phone, request.peer)
    phone.goto("/peer-reviews/")
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator("a.row").click()
    check_accessible(phone)
    assert fits(phone)
    for row in phone.locator(".peer-points").all():
        row.locator("label").nth(4).click()
    phone.locator("#id_comment").fill("交接本写得细，夜班接手不慌。")
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").first.click()
    expect(phone.locator(".status-done")).to_have_count(1)
    assert PeerAnswer.objects.get().points == {"help": 5, "hand": 5, "calm": 5}


def test_what_all_of_them_say(
    open_page: OpenPage,
    world: ReviewWorld,
    colleagues: list[Employee],
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    review = world.opened()
    said = ["交接本写得细，夜班接手不慌。", "", "忙的时候会主动来帮忙。", "有时候说话快了些。", ""]
    requests = ask_peers(actor=world.manager, review=review, peers=colleagues[:5])
    for number, (request, comment) in enumerate(zip(requests, said, strict=True)):
        points = {question.code: 3 + number % 3 for question in QUESTIONS}
        answer_as_peer(actor=request.peer, request=request, points=points, comment=comment)
    world.frozen(world.rated(world.assessed(review)))
    goal_for(world, "停车场投诉减半", 70, 4)
    phone, desk = open_page("phone"), open_page("desk", scheme="dark")
    sign_in(phone, world.subject)
    for address in (f"/my-reviews/{review.pk}/peers/", "/", "/record/"):
        phone.goto(address)
        check_accessible(phone)
        assert fits(phone)
    sign_in(desk, world.hr)
    desk.goto(f"/desk/reviews/{review.pk}/peers/")
    expect(desk.locator(".peer-words li")).to_have_count(3)
    check_accessible(desk)
