"""A sitting under any order of events: answers, flags, time, handing in, the worker's sweep."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assessments.actions.flag_item import flag_item
from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import SittingState
from assessments.errors import AlreadySubmitted, CannotStart, TooLate
from assessments.models import Response, Sitting
from assessments.queries import newest_responses
from assessments.rules import kinds, marking
from assessments.tasks import submit_overdue_sittings
from tests.factories.assessments import QuestionFactory, QuizFactory
from tests.factories.people import EmployeeFactory

ATTEMPTS = 2


class SittingMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world._from_testcase = True  # actions may be the outermost inside it
        self.world.__enter__()
        self.now = timezone.now()
        self.learner = EmployeeFactory.create()
        questions = [
            QuestionFactory.create(),
            QuestionFactory.create(version__multiple=True),
            QuestionFactory.create(version__true_false=True),
        ]
        self.quiz = QuizFactory.create(of=questions, draw=3, attempts_allowed=ATTEMPTS)
        self.sitting: Sitting | None = None
        # What the learner holds a receipt for: sitting, position -> answer.
        self.acknowledged: dict[tuple[Any, int], Any] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def at_its_time(self) -> time_machine.travel:
        """Only around what is tested: the test's own engine keeps the real clock."""
        return time_machine.travel(self.now, tick=False)

    @property
    def may_act(self) -> bool:
        """Whether the learner may still answer: the machine's own idea of it."""
        assert self.sitting is not None
        state = Sitting.objects.get(pk=self.sitting.pk).state
        return state == SittingState.OPEN and self.now <= self.sitting.deadline

    @rule()
    def start(self) -> None:
        had_open = self.learner.sittings.filter(state=SittingState.OPEN).exists()
        used = self.learner.sittings.count()
        try:
            with self.at_its_time():
                self.sitting = open_sitting(actor=self.learner, quiz=self.quiz)
        except CannotStart:
            assert used == ATTEMPTS and not had_open
        else:
            assert self.learner.sittings.count() == (used if had_open else used + 1)

    @precondition(lambda self: self.sitting)
    @rule(position=st.integers(1, 3), choice=st.integers(0, 3))
    def answer(self, position: int, choice: int) -> None:
        assert self.sitting is not None
        version = self.sitting.items.get(position=position).version
        rules = kinds.for_kind(version.kind)
        choices = rules.choices(version.content)
        data = {"choice": [choices[choice % len(choices)].value]}
        may = self.may_act
        try:
            with self.at_its_time():
                save_answer(actor=self.learner, sitting=self.sitting, position=position, data=data)
        except (AlreadySubmitted, TooLate):
            assert not may
        else:
            assert may
            read = rules.read_answer(version.content, data)
            self.acknowledged[self.sitting.pk, position] = read

    @precondition(lambda self: self.sitting)
    @rule(position=st.integers(1, 3), is_flagged=st.booleans())
    def flag(self, position: int, is_flagged: bool) -> None:
        assert self.sitting is not None
        may = self.may_act
        try:
            with self.at_its_time():
                flag_item(
                    actor=self.learner,
                    sitting=self.sitting,
                    position=position,
                    is_flagged=is_flagged,
                )
        except (AlreadySubmitted, TooLate):
            assert not may
        else:
            assert may

    @rule(minutes=st.sampled_from([1, 10, 29, 31]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.sitting)
    @rule()
    def hand_in(self) -> None:
        assert self.sitting is not None
        may = self.may_act
        try:
            with self.at_its_time():
                submit_sitting(actor=self.learner, sitting=self.sitting)
        except (AlreadySubmitted, TooLate):
            assert not may
        else:
            assert may

    @rule()
    def sweep(self) -> None:
        with self.at_its_time():
            submit_overdue_sittings.call()
        overdue = Sitting.objects.filter(state=SittingState.OPEN, deadline__lt=self.now)
        assert not overdue.exists()

    @invariant()
    def no_acknowledged_answer_is_lost(self) -> None:
        kept = {}
        for sitting in self.learner.sittings.all():
            newest = newest_responses(sitting)
            kept |= {
                (sitting.pk, item.position): newest[item.pk].answer
                for item in sitting.items.all()
                if item.pk in newest
            }
        assert kept == self.acknowledged

    @invariant()
    def at_most_one_open_and_no_more_attempts_than_allowed(self) -> None:
        assert self.learner.sittings.filter(state=SittingState.OPEN).count() <= 1
        assert self.learner.sittings.count() <= ATTEMPTS

    @invariant()
    def the_score_is_what_the_newest_answers_earn(self) -> None:
        for sitting in self.learner.sittings.filter(state=SittingState.MARKED):
            newest = newest_responses(sitting)
            earned = []
            for item in sitting.items.select_related("version"):
                version, response = item.version, newest.get(item.pk)
                rules = kinds.for_kind(version.kind)
                share = Fraction(0)
                if response:
                    share = rules.grade(version.content, version.key, response.answer)
                earned.append(marking.mark(marks=version.marks, share=share))
                assert item.mark == earned[-1]
            assert sitting.score == marking.score(earned)

    @invariant()
    def responses_are_numbered_without_a_gap(self) -> None:
        numbers: dict[int, list[int]] = {}
        for item_id, number in Response.objects.values_list("item_id", "number"):
            numbers.setdefault(item_id, []).append(number)
        for found in numbers.values():
            assert sorted(found) == list(range(1, len(found) + 1))


@pytest.mark.django_db
def test_a_sitting_under_any_order_of_events() -> None:
    run_state_machine_as_test(
        SittingMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
