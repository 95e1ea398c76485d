"""A marker decides on late answers."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from assessments.actions.decide_late import decide_late
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind, LatePolicy
from assessments.models import LateDecision, Quiz, Response
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.assessments.marking.pages import (
    ANSWERS,
    address_of,
    form_of,
    late_answer,
)
from tests.factories.assessments import (
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db


def pressed(response: Response, button: str, reason: str) -> dict[str, str]:
    return {button: str(response.pk), f"late-{response.pk}-reason": reason}


def test_a_late_answer_stands_with_its_times(
    desk: Client, learner: Employee, lenient: Quiz
) -> None:
    now = timezone.now()
    response = late_answer(learner, lenient, given_at=now, seen_at=now - timedelta(minutes=1))
    page = desk.get(address_of(response.item.sitting)).text
    assert "20 seconds after the deadline" in page
    assert "before that moment, by the device’s own clock" in page
    assert "they do not prove one" in page
    assert "What stands instead" in page


def test_contradicting_times_are_named(desk: Client, learner: Employee, lenient: Quiz) -> None:
    response = late_answer(learner, lenient, given_at=timezone.now() + timedelta(days=9))
    page = desk.get(address_of(response.item.sitting)).text
    assert "contradict each other" in page


def test_a_word_needs_a_reason(desk: Client, learner: Employee, lenient: Quiz) -> None:
    response = late_answer(learner, lenient)
    reply = desk.post(address_of(response.item.sitting), pressed(response, "allow", " "))
    assert reply.status_code == 422 and "Say why." in reply.text
    assert not LateDecision.objects.exists()


def test_allowing_says_first_what_would_change(
    desk: Client, learner: Employee, lenient: Quiz
) -> None:
    response = late_answer(learner, lenient)
    sitting = response.item.sitting
    asked = desk.post(address_of(sitting), pressed(response, "allow", "工地断网。"))
    assert asked.status_code == 200 and not LateDecision.objects.exists()
    shown = re.sub(r"<[^>]+>|\s+", " ", asked.text)
    shown = re.sub(r"\s+", " ", shown)
    assert "0 → 2" in shown and "Not passed → Passed" in shown
    form = form_of(asked.text)
    # Back again nothing is lost.
    back = desk.post(address_of(sitting), form | {"back": "1"})
    assert form_of(back.text)[f"late-{response.pk}-reason"] == "工地断网。"
    reply = desk.post(address_of(sitting), form | {"allow": str(response.pk)})
    assert reply.status_code == 302
    decision = LateDecision.objects.get()
    assert (decision.is_allowed, decision.reason) == (True, "工地断网。")
    sitting.refresh_from_db()
    assert sitting.passed and str(sitting.score) == "2.00"


def test_refusing_changes_nothing(desk: Client, learner: Employee, lenient: Quiz) -> None:
    response = late_answer(learner, lenient)
    sitting = response.item.sitting
    asked = desk.post(address_of(sitting), pressed(response, "refuse", "网络正常。"))
    assert "Nothing changes" in asked.text
    desk.post(address_of(sitting), form_of(asked.text) | {"refuse": str(response.pk)})
    assert not LateDecision.objects.get().is_allowed
    sitting.refresh_from_db()
    assert str(sitting.score) == "0.00"
    assert "does not count" in desk.get(address_of(sitting)).text


def test_a_late_essay_has_to_be_judged_once_it_counts(desk: Client, learner: Employee) -> None:
    quiz = quiz_of_kinds(Kind.ESSAY, late_policy=LatePolicy.MARKER)
    sitting = sitting_of(learner, quiz)
    with time_machine.travel(sitting.deadline + timedelta(seconds=9), tick=False):
        save_answer(actor=learner, sitting_id=sitting.pk, position=1, data=ANSWERS[Kind.ESSAY])
        submit_sitting(actor=Employee.objects.system(), sitting=sitting)
    response = Response.objects.get()
    asked = desk.post(address_of(sitting), pressed(response, "allow", "断网。"))
    assert "to be judged by a marker" in asked.text and "open until it is judged" in asked.text
    form = form_of(asked.text) | {"allow": str(response.pk)}
    reply = desk.post(address_of(sitting), form)
    assert reply["Location"] == f"{address_of(sitting)}#waiting"
    assert len(desk.get(address_of(sitting)).context["judging"]) == 1


def test_a_late_answer_that_a_newer_one_overtook_changes_nothing(
    desk: Client, learner: Employee, lenient: Quiz
) -> None:
    response = late_answer(learner, lenient)
    Response.objects.create(
        item=response.item, revision=9, answer={"choice": 0}, saved_at=response.saved_at
    )
    asked = desk.post(address_of(response.item.sitting), pressed(response, "allow", "断网。"))
    assert "a newer answer stands" in asked.text


def test_a_word_that_somebody_else_said_first(
    desk: Client, site: Unit, learner: Employee, lenient: Quiz
) -> None:
    response = late_answer(learner, lenient)
    colleague = holder_of(Role.TRAINER, site, latin_name="Qin Su")
    decide_late(actor=colleague, response=response, is_allowed=False, reason="信号正常。")
    form = pressed(response, "allow", "断网。") | {"sure": "1"}
    reply = desk.post(address_of(response.item.sitting), form)
    assert reply.status_code == 409
    for text in ("Qin Su", "信号正常。", "断网。"):
        assert text in reply.text
