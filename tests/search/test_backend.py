"""Chinese words inside sentences are found, on both engines alike."""

import pytest
from wagtail.models import Page

from tests.factories.courses import lessons_of, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Page:
    return make_course(
        title="客户服务与行为规范",
        summary="电话铃响三声之内接起，说明 5W1H。请在会议室奉茶，七分满。",
    )


@pytest.mark.parametrize(
    "query",
    [
        "铃响三声",
        "鈴響三聲",
        "行为规范",
        "行為規範",
        "会议室奉茶",
        "奉茶 铃响",
        "5w1h",
        "５Ｗ１Ｈ",
        "三声之内接起，说明",
    ],
)
def test_words_inside_sentences_are_found(course: Page, query: str) -> None:
    found = Page.objects.type(type(course)).search(query)
    assert [page.pk for page in found] == [course.pk]


@pytest.mark.parametrize("query", ["三铃响", "奉茶室", "会议 泡茶", "客务", "……", "'\"*:&|!()"])
def test_characters_out_of_order_are_not(course: Page, query: str) -> None:
    assert list(Page.objects.type(type(course)).search(query)) == []


@pytest.mark.parametrize("query", ["行为规", "服務", "客户服务 规范"])
def test_authors_find_while_they_type(course: Page, query: str) -> None:
    found = Page.objects.type(type(course)).autocomplete(query)
    assert [page.pk for page in found] == [course.pk]


def test_authors_find_what_a_lesson_says() -> None:
    lesson = lessons_of(make_course(lessons=1))[0]
    assert [page.pk for page in Page.objects.autocomplete("位尊的客")] == [lesson.pk]


def test_titles_come_first(course: Page) -> None:
    other = make_course(title="奉茶", slug="tea", summary="水温与满度。")
    found = list(Page.objects.type(type(course)).search("奉茶"))
    assert [page.pk for page in found] == [other.pk, course.pk]


def test_what_is_changed_is_found_anew(course: Page) -> None:
    course.summary = "指路与带路。"
    course.save_revision().publish()
    assert [page.pk for page in Page.objects.search("指路")] == [course.pk]
    assert list(Page.objects.search("会议室")) == []
