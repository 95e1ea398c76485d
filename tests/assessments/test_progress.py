"""The learner's marks, category by category."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, When
from assessments.models import Category, Quiz, Sitting
from assessments.queries.progress import CategoryRow, Progress, progress_of
from lms.people.models import Employee
from tests.factories.assessments import (
    CategoryFactory,
    QuestionFactory,
    QuizFactory,
    handed_in,
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("assessments:progress")
QUERIES = 9


@pytest.fixture
def learner(db: None) -> Employee:
    return EmployeeFactory.create(language="en")


@pytest.fixture
def own(client: Client, learner: Employee) -> Client:
    client.force_login(learner)
    return client


def quiz_in(*categories: Category | None, **settings: Any) -> Quiz:
    """One single choice of two marks in each."""
    questions = [QuestionFactory.create(category=each) for each in categories]
    return QuizFactory.create(
        of=questions,
        size=len(questions),
        shuffle_questions=False,
        shuffle_options=False,
        **settings,
    )


def sat(employee: Employee, quiz: Quiz, *choices: str) -> Sitting:
    """Handed in with these choices; "1" is right, "" leaves the question out."""
    sitting = sitting_of(employee, quiz)
    for position, choice in enumerate(choices, start=1):
        if choice:
            data = {"choice": [choice]}
            save_answer(actor=employee, sitting_id=sitting.pk, position=position, data=data)
    return handed_in(sitting)


def said(row: CategoryRow) -> tuple[Category | None, int, str]:
    tally = row.tally
    return row.category, row.depth, f"{tally.right}/{tally.questions} {tally.earned:.0f}"


def progress_in(client: Client) -> Progress:
    return client.get(PAGE).context["progress"]


def test_a_category_includes_all_below_it(own: Client, learner: Employee) -> None:
    root = CategoryFactory.create(name="客服")
    phone, visit = CategoryFactory.create_batch(2, parent=root)
    CategoryFactory.create(name="消防")
    sat(learner, quiz_in(phone, phone, visit, None), "1", "0", "1", "")
    progress = progress_in(own)
    assert [said(row) for row in progress.rows] == [
        (root, 0, "2/3 4"),
        (phone, 1, "1/2 2"),
        (visit, 1, "1/1 2"),
        (None, 0, "0/1 0"),
    ]
    shown = own.get(PAGE).text
    assert "4 of 6 marks" in shown and "消防" not in shown
    assert "4 marked questions: 4 of 8 marks." in shown


def test_every_marked_attempt_counts_and_nobody_elses(own: Client, learner: Employee) -> None:
    category = CategoryFactory.create()
    quiz = quiz_in(category, attempts_allowed=3, resit_delay_hours=0)
    sat(learner, quiz, "0")
    sat(learner, quiz, "1")
    sitting_of(learner, quiz)
    sat(EmployeeFactory.create(), quiz, "1")
    assert [said(row) for row in progress_in(own).rows] == [(category, 0, "1/2 2")]


@pytest.mark.parametrize(
    ("shown", "is_closed", "counts"),
    [
        (When.EACH, False, True),
        (When.END, False, True),
        (When.CLOSED, False, False),
        (When.CLOSED, True, True),
        (When.NEVER, True, False),
    ],
)
def test_what_is_not_shown_yet_is_left_out(
    own: Client, learner: Employee, shown: str, is_closed: bool, counts: bool
) -> None:
    closes_at = timezone.now() + timedelta(days=1)
    quiz = quiz_in(CategoryFactory.create(), show_marks=shown, closes_at=closes_at)
    sat(learner, quiz, "1")
    with time_machine.travel(closes_at + timedelta(days=int(is_closed) * 2 - 1), tick=False):
        answer = own.get(PAGE)
    assert bool(answer.context["progress"].rows) is counts
    assert quiz.title in answer.text
    assert ("Nothing to show yet" in answer.text) is not counts


def test_what_waits_for_a_marker_is_not_counted(own: Client, learner: Employee) -> None:
    quiz = quiz_of_kinds(Kind.ESSAY)
    sitting = sitting_of(learner, quiz)
    save_answer(actor=learner, sitting_id=sitting.pk, position=1, data={"text": ["致歉。"]})
    handed_in(sitting)
    answer = own.get(PAGE)
    assert not answer.context["progress"].rows
    assert "Waits for marking" in answer.text


def test_quizzes_stand_with_what_counts(own: Client, learner: Employee) -> None:
    quiz = quiz_in(None, None, attempts_allowed=2, resit_delay_hours=0, pass_percent=50)
    sat(learner, quiz, "1", "0")
    sitting = sat(learner, quiz, "0", "0")
    shown = own.get(PAGE).text
    for text in ("Counts: 50%", "The best attempt", "2 of 2 attempts", "Passed", "Attempt 2"):
        assert text in shown
    assert reverse("assessments:sitting", args=[sitting.pk]) in shown


def test_whoever_has_sat_nothing_reads_what_comes(own: Client) -> None:
    shown = own.get(PAGE).text
    assert "No quiz yet" in shown and reverse("courses:list") in shown


def test_the_record_leads_here(own: Client) -> None:
    assert PAGE in own.get(reverse("home:record")).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_was_sat(
    own: Client, learner: Employee, number: int, django_assert_num_queries: Any
) -> None:
    for __ in range(number):
        sat(learner, quiz_in(*CategoryFactory.create_batch(number)), *["1"] * number)
    with django_assert_num_queries(QUERIES):
        assert len(own.get(PAGE).context["begun"]) == number


def test_the_tally_of_nothing_is_nothing(learner: Employee) -> None:
    progress = progress_of(learner, [])
    assert (progress.rows, progress.total.percent) == ([], 0)
