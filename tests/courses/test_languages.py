"""A course in two languages, and in two scripts."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale, Page

from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import (
    Acknowledgement,
    ChapterPage,
    CoursePage,
    Enrolment,
    LessonPage,
    LessonProgress,
)
from courses.queries import journey_of, outline_of
from lms.people.models import Employee
from tests.courses.reading import finish, progress_of, switch
from tests.factories.courses import lessons_of, make_course, translate
from tests.factories.people import EmployeeFactory


def test_either_address_leads_to_the_readers_language(
    as_english: Client, reader: Employee, course: CoursePage, english: list[LessonPage]
) -> None:
    chinese = lessons_of(course)[0]
    assert english[0].url == "/learn/service-en/chapter-1/lesson-one/" != chinese.url
    for address in (chinese.url, english[0].url):
        page = as_english.get(address).text
        assert "The senior guest comes first." in page and "先敬位尊的客人" not in page
    switch(reader, "zh-hans")
    for address in (chinese.url, english[0].url):
        assert "先敬位尊的客人" in as_english.get(address).text


def test_what_is_not_translated_is_read_in_chinese(
    as_english: Client, reader: Employee, course: CoursePage, english: list[LessonPage]
) -> None:
    for lesson in english:
        finish(as_english, lesson)
    third = lessons_of(course)[2]
    page = as_english.get(third.url).text
    assert "先敬位尊的客人" in page and "not translated yet" in page
    assert 'lang="zh-Hans"' in page
    assert "Lesson two" in page, "the way back is in English"


def test_a_draft_in_english_is_nobodys(
    as_english: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    address = english[0].url
    english[0].unpublish()
    page = as_english.get(address).text
    assert "先敬位尊的客人" in page and "The senior guest" not in page


def test_a_lesson_withdrawn_in_chinese_is_withdrawn_in_english(
    as_english: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    lessons_of(course)[0].unpublish()
    assert as_english.get(english[0].url).status_code == 404


def test_a_path_that_means_two_pages_leads_to_the_readers_own(
    as_english: Client, system: Employee, reader: Employee, course: CoursePage
) -> None:
    """An English address may be the Chinese address of something else."""
    other = make_course(slug="other", title="另一门", lessons=1)
    enrol_employee(actor=system, employee=reader, course=other)
    translate(course, title="Service", slug="other")
    assert "<h1>Service</h1>" in as_english.get("/learn/other/").text
    switch(reader, "zh-hans")
    assert "<h1>另一门</h1>" in as_english.get("/learn/other/").text


def test_an_old_address_leads_on(
    as_english: Client,
    course: CoursePage,
    english: list[LessonPage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old = english[0].url
    english[0].slug = "first"
    with django_capture_on_commit_callbacks(execute=True):
        english[0].save_revision().publish()
    response = as_english.get(old, follow=True)
    assert response.status_code == 200 and "The senior guest comes first." in response.text


def test_the_chinese_course_says_what_there_is(
    course: CoursePage, english: list[LessonPage]
) -> None:
    chinese = outline_of(course.path)
    assert chinese is not None
    second = Page.objects.get(pk=english[1].pk)
    second.move(Page.objects.get(pk=english[0].pk), pos="left")
    with translation.override("en"):
        outline = outline_of(course.path)
    assert outline is not None
    assert [lesson.key for lesson in outline.lessons] == [lesson.key for lesson in chinese.lessons]
    titles = [lesson.title for lesson in outline.lessons]
    assert titles == ["Lesson one", "Lesson two", chinese.lessons[2].title]
    assert outline.title == "Service" and outline.chapters[0].number == "Chapter 1"
    assert outline.lessons[0].url == "/learn/service-en/chapter-1/lesson-one/"
    assert chinese.lessons[0].url == "/learn/service/chapter-1/lesson-1/"
    assert outline_of(english[0].path) is None, "asked with the page in Chinese only"


@pytest.mark.parametrize("lessons", [1, 3, 30])
@pytest.mark.parametrize(("language", "queries"), [("zh-hans", 1), ("zh-hant", 1), ("en", 2)])
def test_an_outline_costs_the_same_whatever_the_size(
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
    lessons: int,
    language: str,
    queries: int,
) -> None:
    course = make_course(slug="sized", lessons=lessons)
    translate(course, title="Sized")
    with translation.override(language), django_assert_num_queries(queries):
        outline = outline_of(course.path)
    assert outline is not None and len(outline.lessons) == lessons


@pytest.mark.parametrize("lessons", [1, 3])
def test_an_english_lesson_costs_the_same_whatever_the_size(
    client: Client,
    system: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
    lessons: int,
) -> None:
    course = make_course(slug="sized", lessons=lessons)
    translate(course, title="Sized")
    translate(course.get_children().get().specific, title="Chapter")
    for lesson in lessons_of(course):
        translate(lesson, title="Lesson")
    employee = EmployeeFactory.create(must_change_password=False, language="en")
    enrol_employee(actor=system, employee=employee, course=course)
    client.force_login(employee)
    address = lessons_of(course)[0].url
    client.get(address)
    with django_assert_num_queries(10):
        assert "Lesson" in client.get(address).text


def test_the_examination_and_cover_are_those_of_the_chinese_course(
    as_english: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    CoursePage.objects.filter(pk=course.pk).update(code="NEW")
    page = as_english.get(course.url).text
    assert "<h1>Service</h1>" in page and "How we serve" in page
    assert "NEW" in page


def test_progress_is_shared_and_names_the_text_that_was_read(
    as_english: Client, reader: Employee, course: CoursePage, english: list[LessonPage]
) -> None:
    first, second, third = lessons_of(course)
    as_english.get(first.url)
    assert finish(as_english, first).headers["Location"] == english[1].url
    assert progress_of(first).revision_id == english[0].live_revision_id
    switch(reader, "zh-hans")
    as_english.get(second.url)
    assert finish(as_english, second).headers["Location"] == third.url
    assert progress_of(second).revision_id == second.live_revision_id
    journey = journey_of(reader, course.path)
    assert journey is not None and journey.done == 2


def test_switching_the_language_while_reading_keeps_the_lesson(
    as_english: Client, reader: Employee, course: CoursePage, english: list[LessonPage]
) -> None:
    first = lessons_of(course)[0]
    as_english.get(first.url)
    switch(reader, "zh-hant")
    as_english.get(first.url)
    finish(as_english, first)
    assert progress_of(first).revision_id == first.live_revision_id
    assert LessonProgress.objects.filter(read_at__isnull=False).count() == 1


def test_finishing_without_opening_records_the_readers_language(
    reader: Employee, enrolment: Enrolment, english: list[LessonPage]
) -> None:
    assert finish_lesson(actor=reader, lesson=english[0]).revision == english[0].live_revision


def test_traditional_readers_get_the_chinese_text_converted(
    client: Client, system: Employee
) -> None:
    body = [
        ("text", {"text": "<p>先敬位尊的客人，头发要干净。</p>"}),
        ("key_points", {"points": ["后面的门"]}),
    ]
    course = make_course(title="客户服务礼仪", summary="怎样待客", slug="tea", lessons=1, body=body)
    ChapterPage.objects.update(title="行为规范")
    employee = EmployeeFactory.create(
        name="后里", latin_name="Hou Li", must_change_password=False, language="zh-hant"
    )
    enrol_employee(actor=system, employee=employee, course=course)
    client.force_login(employee)
    lesson = client.get(lessons_of(course)[0].url).text
    for shown in ("先敬位尊的客人，頭髮要乾淨。", "後面的門", "行為規範", "節 1.1"):
        assert shown in lesson
    assert "头发" not in lesson
    page = client.get(course.url).text
    assert "客戶服務禮儀" in page and "怎樣待客" in page
    assert "客戶服務禮儀" in client.get(reverse("courses:list")).text
    assert "后里" in client.get(reverse("home:record")).text, "a name is written as it is"


def test_what_was_confirmed_in_one_language_counts_in_the_other(
    client: Client, system: Employee, reader: Employee
) -> None:
    statement = ("acknowledge", {"heading": "", "text": "我已读过。"})
    course = make_course(slug="rules", lessons=2, body=[statement])
    translate(course, title="Rules")
    translate(course.get_children().get().specific, title="Chapter")
    first = lessons_of(course)[0]
    translated = first.copy_for_translation(Locale.objects.get(language_code="en"))
    translated.body[0].value["text"] = "I have read it."
    translated.save_revision(user=system).publish()
    enrol_employee(actor=system, employee=reader, course=course)
    client.force_login(reader)
    block_id = first.body[0].id
    confirm = reverse("courses:acknowledge", args=[first.translation_key, block_id])
    page = client.get(first.url).text
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]+)"', page)
    client.post(confirm, {"seen": seen})
    switch(reader, "en")
    page = client.get(first.url).text
    assert "I have read it." in page and 'name="seen"' not in page
    finish(client, first)
    assert progress_of(first).read_at is not None


def test_a_statement_is_confirmed_in_the_language_it_is_read_in(
    client: Client, system: Employee, reader: Employee
) -> None:
    statement = ("acknowledge", {"heading": "", "text": "我已读过。"})
    course = make_course(slug="rules", lessons=1, body=[statement])
    translate(course, title="Rules")
    translate(course.get_children().get().specific, title="Chapter")
    first = lessons_of(course)[0]
    translated = first.copy_for_translation(Locale.objects.get(language_code="en"))
    translated.body[0].value["text"] = "I have read it."
    translated.save_revision(user=system).publish()
    enrol_employee(actor=system, employee=reader, course=course)
    switch(reader, "en")
    client.force_login(reader)
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]+)"', client.get(first.url).text)
    confirm = reverse("courses:acknowledge", args=[first.translation_key, first.body[0].id])
    client.post(confirm, {"seen": seen})
    assert Acknowledgement.objects.get().text == "I have read it."
