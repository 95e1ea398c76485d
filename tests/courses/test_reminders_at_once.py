"""Two managers press at the same moment: real transactions, in threads."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from courses.actions.enrol_employee import enrol_employee
from courses.actions.remind_learners import remind_learners
from courses.errors import RemindedToday
from courses.models import Enrolment, Reminder
from courses.queries import live_courses
from lms.notify.models import Notice
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.courses import make_course
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_reminds_and_the_other_is_told() -> None:
    unit, course = UnitFactory.create(), make_course(lessons=1)
    for employee in EmployeeFactory.create_batch(3, unit=unit):
        enrol_employee(actor=Employee.objects.system(), employee=employee, course=course)
    Notice.objects.all().delete()
    managers = [holder_of(Role.SITE_MANAGER, unit) for __ in range(3)]

    def remind(manager: Employee) -> Any:
        try:
            return remind_learners(
                actor=manager, enrolments=Enrolment.objects.all(), courses=live_courses()
            )
        except RemindedToday as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(managers)) as pool:
        outcomes = list(pool.map(remind, managers))
    assert sum(isinstance(outcome, RemindedToday) for outcome in outcomes) == 2
    assert Reminder.objects.count() == Notice.objects.count() == 3
