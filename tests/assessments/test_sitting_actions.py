from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from assessments.actions.close_item import close_item
from assessments.actions.flag_item import flag_item
from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.save_question import save_question
from assessments.actions.submit_sitting import submit_sitting
from assessments.actions.take_over import take_over
from assessments.enums import Kind, LatePolicy, MarkCause, QuestionState, SittingState
from assessments.errors import (
    AlreadySubmitted,
    CannotStart,
    ItemIsClosed,
    ItemNotFound,
    NotYetOver,
    SittingNotFound,
    TooLate,
    Unmet,
)
from assessments.models import Question, Sitting
from assessments.queries import newest_responses, paper, passed_sitting, standing
from assessments.registries import after_marking, start_conditions
from assessments.rules.receipts import Receipt, Sent
from assessments.rules.wording import Wording
from lms.people.models import Employee
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import (
    QuestionFactory,
    QuizFactory,
    handed_in,
    put_in_use,
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["1"]}, {"choice": ["0"]}
# Shown in the order in which they were written, which RIGHT and WRONG count.
SINGLE = [Kind.SINGLE_CHOICE] * 3


def answer(
    sitting: Sitting, position: int, data: dict[str, list[str]], sent: Sent | None = None
) -> Receipt | None:
    return save_answer(
        actor=sitting.employee, sitting_id=sitting.pk, position=position, data=data, sent=sent
    )


def answer_all(sitting: Sitting, data: dict[str, list[str]]) -> None:
    for position in range(1, sitting.items.count() + 1):
        answer(sitting, position, data)


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
        quiz.pass_percent, quiz.time_limit_minutes, quiz.late_policy = 100, 1, LatePolicy.MARKER
        quiz.save()
        quiz.sections.update(count=1)
        for question in Question.objects.all():
            edited = replace(question.current_version.wording, stem="新", marks=9)
            save_question(
                actor=Employee.objects.system(), question=question, code="", wording=edited
            )
            put_in_use(question)
        kept = open_sitting(actor=learner, quiz=quiz)
        assert [(item.version_id, item.option_order) for item in kept.items.all()] == before
        assert (kept.pass_percent, kept.late_policy) == (70, LatePolicy.NEVER)
        assert kept.deadline - kept.started_at == timedelta(minutes=10)
        assert kept.max_score == Decimal(4)

    def test_a_new_sitting_draws_what_was_reviewed_last(self, learner: Employee) -> None:
        old, new = QuestionFactory.create(), QuestionFactory.create()
        put_in_use(old, QuestionState.QUARANTINED)
        reviewed = new.current_version.wording
        edited = replace(reviewed, stem="新")
        save_question(actor=Employee.objects.system(), question=new, code="", wording=edited)
        quiz = QuizFactory.create(of=[old, new], draw=1, attempts_allowed=None)

        def drawn() -> list[Wording]:
            sitting = open_sitting(actor=learner, quiz=quiz)
            handed_in(sitting)
            return [item.version.wording for item in sitting.items.all()]

        assert drawn() == [reviewed]
        put_in_use(new)
        assert drawn() == [edited]

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


class TestFlags:
    def test_a_flag_is_set_and_taken_away(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        for is_flagged in (True, True, False):
            flag_item(actor=learner, sitting=sitting, position=2, is_flagged=is_flagged)
            assert [item.is_flagged for item in sitting.items.all()] == [False, is_flagged, False]
        with pytest.raises(SittingNotFound):
            flag_item(actor=EmployeeFactory.create(), sitting=sitting, position=2, is_flagged=True)
        with pytest.raises(ItemNotFound):
            flag_item(actor=learner, sitting=sitting, position=4, is_flagged=True)
        with after_deadline(sitting), pytest.raises(TooLate):
            flag_item(actor=learner, sitting=sitting, position=2, is_flagged=True)

    def test_a_question_is_closed_once(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        assert close_item(actor=learner, sitting=sitting, position=2).closed_at is not None
        with pytest.raises(ItemIsClosed):
            close_item(actor=learner, sitting=sitting, position=2)
        with pytest.raises(ItemNotFound):
            close_item(actor=learner, sitting=sitting, position=4)
        with pytest.raises(SittingNotFound):
            close_item(actor=EmployeeFactory.create(), sitting=sitting, position=1)
        with after_deadline(sitting), pytest.raises(TooLate):
            close_item(actor=learner, sitting=sitting, position=1)


class TestDevices:
    def test_the_second_device_takes_over_from_the_first(self, learner: Employee) -> None:
        phone, tablet = uuid4(), uuid4()
        sitting = open_sitting(actor=learner, quiz=QuizFactory.create(), device=phone)
        assert (sitting.device, sitting.epoch) == (phone, 0)
        for device, epoch in ((phone, 0), (tablet, 1), (tablet, 1), (phone, 2)):
            taken = take_over(actor=learner, sitting=sitting, device=device)
            assert (taken.device, taken.epoch) == (device, epoch)

    def test_the_first_device_takes_nothing_from_anybody(self, learner: Employee) -> None:
        taken = take_over(actor=learner, sitting=sitting_of(learner), device=uuid4())
        assert taken.epoch == 0

    def test_only_an_open_sitting_of_ones_own_is_taken_over(self, learner: Employee) -> None:
        sitting = sitting_of(learner)
        with pytest.raises(SittingNotFound):
            take_over(actor=EmployeeFactory.create(), sitting=sitting, device=uuid4())
        with after_deadline(sitting), pytest.raises(TooLate):
            take_over(actor=learner, sitting=sitting, device=uuid4())
        handed_in(sitting)
        with pytest.raises(AlreadySubmitted):
            take_over(actor=learner, sitting=sitting, device=uuid4())

    def test_what_the_first_still_sends_stands_behind_the_second(self, learner: Employee) -> None:
        phone, tablet = uuid4(), uuid4()
        sitting = open_sitting(actor=learner, quiz=quiz_of_kinds(*SINGLE), device=phone)
        take_over(actor=learner, sitting=sitting, device=tablet)
        answer(sitting, 1, RIGHT, Sent(uuid4(), epoch=1, revision=1))
        for position in (1, 2):
            receipt = answer(sitting, position, WRONG, Sent(uuid4(), epoch=0, revision=7))
            assert receipt is not None and receipt.is_elsewhere and receipt.counts
        assert [item.answer for item in paper(sitting).items] == [
            {"chosen": [1]},
            {"chosen": [0]},
            None,
        ]


class TestHandingIn:
    def test_what_a_marker_has_to_judge_waits(self, learner: Employee) -> None:
        quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, Kind.ESSAY)
        sitting = sitting_of(learner, quiz)
        answer_all(sitting, {"choice": ["1"], "text": ["您好。"]})
        marked = handed_in(sitting)
        assert (marked.state, marked.score, marked.passed) == (SittingState.SUBMITTED, None, None)
        assert [item.mark for item in marked.items.all()] == [2, None]
        assert not marked.results.exists()
        assert standing(learner, quiz).waiting == marked

    def test_a_blank_essay_waits_for_nobody(self, learner: Employee) -> None:
        marked = handed_in(sitting_of(learner, quiz_of_kinds(Kind.ESSAY)))
        assert (marked.state, marked.score) == (SittingState.MARKED, 0)

    def test_the_newest_answers_are_marked(self, learner: Employee) -> None:
        sitting = sitting_of(learner, quiz_of_kinds(*SINGLE, pass_percent=66))
        answer_all(sitting, WRONG)
        for position in (1, 3):
            answer(sitting, position, RIGHT)
        marked = submit_sitting(actor=learner, sitting=sitting)
        assert (marked.score, marked.max_score, marked.percent) == (Decimal(4), Decimal(6), 66)
        assert marked.passed
        assert [item.mark for item in marked.items.all()] == [2, 0, 2]
        assert (marked.submitted_by, marked.state) == (learner, SittingState.MARKED)
        result = marked.results.get()
        assert (result.number, result.score, result.passed) == (1, Decimal(4), True)
        assert (result.cause, result.made_by) == (MarkCause.HANDED_IN, learner)
        given = result.marks.order_by("item__position")
        assert [(one.mark, one.number, one.cause) for one in given] == [
            (mark, 1, MarkCause.HANDED_IN) for mark in (2, 0, 2)
        ]
        assert [one.response for one in given] == [
            newest_responses(marked)[item.pk] for item in marked.items.all()
        ]

    def test_blank_questions_earn_nothing(self, learner: Employee) -> None:
        marked = submit_sitting(actor=learner, sitting=sitting_of(learner))
        assert (marked.score, marked.passed) == (0, False)
        assert {mark.response for mark in marked.results.get().marks.all()} == {None}

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
            sitting = handed_in(sitting_of(learner))
        finally:
            after_marking.unregister("assessments.tasks.submit_overdue_sittings")
        written = DBTaskResult.objects.get(task_path="assessments.tasks.submit_overdue_sittings")
        assert written.args_kwargs["kwargs"] == {"sitting_id": str(sitting.pk)}

    def test_the_worker_hands_in_what_was_left_open(
        self, learner: Employee, run_jobs: Callable[[], None]
    ) -> None:
        late = sitting_of(learner, quiz_of_kinds(*SINGLE))
        in_time = sitting_of(quiz=QuizFactory(time_limit_minutes=300))
        answer_all(late, RIGHT)
        with after_deadline(late):
            run_jobs()
            run_jobs()
        assert late.results.count() == 1
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
    quiz = quiz_of_kinds(*SINGLE)
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
