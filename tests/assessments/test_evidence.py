"""What the ledger is told of examinations."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions.decide_late import decide_late
from assessments.actions.follow_quarantine import follow_quarantine
from assessments.actions.grant_allowance import grant_allowance
from assessments.actions.mark_item import mark_item
from assessments.actions.move_question import move_question
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind, LatePolicy, QuestionState
from assessments.errors import AlreadySubmitted, NotYetOver
from assessments.models import Response, Sitting
from assessments.queries import newest_responses
from assessments.queries.evidence import ENTRY_TYPES
from assessments.rules.evidence import answers_hash
from assessments.tasks import submit_overdue_sittings
from lms.ledger.errors import MasterKeyMissing
from lms.ledger.rules.envelope import written_time
from lms.people.models import Employee
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> Employee:
    return EmployeeFactory.create()


@pytest.fixture
def marker() -> Employee:
    return Employee.objects.system()


@pytest.fixture(autouse=True)
def open_quizzes(quizzes_are_open: None) -> None:
    pass


def answer(sitting: Sitting, position: int, choice: int) -> None:
    data = {"choice": [str(choice)]}
    save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=position, data=data)


def written(sitting: Sitting) -> None:
    """The essay at place 2 is answered."""
    data = {"text": ["先致歉。"]}
    save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=2, data=data)


def test_a_finished_examination_is_recorded_with_its_paper(learner: Employee) -> None:
    sitting = sitting_of(learner, quiz_of_kinds(*[Kind.SINGLE_CHOICE] * 3, pass_percent=60))
    for position, choice in ((1, 0), (1, 1), (2, 1)):
        answer(sitting, position, choice)
    marked = submit_sitting(actor=learner, sitting=sitting)
    (entry,) = said()
    assert (entry.type, entry.actor) == ("examination.finished", learner.token)
    assert (entry.subject, entry.case) == (learner.token, str(sitting.pk))
    items = list(marked.items.select_related("version__question"))
    assert entry.values == {
        "quiz": sitting.quiz.code,
        "attempt": 1,
        "score": "4.00",
        "max_score": "6.00",
        "pass_percent": 60,
        "passed": True,
        "paper": [
            {"question": item.version.question.code, "version": 1, "mark": mark, "out_of": 2}
            for item, mark in zip(items, ("2.00", "2.00", "0.00"), strict=True)
        ],
        "answers_hash": answers_hash(items, newest_responses(sitting)),
        "started_at": written_time(marked.started_at),
        "at": written_time(marked.submitted_at),
    }
    check_agreement()


def test_what_waits_for_a_marker_is_recorded_when_it_is_handed_in(learner: Employee) -> None:
    """So that nobody can say later that the answers were others."""
    sitting = sitting_of(learner, quiz_of_kinds(Kind.SINGLE_CHOICE, Kind.ESSAY))
    answer(sitting, 1, 1)
    written(sitting)
    waiting = handed_in(sitting)
    (entry,) = said()
    assert (entry.type, entry.actor) == ("examination.handed_in", learner.token)
    assert (entry.subject, entry.case) == (learner.token, str(sitting.pk))
    assert entry.values == {
        "quiz": sitting.quiz.code,
        "attempt": 1,
        "answers_hash": answers_hash(list(sitting.items.all()), newest_responses(sitting)),
        "started_at": written_time(waiting.started_at),
        "at": written_time(waiting.submitted_at),
    }
    assert check_agreement() == 1


def test_what_a_marker_judged_is_recorded_under_their_name(
    learner: Employee, marker: Employee
) -> None:
    sitting = sitting_of(learner, quiz_of_kinds(Kind.SINGLE_CHOICE, Kind.ESSAY))
    written(sitting)
    handed_in(sitting)
    essay = sitting.items.get(position=2)
    mark_item(actor=marker, item=essay, points=[Decimal(4), Decimal("1.5")])
    before, entry = said()
    assert (entry.type, entry.actor) == ("examination.finished", marker.token)
    assert (entry.values["score"], entry.values["passed"]) == ("1.10", False)
    assert entry.values["answers_hash"] == before.values["answers_hash"]
    assert check_agreement() == 2


def test_a_result_that_takes_the_place_of_another_says_why(
    learner: Employee, marker: Employee
) -> None:
    quiz = quiz_of_kinds(*[Kind.SINGLE_CHOICE] * 2, late_policy=LatePolicy.MARKER)
    sitting = sitting_of(learner, quiz)
    answer(sitting, 1, 1)
    handed_in(sitting)
    answer(sitting, 2, 1)
    late = Response.objects.exclude(lateness="").get()
    decide_late(actor=marker, response=late, is_allowed=True, reason="网络中断")
    first, second = said()
    again = sitting.results.get(number=2)
    assert (second.type, second.actor) == ("examination.remarked", marker.token)
    assert (second.subject, second.case) == (learner.token, str(again.pk))
    assert second.values["sitting"] == first.case
    assert (second.values["result"], second.values["cause"]) == (2, "late")
    assert (second.values["reason"], second.values["score"]) == ("网络中断", "4.00")
    assert second.values["at"] == first.values["at"]
    assert second.values["answers_hash"] != first.values["answers_hash"]
    assert check_agreement() == 2


def test_an_allowance_is_recorded_with_its_reason(learner: Employee, marker: Employee) -> None:
    quiz = QuizFactory.create()
    kept = grant_allowance(
        actor=marker, quiz=quiz, employee=learner, extra_minutes=15, reason="视力障碍"
    )
    (entry,) = said()
    assert (entry.type, entry.actor) == ("examination.allowed", marker.token)
    assert (entry.subject, entry.case) == (learner.token, str(kept.pk))
    assert entry.values == {
        "quiz": quiz.code,
        "extra_minutes": 15,
        "extra_attempts": 0,
        "reason": "视力障碍",
        "at": written_time(kept.given_at),
    }
    assert check_agreement() == 1


def test_another_answer_makes_another_hash(learner: Employee) -> None:
    sitting = sitting_of(learner)
    items, found = list(sitting.items.all()), set()
    for choice in (None, 0, 1):
        if choice is not None:
            answer(sitting, 1, choice)
        found.add(answers_hash(items, newest_responses(sitting)))
    assert len(found) == 3


def test_the_system_hands_in_what_is_overdue(learner: Employee) -> None:
    sitting = sitting_of(learner)
    with pytest.raises(NotYetOver):
        submit_sitting(actor=Employee.objects.system(), sitting=sitting)
    assert not said()
    with time_machine.travel(sitting.deadline.timestamp() + 60, tick=False):
        submit_overdue_sittings.call()
        submit_overdue_sittings.call()
    (entry,) = said()
    assert entry.actor == Employee.objects.system().token
    assert check_agreement() == 1


def test_handing_in_again_records_nothing(learner: Employee) -> None:
    sitting = sitting_of(learner)
    submit_sitting(actor=learner, sitting=sitting)
    with pytest.raises(AlreadySubmitted):
        submit_sitting(actor=learner, sitting=sitting)
    assert len(said()) == 1


def test_what_cannot_be_recorded_is_not_marked(
    learner: Employee, settings: Any, tmp_path: Any
) -> None:
    sitting = sitting_of(learner)
    settings.LEDGER_MASTER_KEY, settings.LEDGER_KEYS_DIR = "", tmp_path
    with pytest.raises(MasterKeyMissing):
        submit_sitting(actor=learner, sitting=sitting)
    sitting.refresh_from_db()
    assert sitting.submitted_at is None and sitting.score is None


@pytest.mark.parametrize("number", [1, 3])
def test_comparing_costs_the_same_for_one_and_three(
    number: int, learner: Employee, marker: Employee, django_assert_num_queries: Any
) -> None:
    quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, Kind.ESSAY, late_policy=LatePolicy.MARKER)
    for __ in range(number):
        sitting = sitting_of(quiz=quiz)
        written(sitting)
        handed_in(sitting)
        mark_item(actor=marker, item=sitting.items.get(position=2), points=[Decimal(4)] * 2)
        answer(sitting, 1, 1)
        late = Response.objects.get(item__sitting=sitting, item__position=1)
        decide_late(actor=marker, response=late, is_allowed=True, reason="网络中断")
        grant_allowance(
            actor=marker,
            quiz=quiz,
            employee=sitting.employee,
            extra_attempts=1,
            reason="视力障碍",
        )
    question = quiz.sections.get().listed.get(position=0).question
    system = Employee.objects.system()
    for target in (QuestionState.QUARANTINED, QuestionState.IN_USE):
        move_question(actor=system, question=question, target=target, reason="有疑问")
        assert follow_quarantine(actor=system, question=question) == number
    costs = {}
    for entry_type in ENTRY_TYPES:
        evidence = entry_type.evidence
        assert evidence is not None
        with django_assert_num_queries(1):
            cases = list(evidence.cases())
        with CaptureQueriesContext(connection) as queries:
            assert len(evidence.records_of(cases)) == number
        costs[entry_type.name] = len(queries)
        assert evidence.records_of(["no case", "", *cases]).keys() == set(cases)
    assert costs == {
        "examination.handed_in": 3,
        "examination.finished": 2,
        "examination.remarked": 2,
        "examination.allowed": 1,
        "examination.suspended": 1,
        "examination.reinstated": 1,
    }
