"""Lessons in real browsers: each reader's own part, flash cards, statements to confirm."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from courses.actions.enrol_employee import enrol_employee
from courses.models import Acknowledgement, CoursePage
from lms.people.models import Employee
from tests.browser.conftest import OpenPage, Scheme
from tests.factories.courses import lessons_of, make_course

Check = Callable[[Page], None]
SignIn = Callable[[Page, Employee | str], Employee]

GUARDS = {"groups": ["security"], "standing": "frontline"}
MANAGERS = {"groups": [], "standing": "manager"}
BODY = [
    ("text", {"text": "<p>前面九节，人人都读。</p>"}),
    ("text", {"text": "<h2>门岗与巡逻</h2><p>先下车，再开口。</p>", "audience": GUARDS}),
    ("key_points", {"points": ["走现场，先弯腰。"], "audience": MANAGERS}),
    (
        "flash_cards",
        {
            "title": "开口第一句",
            "cards": [
                {"front": "总机响了？", "back": "问候，公司，部门，姓名。"},
                {"front": "分机呢？", "back": "部门，姓名。"},
                {"front": "管家呢？", "back": "问候，姓名，请问有什么可以帮您。"},
            ],
        },
    ),
    (
        "comparison",
        {
            "title": "两种客户",
            "columns": ["内部", "外部"],
            "rows": [{"head": "是谁", "cells": ["同事", "住户、访客"]}],
        },
    ),
    ("time_limits", {"title": "", "rows": [{"matter": "漏水", "limit": "10 分钟", "note": ""}]}),
    (
        "steps",
        {"title": "早班", "steps": [{"time": "8:30", "what": "到岗"}, {"what": "巡视"}]},
    ),
    (
        "role_play",
        {
            "title": "催修的住户",
            "setting": "<p>前台只有你一人。</p>",
            "lines": ["我都报了三次了！"],
            "motive": "怕泡坏新地板。",
            "marking": ["先听完", "复述并确认"],
        },
    ),
    ("acknowledge", {"heading": "我已知悉", "text": "我知道三声之内接起电话。"}),
]


@pytest.fixture
def course(site: object) -> CoursePage:
    return make_course(slug="parts", title="每个岗位", lessons=1, body=BODY)


def open_lesson(page: Page, sign_in: SignIn, number: str, course: CoursePage) -> Employee:
    reader = sign_in(page, number)
    enrol_employee(actor=Employee.objects.system(), employee=reader, course=course)
    page.goto(lessons_of(course)[0].url)
    expect(page.locator("main h1")).to_have_text("节 1.1")
    return reader


def staff_number(standing: str, group: str) -> str:
    people = Employee.objects.filter(
        is_active=True, post__standing=standing, post__group__code=group, role_grants=None
    )
    return people.order_by("staff_number")[0].staff_number


def test_guard_and_manager_read_their_own_part(
    open_page: OpenPage, sign_in: SignIn, course: CoursePage
) -> None:
    guard, manager, trainer = open_page(), open_page("desk"), open_page("desk")
    open_lesson(guard, sign_in, staff_number("frontline", "security"), course)
    expect(guard.get_by_text("先下车，再开口。")).to_be_visible()
    assert "先弯腰" not in guard.content()
    open_lesson(manager, sign_in, staff_number("manager", "management"), course)
    expect(manager.get_by_text("走现场，先弯腰。")).to_be_visible()
    assert "先下车" not in manager.content()
    sign_in(trainer, "20137")
    trainer.goto(lessons_of(course)[0].url)
    expect(trainer.locator(".meant-for")).to_have_count(2)
    expect(trainer.locator(".meant-for-whom").first).to_contain_text("安防")


def test_flash_cards_turn_by_keyboard(phone: Page, sign_in: SignIn, course: CoursePage) -> None:
    open_lesson(phone, sign_in, "20416", course)
    cards = phone.locator("flash-cards")
    front = cards.locator("summary:visible")
    expect(front).to_have_count(1)
    expect(cards.get_by_role("status")).to_have_text("第 1 张，共 3 张")
    front.focus()
    phone.keyboard.press("Enter")
    expect(cards.get_by_text("问候，公司，部门，姓名。")).to_be_visible()
    phone.keyboard.press("ArrowRight")
    expect(cards.get_by_role("status")).to_have_text("第 2 张，共 3 张")
    expect(front).to_be_focused()
    expect(front).to_contain_text("分机呢？")
    cards.get_by_role("button", name="下一张").click()
    cards.get_by_role("button", name="下一张").click()
    expect(front).to_contain_text("总机响了？")


def test_cards_and_scenes_open_without_scripts(
    open_page: OpenPage, sign_in: SignIn, course: CoursePage
) -> None:
    page = open_page("phone", javascript=False)
    open_lesson(page, sign_in, "20416", course)
    cards = page.locator(".flash-card")
    expect(cards).to_have_count(3)
    cards.nth(1).locator("summary").click()
    expect(cards.nth(1).locator(".flash-back")).to_be_visible()
    page.locator(".role-play summary").click()
    expect(page.get_by_text("复述并确认")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_lesson_ends_when_its_statement_is_confirmed(
    open_page: OpenPage, sign_in: SignIn, course: CoursePage, javascript: bool
) -> None:
    page = open_page("phone", javascript=javascript)
    reader = open_lesson(page, sign_in, "20416", course)
    finish = page.locator(".actionbar button[type=submit]")
    expect(finish).to_have_count(0)
    page.locator(".actionbar").get_by_role("link", name="先确认").click()
    expect(page.get_by_role("button", name="我已阅读并确认")).to_be_in_viewport()
    page.get_by_role("button", name="我已阅读并确认").click()
    expect(page.locator(".acknowledge .receipt")).to_contain_text("您已于")
    kept = Acknowledgement.objects.get(enrolment__employee=reader)
    expect(page.locator(".acknowledge .receipt")).to_contain_text(kept.short_hash)
    finish.click()
    expect(page.locator("main h1")).to_have_text("每个岗位")
    page.goto("/record/")
    page.locator(".confirmed summary").click()
    expect(page.locator(".confirmed-text")).to_contain_text("我知道三声之内接起电话。")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_blocks_are_accessible_and_fit_a_narrow_phone(
    open_page: OpenPage,
    sign_in: SignIn,
    course: CoursePage,
    check_accessible: Check,
    scheme: Scheme,
) -> None:
    page = open_page("phone", scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    open_lesson(page, sign_in, staff_number("frontline", "security"), course)
    page.locator(".role-play summary").click()
    page.locator("flash-cards summary:visible").click()
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
