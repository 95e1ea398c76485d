"""What happens to a lesson that somebody has open."""

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from courses.models import CoursePage, Enrolment, LessonPage, LessonProgress
from lms.people.enums import Role
from tests.courses.reading import finish, progress_of
from tests.factories.courses import lessons_of, make_course, translate
from tests.factories.people import CompanyFactory, holder_of


def test_a_lesson_published_anew_while_read_is_finished_as_it_was(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    opened = first.live_revision_id
    as_reader.get(first.url)
    first.title = "改了"
    first.save_revision().publish()
    finish(as_reader, first)
    assert progress_of(first).revision_id == opened


def test_a_lesson_withdrawn_while_read_can_be_finished(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    opened = first.live_revision_id
    as_reader.get(first.url)
    first.unpublish()
    response = as_reader.post(
        reverse("courses:finish-lesson", args=[first.translation_key]), follow=True
    )
    assert response.redirect_chain == [(course.url, 302)]
    assert "已经记下" in response.text
    assert progress_of(first).revision_id == opened


def test_a_lesson_moved_behind_unread_ones_while_read_can_be_finished(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first, __, third = lessons_of(course)
    as_reader.get(first.url)
    first.move(Page.objects.get(pk=third.pk), pos="right")
    assert as_reader.get(first.url).headers["Location"] == course.url, "locked by now"
    assert finish(as_reader, first).headers["Location"] == course.url
    assert progress_of(first).read_at is not None


def test_a_lesson_moved_to_another_course_while_read_can_be_finished(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    as_reader.get(first.url)
    other = make_course(slug="other", lessons=0)
    first.move(Page.objects.get(pk=other.get_children().get().pk), pos="last-child")
    response = finish(as_reader, first)
    assert response.headers["Location"] == reverse("courses:list")
    assert progress_of(first).enrolment == enrolment and progress_of(first).read_at is not None


def test_a_course_withdrawn_while_read_lets_the_lesson_be_finished(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    as_reader.get(first.url)
    course.unpublish()
    assert finish(as_reader, first).headers["Location"] == reverse("courses:list")
    assert progress_of(first).read_at is not None


def test_a_lesson_renamed_while_read_can_be_finished_and_found(
    as_reader: Client,
    enrolment: Enrolment,
    course: CoursePage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first, second, __ = lessons_of(course)
    old = first.url
    as_reader.get(old)
    first.slug = "renamed"
    with django_capture_on_commit_callbacks(execute=True):
        first.save_revision().publish()
    assert finish(as_reader, first).headers["Location"] == second.url
    assert "先敬位尊的客人" in as_reader.get(old, follow=True).text


def test_a_lesson_translated_while_read_can_be_finished(
    as_english: Client, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    opened = first.live_revision_id
    as_english.get(first.url)
    translate(course, title="Service")
    translate(course.get_children().get().specific, title="Chapter")
    translate(first, title="Lesson one")
    assert finish(as_english, first).headers["Location"].endswith("/lesson-2/")
    assert progress_of(first).revision_id == opened


def test_a_translation_deleted_while_read_lets_the_lesson_be_finished(
    as_english: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    first = lessons_of(course)[0]
    as_english.get(first.url)
    admin = Client()
    admin.force_login(holder_of(Role.ADMINISTRATOR, CompanyFactory()))
    admin.post(reverse("wagtailadmin_pages:delete", args=[english[0].pk]))
    assert not LessonPage.objects.filter(pk=english[0].pk).exists()
    assert finish(as_english, first).status_code == 302
    assert progress_of(first).revision_id == first.live_revision_id


def test_a_translation_that_was_read_is_not_deleted(
    as_english: Client, course: CoursePage, english: list[LessonPage]
) -> None:
    as_english.get(english[0].url)
    finish(as_english, english[0])
    admin = Client()
    admin.force_login(holder_of(Role.ADMINISTRATOR, CompanyFactory()))
    admin.post(reverse("wagtailadmin_pages:delete", args=[english[0].pk]))
    assert LessonPage.objects.filter(pk=english[0].pk).exists()


def test_what_was_not_opened_is_not_finished_from_outside_the_course(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    other = make_course(slug="other", lessons=0)
    first.move(Page.objects.get(pk=other.get_children().get().pk), pos="last-child")
    assert finish(as_reader, first).status_code == 404
    assert not LessonProgress.objects.exists()
