import pytest
from django.test import Client

from assessments.enums import Kind, LatePolicy
from assessments.models import Quiz
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.assessments import quiz_of_kinds
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of


@pytest.fixture
def site(db: None) -> Unit:
    return UnitFactory.create()


@pytest.fixture
def marker(site: Unit) -> Employee:
    return holder_of(Role.ASSESSOR, site, language="en", name="周评")


@pytest.fixture
def desk(client: Client, marker: Employee) -> Client:
    client.force_login(marker)
    return client


@pytest.fixture
def learner(site: Unit) -> Employee:
    return EmployeeFactory.create(unit=site, name="何静", latin_name="He Jing")


@pytest.fixture
def quiz(db: None) -> Quiz:
    return quiz_of_kinds(Kind.ROLE_PLAY, Kind.ESSAY, Kind.SINGLE_CHOICE, pass_percent=60)


@pytest.fixture
def lenient() -> Quiz:
    return quiz_of_kinds(Kind.SINGLE_CHOICE, late_policy=LatePolicy.MARKER)
