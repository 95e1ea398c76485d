from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from assessments.actions.flag_item import flag_item
from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.save_question import save_question
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind, SittingState
from assessments.errors import (
    AlreadySubmitted,
    CannotStart,
    ItemNotFound,
    MalformedAnswer,
    NotYetOver,
    SittingNotFound,
    TooLate,
    Unmet,
)
from assessments.models import Question, Response, Sitting
from assessments.queries import (
    paper,
    passed_sitting,
    standing,
)
from assessments.registries import after_marking, start_conditions
from assessments.rules.wording import Wording
from assessments.tasks import submit_overdue_sittings
from lms.people.models import Employee
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import QuestionFactory, QuizFactory, sitting_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["1"]}, {"choice": ["0"]}


def answer_all(sitting: Sitting, data: dict[str, list[str]]) -> None:
    for position in range(1, sitting.items.count() + 1):
        save_answer(actor=sitting.employee, sitting=sitting, position=position, data=data)


class TestOpening:
    def test_an_open_sitting_is_resumed(self, learner: Employee) -> None:
        quiz = QuizFactory.create()
        first = open_sitting(actor=learner, quiz=quiz)
        assert open_sitting(actor=learner, quiz=quiz) == first
        assert Sitting.objects.count() == 1

    def test_paper_pass_mark_and_deadline_are_frozen(self, learner: Employee) -> None:
        quiz = QuizFactory.create(size=5, draw=2, pass_percent=70, time_limit_minutes=10)
        sitting = open_sitting(actor=learner, quiz=quiz)
        before = [(item.version_id, item.option_order) for item in sitting.items.all()]
        quiz.pass_percent, quiz.time_limit_minutes, quiz.draw = 100, 1, 5
        quiz.save()
        for question in Question.objects.all():
            edited = Wording(kind=Kind.TRUE_FALSE, stem="新", content={}, key={"right": True})
            save_question(
                actor=Employee.objects.system(), question=question, code="", wording=edited
            )
        kept = open_sitting(actor=learner, quiz=quiz)
        assert [(item.version_id, item.option_order) for item in kept.items.all()] == before
        assert kept.pass_percent == 70
        assert kept.deadline - kept.started_at == timedelta(minutes=10)
        assert kept.max_score == Decimal(4)

    def test_a_new_sitting_draws_current_versions_that_are_not_retired(
        self, learner: Employee
    ) -> None:
        old, new = QuestionFactory.create(is_retired=True), QuestionFactory.create()
        wording = Wording(kind=Kind.TRUE_FALSE, stem="新", content={}, key={"right": True})
        save_question(actor=Employee.objects.system(), question=new, code="", wording=wording)
        sitting = open_sitting(actor=learner, quiz=QuizFactory.create(of=[old, new], draw=1))
        assert [item.version.wording for item in sitting.items.all()] == [wording]

    def test_attempts_run_out(self, learner: Employee) -> None:
        quiz = QuizFactory.create(attempts_allowed=2)
        for left in (2, 1):
            assert standing(learner, quiz).attempts_left == left
            submit_sitting(actor=learner, sitting=open_sitting(actor=learner, quiz=quiz))
        with pytest.raises(CannotStart):
            open_sitting(actor=learner, quiz=quiz)
        assert standing(learner, quiz).attempts_left == 0

    def test_a_pool_too_small_refuses(self, learner: Employee) -> None:
        with pytest.raises(CannotStart):
            open_sitting(actor=learner, quiz=QuizFactory.create(size=2, draw=2, of=[]))

    def test_registered_conditions_are_asked(self, learner: Employee, lessons_left: Unmet) -> None:
        with pytest.raises(CannotStart) as refusal:
            open_sitting(actor=learner, quiz=QuizFactory.create())
        assert refusal.value.unmet == [lessons_left]


@pytest.fixture
def lessons_left() -> Iterator[Unmet]:
    unmet = Unmet("Read lesson 2.6 first.", "/learn/tea/", "Serving tea")

    def condition(employee: Employee, quiz: object) -> list[Unmet]:
        return [unmet]

    start_conditions.register(condition)
    yield unmet
    start_conditions.unregister(condition)


class TestAnswering:
    def test_each_change_is_a_row_with_a_receipt(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        receipts = [
            str(save_answer(actor=learner, sitting=sitting, position=2, data=data))
            for data in (WRONG, RIGHT, RIGHT, WRONG)
        ]
        assert receipts == ["2-1", "2-2", "2-2", "2-3"]
        assert Response.objects.count() == 3

    def test_a_repeated_sending_gets_the_receipt_of_the_first(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        first = save_answer(actor=learner, sitting=sitting, position=1, data=RIGHT)
        with time_machine.travel(sitting.started_at + timedelta(minutes=3), tick=False):
            assert save_answer(actor=learner, sitting=sitting, position=1, data=RIGHT) == first

    def test_refusals_leave_what_was_saved(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        save_answer(actor=learner, sitting=sitting, position=1, data=RIGHT)
        for actor, position, data, refusal in [
            (EmployeeFactory.create(), 1, WRONG, SittingNotFound),
            (learner, 4, WRONG, ItemNotFound),
            (learner, 0, WRONG, ItemNotFound),
            (learner, 1, {}, MalformedAnswer),
            (learner, 1, {"choice": ["9"]}, MalformedAnswer),
        ]:
            with pytest.raises(refusal):
                save_answer(actor=actor, sitting=sitting, position=position, data=data)
        with after_deadline(sitting), pytest.raises(TooLate):
            save_answer(actor=learner, sitting=sitting, position=1, data=WRONG)
        submit_sitting(actor=learner, sitting=sitting)
        with pytest.raises(AlreadySubmitted):
            save_answer(actor=learner, sitting=sitting, position=1, data=WRONG)
        assert [response.answer for response in Response.objects.all()] == [{"chosen": [1]}]

    def test_the_deadline_itself_is_in_time(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        with time_machine.travel(sitting.deadline, tick=False):
            save_answer(actor=learner, sitting=sitting, position=1, data=RIGHT)

    def test_after_the_sweep_a_late_answer_is_still_called_late(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        with after_deadline(sitting):
            submit_overdue_sittings.call()
            with pytest.raises(TooLate):
                save_answer(actor=learner, sitting=sitting, position=1, data=RIGHT)

    def test_a_flag_is_set_and_taken_away(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        for is_flagged in (True, True, False):
            flag_item(actor=learner, sitting=sitting, position=2, is_flagged=is_flagged)
            assert [item.is_flagged for item in sitting.items.all()] == [False, is_flagged, False]
        with pytest.raises(SittingNotFound):
            flag_item(actor=EmployeeFactory.create(), sitting=sitting, position=2, is_flagged=True)

    def test_the_shuffle_does_not_touch_the_meaning_of_an_answer(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        save_answer(actor=learner, sitting=sitting, position=1, data=RIGHT)
        item = paper(sitting).items[0]
        chosen = [choice for choice in item.choices if choice.is_chosen]
        assert [choice.text for choice in chosen] == ["三声"]
        assert chosen[0].is_right


class TestHandingIn:
    def test_the_newest_answers_are_marked(self, learner: Employee) -> None:
        sitting = sitting_of(learner, QuizFactory.create(pass_percent=66))
        answer_all(sitting, WRONG)
        for position in (1, 3):
            save_answer(actor=learner, sitting=sitting, position=position, data=RIGHT)
        marked = submit_sitting(actor=learner, sitting=sitting)
        assert (marked.score, marked.max_score, marked.percent) == (Decimal(4), Decimal(6), 66)
        assert marked.passed
        assert [item.mark for item in marked.items.all()] == [2, 0, 2]
        assert marked.submitted_by == learner

    def test_blank_questions_earn_nothing(self, learner: Employee) -> None:
        marked = submit_sitting(actor=learner, sitting=sitting_of(learner))
        assert (marked.score, marked.passed) == (0, False)

    def test_once_only_and_by_the_one_whose_turn_it_is(self, learner: Employee) -> None:
        sitting, system = sitting_of(learner), Employee.objects.system()
        with pytest.raises(NotYetOver):
            submit_sitting(actor=system, sitting=sitting)
        with pytest.raises(SittingNotFound):
            submit_sitting(actor=EmployeeFactory.create(), sitting=sitting)
        with after_deadline(sitting), pytest.raises(TooLate):
            submit_sitting(actor=learner, sitting=sitting)
        submit_sitting(actor=learner, sitting=sitting)
        with pytest.raises(AlreadySubmitted):
            submit_sitting(actor=learner, sitting=sitting)
        with after_deadline(sitting), pytest.raises(AlreadySubmitted):
            submit_sitting(actor=system, sitting=sitting)

    def test_follow_up_work_is_written_down_with_the_mark(self, learner: Employee) -> None:
        after_marking.register("assessments.tasks.submit_overdue_sittings")
        try:
            sitting = submit_sitting(actor=learner, sitting=sitting_of(learner))
        finally:
            after_marking.unregister("assessments.tasks.submit_overdue_sittings")
        written = DBTaskResult.objects.get(task_path="assessments.tasks.submit_overdue_sittings")
        assert written.args_kwargs["kwargs"] == {"sitting_id": str(sitting.pk)}

    def test_the_worker_hands_in_what_was_left_open(
        self, learner: Employee, run_jobs: Callable[[], None]
    ) -> None:
        late, in_time = sitting_of(learner), sitting_of(quiz=QuizFactory(time_limit_minutes=300))
        answer_all(late, RIGHT)
        with after_deadline(late):
            run_jobs()
            run_jobs()
        late.refresh_from_db()
        in_time.refresh_from_db()
        assert (late.state, late.passed) == (SittingState.MARKED, True)
        assert late.submitted_by == Employee.objects.system()
        assert in_time.state == SittingState.OPEN

    def test_the_database_refuses_a_result_without_its_facts(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        with pytest.raises(IntegrityError), transaction.atomic():
            Sitting.objects.filter(pk=sitting.pk).update(state=SittingState.MARKED)


def test_results_of_somebody(learner: Employee) -> None:
    quiz = QuizFactory.create()
    assert not standing(learner, quiz).passed
    sittings = []
    for data in (WRONG, RIGHT, WRONG):
        sittings.append(open_sitting(actor=learner, quiz=quiz))
        answer_all(sittings[-1], data)
        submit_sitting(actor=learner, sitting=sittings[-1])
    where = standing(learner, quiz)
    assert where.marked == tuple(sittings[::-1])
    assert where.best == passed_sitting(learner, quiz) == sittings[1]
    assert where.passed
    assert not standing(EmployeeFactory.create(), quiz).passed
