"""The back office: how, the dry run, its confirmation, and what the question concerns."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.enums import RegradeMode
from assessments.models import Question, Quiz, Regrade
from assessments.queries.dry_run import dry_run
from lms.ledger.models import PendingLook
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.assessments.regrading.making import (
    RIGHT,
    WRONG,
    begun,
    quarantine,
    question_at,
    quiz_of,
    rekeyed,
    sat,
)
from tests.factories.assessments import handed_in
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def trainer(site: Unit, sign_in: Callable[[Employee], Client]) -> Client:
    employee = holder_of(Role.TRAINER, site)
    employee.language = "en"
    employee.save(update_fields=["language"])
    return sign_in(employee)


@pytest.fixture
def quiz() -> Quiz:
    return quiz_of()


def text_of(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def page_of(question: Question) -> str:
    return reverse("questions:regrade", args=[question.pk])


def test_the_trainer_chooses_sees_confirms_and_watches(
    trainer: Client, site: Unit, quiz: Quiz, run_jobs: Callable[[], None]
) -> None:
    own, other = EmployeeFactory.create(unit=site), EmployeeFactory.create()
    sat(quiz, RIGHT, WRONG, employee=own)
    sat(quiz, WRONG, WRONG, employee=other)
    question = question_at(quiz)
    rekeyed(question)
    assert "never marked once more" in text_of(trainer, page_of(question))

    text = text_of(trainer, page_of(question), mode="by_key")
    assert own.staff_number in text and other.staff_number not in text
    assert "outside your units" in text
    assert "no longer passed" in text and "2 marks change" in text
    assert PendingLook.objects.filter(subject=own.token).exists()

    digest = dry_run(question, RegradeMode.BY_KEY).digest
    sent = {"mode": "by_key", "reason": "答案有误", "shown": digest}
    answer = trainer.post(page_of(question), sent)
    work = Regrade.objects.get()
    assert answer["Location"] == reverse("questions:regrade_work", args=[work.pk])
    assert "already" in text_of(trainer, page_of(question), mode="by_key")
    run_jobs()
    text = text_of(trainer, answer["Location"])
    assert "2 marks were changed." in text and "答案有误" in text


def test_who_has_sat_it_reads_that_somebody_else_has_to_ask(
    trainer: Client, site: Unit, quiz: Quiz
) -> None:
    own = Employee.objects.get(pk=trainer.session["_auth_user_id"])
    sat(quiz, RIGHT, WRONG, employee=own)
    question = question_at(quiz)
    rekeyed(question)
    text = text_of(trainer, page_of(question), mode="by_key")
    assert "Somebody else has to have its answers" in text and 'name="shown"' not in text
    digest = dry_run(question, RegradeMode.BY_KEY).digest
    sent = {"mode": "by_key", "reason": "误", "shown": digest}
    answer = trainer.post(page_of(question), sent)
    assert answer.status_code == 409 and not Regrade.objects.exists()


def test_what_was_not_shown_is_shown_again(trainer: Client, quiz: Quiz) -> None:
    under_way = begun(quiz, [WRONG, WRONG])
    sat(quiz, RIGHT, WRONG)
    question = question_at(quiz)
    rekeyed(question)
    digest = dry_run(question, RegradeMode.BY_KEY).digest
    handed_in(under_way)
    answer = trainer.post(page_of(question), {"mode": "by_key", "reason": "误", "shown": digest})
    assert answer.status_code == 409
    assert "Something changed" in answer.content.decode()
    assert not Regrade.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_line_can_be_taken_away(trainer: Client, quiz: Quiz, kind: str) -> None:
    sat(quiz, RIGHT, WRONG)
    question = question_at(quiz)
    rekeyed(question)
    url = reverse("questions:regrade_export", args=[question.pk])
    answer: Any = trainer.get(url, {"mode": "by_key", "format": kind})
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200 and len(body) > 100
    if kind == "csv":
        heading, line = body.decode("utf-8-sig").strip().splitlines()
        assert len(heading.split(",")) == 14 and "no longer passed" in line


def test_the_questions_page_lists_what_it_suspends(
    trainer: Client, site: Unit, quiz: Quiz, run_jobs: Callable[[], None]
) -> None:
    employee = EmployeeFactory.create(unit=site)
    sat(quiz, RIGHT, WRONG, employee=employee)
    question = question_at(quiz)
    url = reverse("questions:standing", args=[question.pk])
    assert employee.staff_number not in text_of(trainer, url)
    quarantine(question, run_jobs)
    for page in (url, reverse("questions:affected", args=[question.pk])):
        text = text_of(trainer, page)
        assert employee.staff_number in text and "1 result is suspended." in text


def test_of_an_average_it_is_said_what_hangs_on_what(
    trainer: Client, quiz: Quiz, run_jobs: Callable[[], None]
) -> None:
    quiz.outcome = "average"
    quiz.save(update_fields=["outcome"])
    sat(quiz, RIGHT, RIGHT)
    question = question_at(quiz)
    rekeyed(question)
    text = text_of(trainer, page_of(question), mode="by_key")
    assert "Where the average of all attempts counts" in text
    quarantine(question, run_jobs)
    text = text_of(trainer, reverse("questions:affected", args=[question.pk]))
    assert "The average of all attempts counts." in text and "1 result is suspended." in text


def test_the_dry_run_costs_the_same_for_one_and_for_three(
    trainer: Client,
    site: Unit,
    quiz: Quiz,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    sittings = [begun(quiz, [RIGHT, WRONG], EmployeeFactory.create(unit=site)) for __ in range(3)]
    question = question_at(quiz)
    rekeyed(question)
    handed_in(sittings[0])
    trainer.get(page_of(question), {"mode": "by_key"})
    with django_assert_num_queries(30):
        trainer.get(page_of(question), {"mode": "by_key"})
    for sitting in sittings[1:]:
        handed_in(sitting)
    with django_assert_num_queries(30):
        trainer.get(page_of(question), {"mode": "by_key"})


def test_the_list_of_what_it_concerns_costs_the_same_for_one_and_for_three(
    trainer: Client,
    site: Unit,
    quiz: Quiz,
    run_jobs: Callable[[], None],
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    sittings = [begun(quiz, [RIGHT, WRONG], EmployeeFactory.create(unit=site)) for __ in range(3)]
    question = quarantine(question_at(quiz), run_jobs)
    url = reverse("questions:affected", args=[question.pk])
    handed_in(sittings[0])
    trainer.get(url)
    with django_assert_num_queries(20):
        trainer.get(url)
    for sitting in sittings[1:]:
        handed_in(sitting)
    with django_assert_num_queries(20):
        trainer.get(url)
