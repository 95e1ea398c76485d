"""A lesson is written, reviewed and published, and read in two languages and two scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from courses.models import LessonPage, LessonProgress
from lms.people.models import Employee
from tests.browser.conftest import OpenPage, Watch

AUTHOR, REVIEWER = "20137", "20054"
ENGLISH_READER, TRADITIONAL_READER = "20261", "20286"
TITLE = "奉茶的礼仪"
SignIn = Callable[[Page, Employee | str], Employee]
Check = Callable[[Page], None]


@pytest.fixture
def lesson(watch: Watch) -> LessonPage:
    return LessonPage.objects.get(slug="serving-tea", locale__language_code="zh-hans")


def more_actions(page: Page) -> None:
    """What stands behind the button of the editor's foot."""
    page.locator("footer [data-w-dropdown-target='toggle']").click()


def test_an_author_writes_and_previews_and_a_reviewer_publishes(
    open_page: OpenPage, sign_in: SignIn, lesson: LessonPage
) -> None:
    author = open_page("desk")
    sign_in(author, AUTHOR)
    author.goto(f"/admin/pages/{lesson.pk}/edit/")
    author.locator("[name=title]").fill(TITLE)
    author.get_by_role("button", name="显示或隐藏预览").click()
    preview = author.frame_locator("iframe#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text(TITLE)
    more_actions(author)
    expect(author.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    author.get_by_role("button", name="课件审核").click()
    expect(author.locator(".messages")).to_contain_text(TITLE)
    assert LessonPage.objects.get(pk=lesson.pk).title == "奉茶"

    reviewer = open_page("desk")
    sign_in(reviewer, REVIEWER)
    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name=TITLE).first.click()
    reviewer.locator(
        "[data-workflow-action-name='approve']:not([data-workflow-action-modal-url])"
    ).first.click()
    expect(reviewer.locator(".messages")).to_contain_text(TITLE)
    assert LessonPage.objects.get(pk=lesson.pk).title == TITLE


def test_one_lesson_is_read_in_english_and_in_traditional_characters(
    open_page: OpenPage, sign_in: SignIn, lesson: LessonPage, check_accessible: Check
) -> None:
    LessonProgress.objects.filter(lesson_key=lesson.translation_key).update(
        read_at=None, revision=None
    )
    english = lesson.get_translations().get()
    shown = {"en": (ENGLISH_READER, english.title), "zh-hant": (TRADITIONAL_READER, "奉茶")}
    for language, (number, title) in shown.items():
        page = open_page("phone")
        employee = sign_in(page, number)
        employee.language = language
        employee.save(update_fields=["language"])
        page.goto(lesson.url)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        check_accessible(page)
        page.locator(".actionbar-form button").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
        progress = LessonProgress.objects.get(
            enrolment__employee=employee, lesson_key=lesson.translation_key
        )
        read = english if language == "en" else lesson
        assert progress.revision_id == read.live_revision_id
