import pytest
from django.test import Client

from courses.actions.enrol_employee import enrol_employee
from courses.models import CoursePage, Enrolment, LessonPage
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course, translate
from tests.factories.people import EmployeeFactory


@pytest.fixture
def system(db: None) -> Employee:
    return Employee.objects.system()


@pytest.fixture
def course(db: None) -> CoursePage:
    """Three lessons taken in order, without an examination."""
    return make_course()


@pytest.fixture
def reader(db: None) -> Employee:
    return EmployeeFactory(must_change_password=False)


@pytest.fixture
def enrolment(system: Employee, reader: Employee, course: CoursePage) -> Enrolment:
    return enrol_employee(actor=system, employee=reader, course=course)


@pytest.fixture
def as_reader(client: Client, reader: Employee) -> Client:
    client.force_login(reader)
    return client


@pytest.fixture
def english(course: CoursePage) -> list[LessonPage]:
    """The first two lessons of the course in English; the third is in Chinese only."""
    translate(course, title="Service", slug="service-en", summary="How we serve")
    translate(course.get_children().get().specific, title="Chapter", number="Chapter 1")
    first, second, __ = lessons_of(course)
    body = [("text", {"text": "<p>The senior guest comes first.</p>"})]
    return [
        translate(first, title="Lesson one", slug="lesson-one", body=body),
        translate(second, title="Lesson two", body=body),
    ]


@pytest.fixture
def as_english(client: Client, reader: Employee, enrolment: Enrolment) -> Client:
    reader.language = "en"
    reader.save(update_fields=["language"])
    client.force_login(reader)
    return client
