"""Taking a course: who may read, in what order, what is remembered."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.errors import CannotEnrol, LessonIsLocked, NotEnrolled
from courses.models import CoursePage, Enrolment, LessonPage, LessonProgress
from courses.queries import journey_of
from lms.people.actions.hire_employee import hire_employee
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory


def finish(client: Client, lesson: LessonPage) -> str:
    """Press "Read; next lesson"; the address the reader lands on."""
    response = client.post(reverse("courses:finish-lesson", args=[lesson.translation_key]))
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_a_visitor_is_asked_to_sign_in(client: Client, course: CoursePage) -> None:
    response = client.get(lessons_of(course)[0].url)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")


def test_somebody_elses_course_is_not_there(
    client: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    client.force_login(EmployeeFactory(must_change_password=False))
    assert client.get(course.url).status_code == 404
    assert client.get(lessons_of(course)[0].url).status_code == 404
    key = lessons_of(course)[0].translation_key
    assert client.post(reverse("courses:finish-lesson", args=[key])).status_code == 404


def test_lessons_open_one_after_the_other(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first, second, third = lessons_of(course)
    assert as_reader.get(first.url).status_code == 200
    assert as_reader.get(second.url).headers["Location"] == course.url
    assert finish(as_reader, first) == second.url
    assert as_reader.get(second.url).status_code == 200
    assert as_reader.get(third.url).status_code == 302


def test_a_locked_lesson_is_not_finished_by_a_direct_post(
    as_reader: Client, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> None:
    third = lessons_of(course)[2]
    finish(as_reader, third)
    assert not LessonProgress.objects.filter(read_at__isnull=False).exists()
    with pytest.raises(LessonIsLocked):
        finish_lesson(actor=reader, lesson=third)


def test_a_free_course_opens_everywhere(
    as_reader: Client, system: Employee, reader: Employee
) -> None:
    course = make_course(slug="free", order="free")
    enrol_employee(actor=system, employee=reader, course=course)
    for lesson in reversed(lessons_of(course)):
        assert as_reader.get(lesson.url).status_code == 200
        finish(as_reader, lesson)
    assert LessonProgress.objects.filter(read_at__isnull=False).count() == 3


def test_progress_names_the_revision_that_was_read(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first = lessons_of(course)[0]
    read_revision = first.live_revision_id
    finish(as_reader, first)
    first.title = "改过的标题"
    first.save_revision().publish()
    finish(as_reader, first)
    progress = LessonProgress.objects.get(lesson_key=first.translation_key)
    assert progress.revision_id == read_revision
    assert progress.revision.as_object().title == "节 1.1"


def test_one_continues_where_one_was(as_reader: Client, reader: Employee, system: Employee) -> None:
    course = make_course(slug="free", order="free")
    enrol_employee(actor=system, employee=reader, course=course)
    first, __, third = lessons_of(course)
    assert first.title in as_reader.get("/").text
    as_reader.get(third.url)
    page = as_reader.get("/").text
    assert third.title in page and third.url in page


def test_reading_everything_completes_a_course_without_examination(
    as_reader: Client, enrolment: Enrolment, course: CoursePage, run_jobs: Callable[[], None]
) -> None:
    for lesson in lessons_of(course):
        finish(as_reader, lesson)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    run_jobs()
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert enrolment.certificate.serial in as_reader.get(course.url).text


def test_an_unpublished_lesson_is_gone_and_not_missed(
    as_reader: Client, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> None:
    first, second, third = lessons_of(course)
    second.unpublish()
    assert as_reader.get(second.url).status_code == 404
    assert finish(as_reader, first) == third.url
    journey = journey_of(reader, course.path)
    assert journey is not None and journey.total == 2


def test_a_lesson_that_is_not_there(as_reader: Client, enrolment: Enrolment) -> None:
    assert as_reader.get("/learn/service/chapter-1/nothing/").status_code == 404
    assert as_reader.get("/learn/service/chapter-1/lesson-1/deeper/").status_code == 404
    assert as_reader.post(reverse("courses:finish-lesson", args=[uuid4()])).status_code == 404


def test_the_chapter_address_leads_to_the_course(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    response = as_reader.get(f"{course.url}chapter-1/")
    assert response.headers["Location"].startswith(f"{course.url}#chapter-")


def test_hiring_enrols_into_onboarding(system: Employee, reader: Employee) -> None:
    onboarding = make_course(slug="onboarding", is_onboarding=True, days_to_finish=14)
    make_course(slug="other")
    hired = hire_employee(
        actor=system,
        staff_number="77001",
        name="欧阳若曦",
        unit=reader.unit,
        post=reader.post,
        hired_on=reader.hired_on,
        password="three-river-lamps",
    )
    (enrolment,) = hired.enrolments.all()
    assert enrolment.course_key == onboarding.translation_key
    assert (enrolment.due_on - enrolment.enrolled_at.date()).days in (14, 15)


def test_enrolling_twice_keeps_the_first(
    system: Employee, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> None:
    assert enrol_employee(actor=system, employee=reader, course=course) == enrolment


def test_a_closed_account_is_not_enrolled(system: Employee, course: CoursePage) -> None:
    with pytest.raises(CannotEnrol):
        enrol_employee(actor=system, employee=EmployeeFactory(is_active=False), course=course)


def test_a_colleague_cannot_enrol(reader: Employee, course: CoursePage) -> None:
    with pytest.raises(NotAllowed):
        enrol_employee(actor=reader, employee=EmployeeFactory(), course=course)


def test_finishing_without_enrolment_is_refused(reader: Employee, course: CoursePage) -> None:
    with pytest.raises(NotEnrolled):
        finish_lesson(actor=reader, lesson=lessons_of(course)[0])


@pytest.mark.parametrize("lessons", [1, 3, 30])
def test_a_lesson_costs_the_same_whatever_the_size_of_the_course(
    as_reader: Client,
    system: Employee,
    reader: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
    lessons: int,
) -> None:
    course = make_course(slug="sized", chapters=2, lessons=lessons)
    enrol_employee(actor=system, employee=reader, course=course)
    lesson = lessons_of(course)[0]
    as_reader.get(lesson.url)
    with django_assert_num_queries(8):
        assert as_reader.get(lesson.url).status_code == 200


@pytest.mark.parametrize("courses", [1, 3])
def test_today_and_courses_cost_the_same_for_one_and_three_courses(
    as_reader: Client,
    system: Employee,
    reader: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
    courses: int,
) -> None:
    for number in range(courses):
        course = make_course(slug=f"course-{number}")
        enrol_employee(actor=system, employee=reader, course=course)
    as_reader.get("/")
    with django_assert_num_queries(13):
        assert as_reader.get("/").status_code == 200
    with django_assert_num_queries(7):
        assert as_reader.get(reverse("courses:list")).status_code == 200
