import pytest
from django.test import Client

from courses.actions.enrol_employee import enrol_employee
from courses.models import CoursePage, Enrolment
from lms.people.models import Employee
from tests.factories.courses import make_course
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
