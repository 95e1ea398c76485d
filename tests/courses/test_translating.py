"""Authors and the two languages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from courses.enums import TranslationState
from courses.models import CoursePage, LessonPage
from courses.queries.translations import translated_pages
from lms.people.enums import Role
from tests.factories.courses import lessons_of, make_course, translate
from tests.factories.people import CompanyFactory, holder_of


@pytest.fixture
def as_trainer(client: Client, db: None) -> Client:
    client.force_login(holder_of(Role.TRAINER, CompanyFactory()))
    return client


def test_a_trainer_translates_a_course_with_its_lessons(
    as_trainer: Client, course: CoursePage
) -> None:
    address = reverse("simple_translation:submit_page_translation", args=[course.pk])
    assert as_trainer.get(address).status_code == 200
    data = {"locales": [Locale.objects.get(language_code="en").pk], "include_subtree": "on"}
    assert as_trainer.post(address, data).status_code == 302
    for lesson in lessons_of(course):
        copy = lesson.get_translations().get()
        assert not copy.live and copy.url_path == lesson.url_path.replace("shelf", "shelf-en")


def test_the_english_form_shows_only_what_english_has_of_its_own(
    as_trainer: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    translated = course.get_translations().get()
    address = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    form = as_trainer.get(address).text
    own = as_trainer.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).text
    for name in ("code", "order", "is_onboarding", "days_to_finish", "examination", "title_en"):
        assert f'name="{name}"' in own and f'name="{name}"' not in form
    data = {
        "title": "Serving people",
        "slug": translated.slug,
        "summary": "x",
        "introduction": '{"blocks": [], "entityMap": {}}',
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    response = as_trainer.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    saved = course.get_translations().get().get_latest_revision_as_object()
    assert saved.title == "Serving people" and saved.code == course.code


def test_no_page_is_begun_in_english(as_trainer: Client, english: list[LessonPage]) -> None:
    chapter = english[0].get_parent()
    address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", chapter.pk])
    assert as_trainer.get(address).status_code in (302, 403)


def test_the_editor_says_that_the_chinese_has_changed(
    as_trainer: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[english[0].pk])
    assert "译文上次保存" not in as_trainer.get(address).text
    first = lessons_of(course)[0]
    first.title = "改了"
    first.save_revision().publish()
    page = as_trainer.get(address).text
    assert "译文上次保存" in page
    compare = next(url for url in page.split('"') if "/compare/" in url)
    assert "改了" in as_trainer.get(compare).text
    LessonPage.objects.filter(pk=english[0].pk).update(latest_revision_created_at=timezone.now())
    assert "译文上次保存" not in as_trainer.get(address).text


def test_the_report_lists_what_asks_for_work(
    as_trainer: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    first, second, third = lessons_of(course)
    first.save_revision().publish()
    english[1].unpublish()
    states = {row.page.pk: row.state for row in translated_pages()}
    assert states == {
        course.pk: TranslationState.CURRENT,
        first.get_parent().pk: TranslationState.CURRENT,
        first.pk: TranslationState.BEHIND,
        second.pk: TranslationState.DRAFT,
        third.pk: TranslationState.MISSING,
    }
    todo = as_trainer.get(reverse("courseware_translations"), {"state": "todo"}).text
    assert third.title in todo and ">客户服务<" not in todo
    assert "3/5" in as_trainer.get(reverse("wagtailadmin_home")).text.replace(" ", "")


@pytest.mark.parametrize("lessons", [1, 3])
def test_the_report_costs_the_same_for_one_and_three(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, lessons: int
) -> None:
    course = make_course(lessons=lessons)
    translate(course, title="Service")
    with django_assert_num_queries(2):
        assert len(translated_pages()) == lessons + 2
