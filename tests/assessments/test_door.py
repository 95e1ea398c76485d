"""What the door of an examination says of its conditions to who stands before it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from assessments.actions.grant_allowance import grant_allowance
from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, LatePolicy, Outcome
from assessments.models import Quiz, Sitting
from lms.people.models import Employee
from tests.assessments.addresses import door_url, url_of
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> Employee:
    """Reads English, so that tests can ask for words."""
    return EmployeeFactory.create(unit=UnitFactory.create(), language="en")


@pytest.fixture
def as_learner(learner: Employee) -> Client:
    client = Client()
    client.force_login(learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def door_of(client: Client, quiz: Quiz) -> str:
    return client.get(door_url(quiz)).text


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ({"time_limit_minutes": 25}, "25 minutes from the start"),
        ({"time_limit_minutes": None}, "No limit"),
        ({"attempts_allowed": None}, "0 used, any number allowed"),
        ({"attempts_allowed": 3}, "0 of 3 used"),
        ({"outcome": Outcome.AVERAGE}, "The average of all attempts"),
        ({"resit_delay_hours": 48}, "48 hours after the attempt before"),
        ({"late_policy": LatePolicy.GRACE, "grace_seconds": 30}, "within 30 seconds"),
        ({"late_policy": LatePolicy.MARKER}, "where a marker allows it"),
        ({"late_policy": LatePolicy.NEVER}, "do not count"),
        ({"is_sequential": True}, "cannot come back"),
        ({"intro": "请带笔。", "intro_en": "Bring a pen."}, "Bring a pen."),
        ({"intro": "请带笔。"}, "请带笔。"),
        ({"pass_percent": 85}, "85%"),
    ],
)
def test_conditions_are_said_in_words(
    as_learner: Client, conditions: dict[str, object], said: str
) -> None:
    assert said in door_of(as_learner, QuizFactory.create(**conditions))


def test_a_single_attempt_knows_no_resit(as_learner: Client) -> None:
    page = door_of(as_learner, QuizFactory.create(attempts_allowed=1, resit_delay_hours=48))
    assert "What counts" not in page and "48 hours" not in page


def test_the_window(as_learner: Client) -> None:
    now = timezone.now()
    quiz = QuizFactory.create(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    page = door_of(as_learner, quiz)
    assert "from " in page and "until " in page
    assert "It opens on" in page and 'aria-disabled="true"' in page
    quiz.opens_at, quiz.closes_at = now - timedelta(days=2), now - timedelta(days=1)
    quiz.save()
    assert "It closed on" in door_of(as_learner, quiz)


def test_minimums_of_sections(as_learner: Client) -> None:
    quiz = QuizFactory.create()
    quiz.sections.update(title="电话", title_en="Telephone", min_percent=60)
    assert "and at least 60% in “Telephone”" in door_of(as_learner, quiz)
    quiz.sections.update(title="", title_en="")
    assert "and at least 60% in section 1" in door_of(as_learner, quiz)


def test_what_this_person_is_allowed_beyond_others(as_learner: Client, learner: Employee) -> None:
    quiz = QuizFactory.create(attempts_allowed=2)
    for __ in range(2):
        grant_allowance(
            actor=Employee.objects.system(),
            quiz=quiz,
            employee=learner,
            extra_minutes=10,
            extra_attempts=1,
            reason="手腕扭伤。",
        )
    page = door_of(as_learner, quiz)
    assert "and 20 minutes more for you" in page
    assert "0 of 4 used" in page and "2 of them for you in addition" in page


def test_one_that_waits_for_marking_stands_among_the_results(
    as_learner: Client, learner: Employee
) -> None:
    quiz = quiz_of_kinds(Kind.TRUE_FALSE, Kind.ESSAY)
    sitting = sitting_of(learner, quiz)
    save_answer(actor=learner, sitting_id=sitting.pk, position=2, data={"text": ["x"]})
    handed_in(sitting)
    page = door_of(as_learner, quiz)
    assert page.count("Waits for marking") == 2
    assert f'href="{url_of("result", sitting)}"' in page and "%</span></span>" not in page


def test_one_that_is_open_is_resumed_until_its_deadline(
    as_learner: Client, learner: Employee
) -> None:
    page = door_of(as_learner, sitting_of(learner).quiz)
    assert "You have begun" in page and "Resume" in page


@pytest.mark.parametrize("sat", [1, 3])
def test_the_door_costs_the_same_however_often_it_was_sat(
    as_learner: Client, learner: Employee, sat: int, django_assert_num_queries: Any
) -> None:
    quiz = QuizFactory.create(attempts_allowed=9)
    for __ in range(sat):
        handed_in(sitting_of(learner, quiz))
    door_of(as_learner, quiz)
    with django_assert_num_queries(12):
        door_of(as_learner, quiz)


def test_a_sitting_begins_before_the_closing_and_not_at_it(as_learner: Client) -> None:
    closes_at = timezone.now() + timedelta(hours=1)
    quiz = QuizFactory.create(closes_at=closes_at)
    url = door_url(quiz)
    with time_machine.travel(closes_at, tick=False):
        refused = as_learner.post(url)
        assert refused.status_code == 409 and "It closed on" in refused.text
        assert not Sitting.objects.exists()
    with time_machine.travel(closes_at - timedelta(seconds=1), tick=False):
        assert as_learner.post(url).status_code == 302
    assert Sitting.objects.get().deadline == closes_at
