"""More time or more attempts for single people."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions.grant_allowance import grant_allowance
from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.errors import (
    AllowanceIsFixed,
    CannotStart,
    NothingAllowed,
    ReasonNotGiven,
)
from assessments.models import Allowance, Quiz, Sitting
from assessments.queries import standing
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import QuizFactory, handed_in, sitting_of
from tests.factories.people import EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db


def allow(quiz: Quiz, employee: Employee, minutes: int = 0, attempts: int = 0) -> Allowance:
    return grant_allowance(
        actor=Employee.objects.system(),
        quiz=quiz,
        employee=employee,
        extra_minutes=minutes,
        extra_attempts=attempts,
        reason="视力障碍",
    )


def time_of(sitting: Sitting) -> timedelta:
    sitting.refresh_from_db()
    return sitting.deadline - sitting.started_at


def test_minutes_add_up_for_the_one_person_and_quiz(learner: Employee) -> None:
    quiz = QuizFactory.create(time_limit_minutes=30)
    for minutes in (10, 5):
        allow(quiz, learner, minutes=minutes)
    allow(QuizFactory.create(), learner, minutes=60)
    allow(quiz, EmployeeFactory.create(), minutes=60)
    assert time_of(sitting_of(learner, quiz)) == timedelta(minutes=45)
    assert time_of(sitting_of(quiz=quiz)) == timedelta(minutes=30)


def test_minutes_reach_a_sitting_that_is_open(learner: Employee) -> None:
    sitting = sitting_of(learner, QuizFactory.create(time_limit_minutes=30))
    allow(sitting.quiz, learner, minutes=10)
    assert time_of(sitting) == timedelta(minutes=40)
    with time_machine.travel(sitting.started_at + timedelta(minutes=40), tick=False):
        receipt = save_answer(
            actor=learner, sitting_id=sitting.pk, position=1, data={"choice": ["1"]}
        )
    assert receipt is not None and not receipt.lateness
    assert allow(sitting.quiz, learner, attempts=1) and time_of(sitting) == timedelta(minutes=40)


def test_minutes_do_not_reach_one_that_was_handed_in(learner: Employee) -> None:
    sitting = handed_in(sitting_of(learner, QuizFactory.create(time_limit_minutes=30)))
    allow(sitting.quiz, learner, minutes=10)
    assert time_of(sitting) == timedelta(minutes=30)


def test_nobody_goes_on_after_the_closing(learner: Employee) -> None:
    closes_at = timezone.now() + timedelta(minutes=35)
    quiz = QuizFactory.create(time_limit_minutes=30, closes_at=closes_at)
    sitting = sitting_of(learner, quiz)
    allow(quiz, learner, minutes=60)
    sitting.refresh_from_db()
    assert sitting.deadline == closes_at
    assert sitting_of(learner, quiz).deadline == closes_at


def test_attempts_are_beyond_those_of_others(learner: Employee) -> None:
    quiz = QuizFactory.create(attempts_allowed=1)
    handed_in(sitting_of(learner, quiz))
    with pytest.raises(CannotStart):
        open_sitting(actor=learner, quiz=quiz)
    for attempts in (1, 2):
        allow(quiz, learner, attempts=attempts)
    assert standing(learner, quiz).attempts_left == 3
    handed_in(sitting_of(learner, quiz))
    assert standing(learner, quiz).attempts_left == 2


def test_any_number_stays_any_number(learner: Employee) -> None:
    quiz = QuizFactory.create(attempts_allowed=None)
    allow(quiz, learner, attempts=2)
    for __ in range(4):
        assert standing(learner, quiz).attempts_left is None
        handed_in(sitting_of(learner, quiz))


def test_what_allows_nothing_or_gives_no_reason_is_refused(learner: Employee) -> None:
    given = {"actor": Employee.objects.system(), "quiz": QuizFactory.create(), "employee": learner}
    with pytest.raises(NothingAllowed):
        grant_allowance(**given, reason="视力障碍")
    with pytest.raises(NothingAllowed):
        grant_allowance(**given, extra_minutes=-5, extra_attempts=1, reason="视力障碍")
    with pytest.raises(ReasonNotGiven):
        grant_allowance(**given, extra_minutes=5, reason=" ")
    assert not Allowance.objects.exists()


def test_who_may_allow(learner: Employee) -> None:
    assert learner.unit is not None
    manager = holder_of(Role.SITE_MANAGER, learner.unit)
    quiz = QuizFactory.create()
    other = EmployeeFactory.create()
    for actor, employee in ((learner, learner), (manager, manager), (manager, other)):
        with pytest.raises(NotAllowed):
            grant_allowance(
                actor=actor, quiz=quiz, employee=employee, extra_minutes=5, reason="视力障碍"
            )


def test_what_was_allowed_stays(learner: Employee) -> None:
    kept = allow(QuizFactory.create(), learner, minutes=5)
    with pytest.raises(AllowanceIsFixed):
        kept.save()
    with pytest.raises(AllowanceIsFixed):
        kept.delete()


def test_the_database_refuses_an_allowance_without_its_facts(learner: Employee) -> None:
    facts = {
        "quiz": QuizFactory.create(),
        "employee": learner,
        "given_at": timezone.now(),
        "given_by": Employee.objects.system(),
    }
    for missing in ({"reason": "视力障碍"}, {"extra_minutes": 5, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Allowance.objects.create(**facts, **missing)
