"""Answers that come late: never thrown away, and counted by the quiz's policy alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.actions.close_item import close_item
from assessments.actions.decide_late import decide_late
from assessments.actions.mark_item import mark_item
from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, Lateness, LatePolicy, MarkCause, SittingState
from assessments.errors import LateDecisionIsFixed, NothingToMark, ReasonNotGiven
from assessments.models import LateDecision, Response, Sitting
from assessments.queries import late_responses, newest_responses, standing
from assessments.registries import after_marking
from assessments.rules.receipts import Receipt, Sent
from assessments.tasks import submit_overdue_sittings
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory, holder_of
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["1"]}, {"choice": ["0"]}
IN_WORDS = {"text": ["先致歉。"]}
INSTANT = timedelta(microseconds=1)
GRACE = timedelta(seconds=30)
FOLLOW_UP = "assessments.tasks.submit_overdue_sittings"


def sat(policy: str, *kinds: str, **settings: object) -> Sitting:
    grace = GRACE.seconds if policy == LatePolicy.GRACE else 0
    quiz = quiz_of_kinds(
        *kinds or [Kind.SINGLE_CHOICE] * 2, late_policy=policy, grace_seconds=grace, **settings
    )
    return sitting_of(quiz=quiz)


def save(
    sitting: Sitting,
    data: dict[str, list[str]],
    *,
    at: datetime | None = None,
    sent: Sent | None = None,
    position: int = 1,
) -> Receipt:
    with time_machine.travel(at or timezone.now(), tick=False):
        receipt = save_answer(
            actor=sitting.employee, sitting_id=sitting.pk, position=position, data=data, sent=sent
        )
    assert receipt is not None
    return receipt


def sweep(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        submit_overdue_sittings.call()


def late_answer(sitting: Sitting) -> Response:
    return late_responses(sitting)[-1]


@pytest.mark.parametrize(
    ("policy", "after", "lateness", "counts"),
    [
        (LatePolicy.NEVER, timedelta(), Lateness.IN_TIME, True),
        (LatePolicy.NEVER, INSTANT, Lateness.DEADLINE, False),
        (LatePolicy.MARKER, timedelta(), Lateness.IN_TIME, True),
        (LatePolicy.MARKER, INSTANT, Lateness.DEADLINE, False),
        (LatePolicy.GRACE, timedelta(), Lateness.IN_TIME, True),
        (LatePolicy.GRACE, INSTANT, Lateness.DEADLINE, True),
        (LatePolicy.GRACE, GRACE, Lateness.DEADLINE, True),
        (LatePolicy.GRACE, GRACE + INSTANT, Lateness.DEADLINE, False),
    ],
)
def test_the_policy_says_to_the_instant_what_counts(
    policy: str, after: timedelta, lateness: str, counts: bool
) -> None:
    sitting = sat(policy)
    save(sitting, WRONG)
    receipt = save(sitting, RIGHT, at=sitting.deadline + after)
    assert (receipt.lateness, receipt.counts) == (lateness, counts)
    kept = Response.objects.latest("pk")
    assert (kept.answer, kept.lateness, kept.counts) == ({"chosen": [1]}, lateness, counts)
    sweep(sitting.deadline + GRACE + timedelta(seconds=1))
    sitting.refresh_from_db()
    assert sitting.score == (2 if counts else 0)
    assert sitting.submitted_by == Employee.objects.system()


@pytest.mark.parametrize("policy", LatePolicy)
def test_what_comes_after_the_system_handed_in_is_kept(policy: str) -> None:
    sitting = sat(policy)
    sweep(sitting.deadline + GRACE + timedelta(seconds=1))
    at = sitting.deadline + timedelta(hours=1)
    sent = Sent(uuid4(), 0, 1, given_at=sitting.deadline - INSTANT, seen_at=sitting.started_at)
    receipt = save(sitting, RIGHT, at=at, sent=sent)
    assert (receipt.lateness, receipt.counts) == (Lateness.DEADLINE, False)
    kept = late_answer(sitting)
    assert (kept.given_at, kept.seen_at) == (sent.given_at, sent.seen_at)
    assert kept.saved_at == at
    assert save(sitting, RIGHT, at=at + GRACE, sent=sent) == receipt
    sitting.refresh_from_db()
    assert sitting.score == 0 and not newest_responses(sitting)


@pytest.mark.parametrize("policy", LatePolicy)
@pytest.mark.parametrize("after", [-GRACE, INSTANT])
def test_what_the_learner_has_handed_in_no_later_answer_changes(
    policy: str, after: timedelta
) -> None:
    sitting = sat(policy)
    save(sitting, WRONG)
    handed_in(sitting)
    receipt = save(sitting, RIGHT, at=sitting.deadline + after)
    assert (receipt.lateness, receipt.counts) == (Lateness.HANDED_IN, False)
    assert newest_responses(sitting)[sitting.items.get(position=1).pk].answer == {"chosen": [0]}


@pytest.mark.parametrize("policy", LatePolicy)
def test_a_question_that_was_closed_keeps_its_answer(policy: str) -> None:
    sitting = sat(policy)
    save(sitting, WRONG)
    close_item(actor=sitting.employee, sitting=sitting, position=1)
    for at in (None, sitting.deadline + INSTANT):
        receipt = save(sitting, RIGHT, at=at)
        assert (receipt.lateness, receipt.counts) == (Lateness.CLOSED, False)
    assert not save(sitting, RIGHT, position=2).lateness
    assert handed_in(sitting).score == 2


def test_the_system_waits_until_the_grace_is_over() -> None:
    sitting = sat(LatePolicy.GRACE)
    sweep(sitting.deadline + GRACE)
    assert Sitting.objects.get(pk=sitting.pk).state == SittingState.OPEN
    sweep(sitting.deadline + GRACE + INSTANT)
    assert Sitting.objects.get(pk=sitting.pk).state == SittingState.MARKED


def test_a_changed_policy_does_not_reach_a_sitting_that_has_begun() -> None:
    sitting = sat(LatePolicy.NEVER)
    quiz = sitting.quiz
    quiz.late_policy, quiz.grace_seconds = LatePolicy.GRACE, 3600
    quiz.save()
    assert not save(sitting, RIGHT, at=sitting.deadline + INSTANT).counts


class TestMarkersWord:
    @pytest.fixture
    def sitting(self) -> Sitting:
        """One of two answers came in time; one right answer passes."""
        sitting = sat(LatePolicy.MARKER, pass_percent=100)
        save(sitting, RIGHT)
        save(sitting, RIGHT, at=sitting.deadline + INSTANT, position=2)
        sweep(sitting.deadline + timedelta(seconds=1))
        return Sitting.objects.select_related("quiz", "employee").get(pk=sitting.pk)

    @pytest.fixture
    def marker(self) -> Employee:
        return Employee.objects.system()

    def test_an_answer_that_is_allowed_makes_another_result(
        self, sitting: Sitting, marker: Employee
    ) -> None:
        assert (sitting.score, sitting.passed) == (2, False)
        after_marking.register(FOLLOW_UP)
        try:
            decide_late(
                actor=marker, response=late_answer(sitting), is_allowed=True, reason=" 断网 "
            )
        finally:
            after_marking.unregister(FOLLOW_UP)
        sitting.refresh_from_db()
        assert (sitting.state, sitting.score, sitting.passed) == (SittingState.MARKED, 4, True)
        second, first = sitting.results.all()
        assert (first.number, first.score, first.passed) == (1, 2, False)
        assert (second.number, second.score, second.passed) == (2, 4, True)
        assert (second.cause, second.reason, second.made_by) == (MarkCause.LATE, "断网", marker)
        newest = sitting.items.get(position=2).marks.first()
        assert newest is not None
        assert (newest.number, newest.mark, newest.cause) == (2, 2, MarkCause.LATE)
        assert newest.response == late_answer(sitting)
        assert [entry.type for entry in said()] == ["examination.finished", "examination.remarked"]
        assert check_agreement() == 2
        follow_up = DBTaskResult.objects.get(task_path=FOLLOW_UP)
        assert follow_up.args_kwargs["kwargs"] == {"sitting_id": str(sitting.pk)}
        assert standing(sitting.employee, sitting.quiz).passed

    def test_an_answer_that_is_refused_changes_nothing(
        self, sitting: Sitting, marker: Employee
    ) -> None:
        kept = decide_late(
            actor=marker, response=late_answer(sitting), is_allowed=False, reason="无凭据"
        )
        assert (kept.is_allowed, kept.reason, kept.decided_by) == (False, "无凭据", marker)
        sitting.refresh_from_db()
        assert (sitting.score, sitting.results.count()) == (2, 1)
        assert len(said()) == check_agreement() == 1

    @pytest.mark.parametrize("is_allowed", [True, False])
    def test_the_word_is_given_once(
        self, sitting: Sitting, marker: Employee, is_allowed: bool
    ) -> None:
        response = late_answer(sitting)
        kept = decide_late(actor=marker, response=response, is_allowed=is_allowed, reason="断网")
        for again in (True, False):
            with pytest.raises(NothingToMark):
                decide_late(actor=marker, response=response, is_allowed=again, reason="断网")
        with pytest.raises(LateDecisionIsFixed):
            kept.save()

    def test_a_reason_is_given(self, sitting: Sitting, marker: Employee) -> None:
        with pytest.raises(ReasonNotGiven):
            decide_late(actor=marker, response=late_answer(sitting), is_allowed=True, reason=" ")
        assert not LateDecision.objects.exists()

    def test_a_later_answer_takes_the_place_of_an_earlier_late_one(
        self, sitting: Sitting, marker: Employee
    ) -> None:
        first = late_answer(sitting)
        save(sitting, WRONG, at=sitting.deadline + GRACE, position=2)
        for response, score in ((late_answer(sitting), 2), (first, 2)):
            decide_late(actor=marker, response=response, is_allowed=True, reason="断网")
            sitting.refresh_from_db()
            assert sitting.score == score
        # The first stands behind the second, so that allowing it made no result.
        assert sitting.results.count() == 2

    def test_only_who_marks_the_learners_unit_may_say(self, sitting: Sitting) -> None:
        unit = sitting.employee.unit
        assert unit is not None
        elsewhere = EmployeeFactory.create().unit
        assert elsewhere is not None
        for nobody in (
            sitting.employee,
            EmployeeFactory.create(),
            holder_of(Role.TRAINER, elsewhere),
        ):
            with pytest.raises(NotAllowed):
                decide_late(
                    actor=nobody, response=late_answer(sitting), is_allowed=True, reason="断网"
                )
        trainer = holder_of(Role.TRAINER, unit)
        decide_late(actor=trainer, response=late_answer(sitting), is_allowed=True, reason="断网")

    def test_nobody_is_asked_about_what_counts_or_never_counts(self, marker: Employee) -> None:
        counted = sat(LatePolicy.MARKER)
        save(counted, RIGHT)
        never = sat(LatePolicy.NEVER)
        save(never, RIGHT, at=never.deadline + INSTANT)
        for sitting in (counted, never):
            sweep(sitting.deadline + INSTANT)
            response = Response.objects.get(item__sitting=sitting)
            with pytest.raises(NothingToMark):
                decide_late(actor=marker, response=response, is_allowed=True, reason="断网")

    def test_before_it_is_handed_in_nobody_decides(self, marker: Employee) -> None:
        sitting = sat(LatePolicy.MARKER)
        save(sitting, RIGHT, at=sitting.deadline + INSTANT)
        with pytest.raises(NothingToMark):
            decide_late(actor=marker, response=late_answer(sitting), is_allowed=True, reason="断网")

    def test_a_late_essay_that_is_allowed_waits_for_its_mark(self, marker: Employee) -> None:
        sitting = sat(LatePolicy.MARKER, Kind.SINGLE_CHOICE, Kind.ESSAY)
        save(sitting, RIGHT)
        save(sitting, IN_WORDS, at=sitting.deadline + INSTANT, position=2)
        sweep(sitting.deadline + INSTANT)
        sitting.refresh_from_db()
        assert (sitting.state, sitting.score) == (SittingState.MARKED, 2)
        decide_late(actor=marker, response=late_answer(sitting), is_allowed=True, reason="断网")
        sitting.refresh_from_db()
        assert (sitting.state, sitting.score, sitting.passed) == (
            SittingState.SUBMITTED,
            None,
            None,
        )
        assert sitting.results.count() == 1
        essay = sitting.items.get(position=2)
        mark = mark_item(actor=marker, item=essay, points=[Decimal(4), Decimal(6)])
        assert (mark.number, mark.response) == (2, late_answer(sitting))
        sitting.refresh_from_db()
        assert (sitting.state, sitting.score, sitting.passed) == (SittingState.MARKED, 4, True)
        assert [entry.type for entry in said()] == ["examination.finished", "examination.remarked"]
        assert check_agreement() == 2

    def test_a_word_before_the_last_mark_makes_no_result_yet(self, marker: Employee) -> None:
        sitting = sat(LatePolicy.MARKER, Kind.SINGLE_CHOICE, Kind.ESSAY)
        save(sitting, IN_WORDS, position=2)
        save(sitting, RIGHT, at=sitting.deadline + INSTANT)
        sweep(sitting.deadline + INSTANT)
        decide_late(actor=marker, response=late_answer(sitting), is_allowed=True, reason="断网")
        assert not sitting.results.exists()
        mark_item(actor=marker, item=sitting.items.get(position=2), points=[Decimal(4), Decimal(6)])
        sitting.refresh_from_db()
        assert (sitting.score, sitting.results.get().number) == (4, 1)
        assert [entry.type for entry in said()] == ["examination.handed_in", "examination.finished"]
        assert check_agreement() == 2


def test_the_worker_hands_in_before_the_markers_word(run_jobs: Callable[[], None]) -> None:
    sitting = sat(LatePolicy.MARKER)
    save(sitting, RIGHT, at=sitting.deadline + INSTANT)
    with time_machine.travel(sitting.deadline + GRACE, tick=False):
        run_jobs()
    sitting.refresh_from_db()
    assert (sitting.state, sitting.score) == (SittingState.MARKED, 0)
    assert [one.answer for one in late_responses(sitting)] == [{"chosen": [1]}]
