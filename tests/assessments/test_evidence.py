"""What the ledger is told of examinations."""

from typing import Any

import pytest
import time_machine

from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.errors import AlreadySubmitted, NotYetOver
from assessments.models import Sitting
from assessments.queries import newest_responses
from assessments.queries.evidence import ENTRY_TYPES
from assessments.rules.evidence import answers_hash
from assessments.tasks import submit_overdue_sittings
from lms.ledger.errors import MasterKeyMissing
from lms.ledger.rules.envelope import written_time
from lms.people.models import Employee
from tests.factories.assessments import QuizFactory, sitting_of
from tests.factories.people import EmployeeFactory
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> Employee:
    return EmployeeFactory.create()


@pytest.fixture(autouse=True)
def open_quizzes(quizzes_are_open: None) -> None:
    pass


def answer(sitting: Sitting, position: int, choice: int) -> None:
    data = {"choice": [str(choice)]}
    save_answer(actor=sitting.employee, sitting=sitting, position=position, data=data)


def test_a_finished_examination_is_recorded_with_its_paper(learner: Employee) -> None:
    sitting = sitting_of(learner, QuizFactory.create(shuffle=False, pass_percent=60))
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
    number: int, learner: Employee, django_assert_num_queries: Any
) -> None:
    for __ in range(number):
        sitting = sitting_of()
        answer(sitting, 1, 1)
        submit_sitting(actor=sitting.employee, sitting=sitting)
    evidence = ENTRY_TYPES[0].evidence
    assert evidence is not None
    with django_assert_num_queries(1):
        cases = list(evidence.cases())
    with django_assert_num_queries(3):
        assert len(evidence.records_of(cases)) == number
    assert evidence.records_of(["no case", "", *cases]).keys() == set(cases)
