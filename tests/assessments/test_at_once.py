"""Two phones, two tabs or the worker at the same moment: real transactions, in threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.errors import AlreadySubmitted
from assessments.models import Response, Sitting
from lms.people.models import Employee
from tests.factories.assessments import QuizFactory, sitting_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run each call in a thread with a connection of its own; a refusal is its result."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except AlreadySubmitted as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_pressing_start_twice_opens_one_sitting() -> None:
    learner, quiz = EmployeeFactory.create(), QuizFactory.create()
    opened = at_once([lambda: open_sitting(actor=learner, quiz=quiz)] * 4)
    assert set(opened) == {Sitting.objects.get()}


def test_answers_saved_at_once_each_get_a_receipt_of_their_own() -> None:
    sitting = sitting_of()

    def save(choice: int) -> Callable[[], Any]:
        data = {"choice": [str(choice)]}
        return lambda: save_answer(actor=sitting.employee, sitting=sitting, position=1, data=data)

    receipts = at_once([save(choice) for choice in range(4)])
    assert sorted(map(str, receipts)) == ["1-1", "1-2", "1-3", "1-4"]
    assert Response.objects.count() == 4


def test_handing_in_twice_marks_once() -> None:
    sitting = sitting_of()
    learner: Employee = sitting.employee
    outcomes = at_once([lambda: submit_sitting(actor=learner, sitting=sitting)] * 3)
    assert sum(isinstance(outcome, AlreadySubmitted) for outcome in outcomes) == 2
