from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from assessments.models import Sitting
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory

BACKEND = "lms.people.backends.RoleGrantBackend"


@pytest.fixture(autouse=True)
def no_course_needed(quizzes_are_open: None) -> None:
    """No package above takes part in these tests."""


@pytest.fixture
def learner(db: None) -> Employee:
    return EmployeeFactory.create()


@pytest.fixture
def sign_in(client: Client) -> Callable[[Employee], Client]:
    def sign_in(employee: Employee) -> Client:
        client.force_login(employee, backend=BACKEND)
        return client

    return sign_in


def after_deadline(sitting: Sitting, **more: float) -> time_machine.travel:
    """The moment just past a sitting's deadline."""
    return time_machine.travel(sitting.deadline + timedelta(seconds=1, **more), tick=False)
