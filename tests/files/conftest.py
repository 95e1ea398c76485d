import pytest
from django.test import Client

from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.people import CompanyFactory, EmployeeFactory, holder_of


@pytest.fixture
def trainer(db: None) -> Employee:
    return holder_of(Role.TRAINER, CompanyFactory())


@pytest.fixture
def as_trainer(client: Client, trainer: Employee) -> Client:
    client.force_login(trainer)
    return client


@pytest.fixture
def as_reader(client: Client, db: None) -> Client:
    client.force_login(EmployeeFactory(must_change_password=False))
    return client
