"""The lesson that is read again after a failed attempt, before the next may begin."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind
from assessments.models import Quiz, Sitting
from assessments.rules.kinds.written import TEXT
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import CoursePage, LessonPage, LessonProgress, LessonReading
from courses.queries import has_progress
from lms.people.enums import Role
from lms.people.models import Employee
from tests.courses.reading import finish, progress_of, switch
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.courses import lessons_of, make_course, publish, translate
from tests.factories.people import UnitFactory, holder_of


@pytest.fixture
def quiz(db: None) -> Quiz:
    return QuizFactory.create(attempts_allowed=3)


@pytest.fixture
def course(quiz: Quiz, system: Employee, reader: Employee) -> CoursePage:
    """All of it is read; its second lesson is to be read again before a resit."""
    course = make_course(slug="examined", examination=quiz)
    name(course, lessons_of(course)[1])
    enrol_employee(actor=system, employee=reader, course=course)
    for each in lessons_of(course):
        finish_lesson(actor=reader, lesson=each)
    return course


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return lessons_of(course)[1]


@pytest.fixture
def failed(reader: Employee, course: CoursePage, quiz: Quiz) -> Sitting:
    """Handed in blank."""
    return handed_in(sitting_of(reader, quiz))


def name(course: CoursePage, lesson: LessonPage | None) -> None:
    course.remedial_lesson = lesson
    course.save_revision(user=Employee.objects.system()).publish()


def door_of(quiz: Quiz) -> str:
    return reverse("assessments:door", args=[quiz.code])


def offers_reading_again(client: Client, lesson: LessonPage) -> bool:
    address = reverse("courses:finish-lesson", args=[lesson.translation_key])
    return f'action="{address}"' in client.get(lesson.url).text


def test_door_and_course_page_lead_to_the_lesson(
    as_reader: Client, quiz: Quiz, course: CoursePage, lesson: LessonPage, failed: Sitting
) -> None:
    for page in (as_reader.get(door_of(quiz)).text, as_reader.get(course.url).text):
        assert 'aria-disabled="true"' in page
        assert f'class="more" href="{lesson.url}"' in page


def test_a_direct_post_is_refused_until_it_is_read_again(
    as_reader: Client, quiz: Quiz, course: CoursePage, lesson: LessonPage, failed: Sitting
) -> None:
    first = progress_of(lesson)
    response = as_reader.post(door_of(quiz))
    assert response.status_code == 409 and lesson.url in response.text
    finish(as_reader, lessons_of(course)[0])  # another one does not do
    assert as_reader.post(door_of(quiz)).status_code == 409
    assert Sitting.objects.count() == 1

    assert offers_reading_again(as_reader, lesson)
    assert finish(as_reader, lesson)["Location"] == course.url
    reading = LessonReading.objects.get()
    assert (reading.lesson_key, reading.revision_id) == (
        lesson.translation_key,
        lesson.live_revision_id,
    )
    assert progress_of(lesson).read_at == first.read_at
    assert as_reader.post(door_of(quiz)).status_code == 302
    assert Sitting.objects.count() == 2


def test_it_is_recorded_once_for_each_failed_attempt(
    as_reader: Client, reader: Employee, quiz: Quiz, lesson: LessonPage, failed: Sitting
) -> None:
    for __ in range(2):
        finish(as_reader, lesson)
    assert LessonReading.objects.count() == 1
    assert not offers_reading_again(as_reader, lesson)
    handed_in(sitting_of(reader, quiz))
    assert as_reader.post(door_of(quiz)).status_code == 409
    finish(as_reader, lesson)
    assert LessonReading.objects.count() == 2
    assert as_reader.post(door_of(quiz)).status_code == 302


def test_nothing_is_asked_before_an_attempt_failed(
    as_reader: Client, quiz: Quiz, lesson: LessonPage
) -> None:
    assert not offers_reading_again(as_reader, lesson)
    finish(as_reader, lesson)
    assert not LessonReading.objects.exists()
    assert as_reader.post(door_of(quiz)).status_code == 302


def test_nor_after_the_last(
    as_reader: Client, quiz: Quiz, lesson: LessonPage, failed: Sitting
) -> None:
    Quiz.objects.update(attempts_allowed=1)
    assert not offers_reading_again(as_reader, lesson)
    assert lesson.url not in as_reader.get(door_of(quiz)).text


def test_nor_of_who_passed(
    as_reader: Client, quiz: Quiz, lesson: LessonPage, failed: Sitting
) -> None:
    Sitting.objects.filter(pk=failed.pk).update(passed=True, score=failed.max_score)
    assert not offers_reading_again(as_reader, lesson)
    assert as_reader.post(door_of(quiz)).status_code == 302


def test_a_first_reading_after_the_attempt_is_enough(
    as_reader: Client, reader: Employee, quiz: Quiz, lesson: LessonPage, failed: Sitting
) -> None:
    LessonProgress.objects.filter(lesson_key=lesson.translation_key).delete()
    finish_lesson(actor=reader, lesson=lesson)
    assert not LessonReading.objects.exists()
    assert as_reader.post(door_of(quiz)).status_code == 302


def test_a_lesson_that_was_withdrawn_keeps_nobody_out(
    as_reader: Client, quiz: Quiz, lesson: LessonPage, failed: Sitting
) -> None:
    lesson.unpublish()
    assert as_reader.post(door_of(quiz)).status_code == 302


def test_who_is_ready_in_one_of_two_courses_may_begin(
    as_reader: Client, reader: Employee, system: Employee, quiz: Quiz, failed: Sitting
) -> None:
    other = make_course(slug="other", lessons=1, examination=quiz)
    enrol_employee(actor=system, employee=reader, course=other)
    assert as_reader.post(door_of(quiz)).status_code == 409
    finish_lesson(actor=reader, lesson=lessons_of(other)[0])
    assert as_reader.post(door_of(quiz)).status_code == 302


def test_an_attempt_that_waits_for_its_marker_has_not_failed(
    as_reader: Client, reader: Employee, course: CoursePage, lesson: LessonPage
) -> None:
    essay = quiz_of_kinds(Kind.ESSAY)
    course.examination = essay
    name(course, lesson)
    sitting = sitting_of(reader, essay)
    save_answer(actor=reader, sitting_id=sitting.pk, position=1, data={TEXT: ["先致歉。"]})
    handed_in(sitting)
    assert not offers_reading_again(as_reader, lesson)


class TestAuthors:
    def test_only_a_lesson_of_the_course(self, course: CoursePage) -> None:
        other = make_course(slug="other")
        course.remedial_lesson = lessons_of(other)[0]
        with pytest.raises(ValidationError) as refusal:
            course.full_clean()
        assert list(refusal.value.message_dict) == ["remedial_lesson"]

    def test_a_course_that_is_new_has_none_yet(self, course: CoursePage) -> None:
        new = CoursePage(title="新课", code="N", remedial_lesson=lessons_of(course)[0])
        with pytest.raises(ValidationError):
            publish(course.get_parent(), new)

    def test_a_copy_names_none_of_the_originals(self, course: CoursePage) -> None:
        copy = course.copy(recursive=True, update_attrs={"slug": "copy"})
        assert copy.remedial_lesson is None
        copy.full_clean()

    def test_a_translation_does_as_well_and_stays_once_it_was_read(
        self,
        as_reader: Client,
        reader: Employee,
        quiz: Quiz,
        course: CoursePage,
        lesson: LessonPage,
        failed: Sitting,
    ) -> None:
        translate(course, title="Service", slug="service-en")
        translate(lesson.get_parent().specific, title="Chapter", slug="chapter-en")
        english = translate(lesson, title="Lesson two", slug="lesson-two")
        assert not has_progress(Page.objects.filter(pk=english.pk))
        switch(reader, "en")
        door = as_reader.get(door_of(quiz)).text
        assert "Read “Lesson two” again before the next attempt." in door
        assert "I have read it again" in as_reader.get(english.url).text
        finish(as_reader, english)
        assert as_reader.post(door_of(quiz)).status_code == 302
        assert LessonReading.objects.get().revision_id == english.live_revision_id
        assert has_progress(Page.objects.filter(pk=english.pk))

    def test_it_stands_beside_the_examination(self, client: Client, course: CoursePage) -> None:
        client.force_login(holder_of(Role.ADMINISTRATOR, UnitFactory.create()))
        page = client.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).text
        assert page.index('name="examination"') < page.index('name="remedial_lesson"')
