"""A sitting under any order of events: answers of two devices in any order and any number of times,
closing, taking over, time, handing in, the worker's sweep, allowances, markers. Nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assessments.actions.close_item import close_item
from assessments.actions.decide_late import decide_late
from assessments.actions.grant_allowance import grant_allowance
from assessments.actions.mark_item import mark_item
from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.actions.take_over import take_over
from assessments.enums import Kind, LatePolicy, SittingState
from assessments.errors import AlreadySubmitted, CannotStart, ItemIsClosed, TooLate
from assessments.models import ItemMark, Response, Sitting, SittingItem, SittingResult
from assessments.policies.marking import is_for_marker
from assessments.queries import late_responses, newest_responses
from assessments.rules import marking
from assessments.rules.receipts import Sent
from assessments.tasks import submit_overdue_sittings
from lms.ledger.actions.verify_ledger import verify
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import quiz_of_kinds
from tests.factories.people import EmployeeFactory
from tests.ledger.reading import check_agreement

ATTEMPTS = 2
KINDS = (Kind.SINGLE_CHOICE, Kind.SHORT_TEXT, Kind.ESSAY)
POSITIONS, CHOICES = st.integers(1, 3), st.integers(0, 3)
WORDS = ("您好", "喂", "先致歉。", "请稍等")
GRACE = timedelta(seconds=90)
REFUSED = (AlreadySubmitted, TooLate, ItemIsClosed)


@dataclass(frozen=True)
class Saving:
    """What a device has in its queue."""

    client_id: UUID
    sitting: UUID
    position: int
    word: int
    epoch: int
    revision: int


@dataclass(frozen=True)
class Kept:
    """A row that the machine expects."""

    place: tuple[int, int]
    answer: Any
    counts: bool


class SittingMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world._from_testcase = True  # actions may be the outermost inside it
        self.world.__enter__()
        self.now = timezone.now()
        self.system = Employee.objects.system()
        self.learner = EmployeeFactory.create()
        self.sitting: Sitting | None = None
        self.queue: list[Saving] = []
        # By sitting and position, in the order in which they arrived.
        self.kept: dict[tuple[UUID, int], list[Kept]] = {}
        self.sent: dict[UUID, Kept] = {}
        self.results: list[tuple[Any, ...]] = []

    @initialize(policy=st.sampled_from(LatePolicy))
    def begin(self, policy: str) -> None:
        self.quiz = quiz_of_kinds(
            *KINDS,
            attempts_allowed=ATTEMPTS,
            late_policy=policy,
            grace_seconds=GRACE.seconds if policy == LatePolicy.GRACE else 0,
        )
        self.grace = GRACE if policy == LatePolicy.GRACE else timedelta()
        self.start()

    def teardown(self) -> None:
        try:
            check_agreement()
            assert verify().is_sound
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

    def at_its_time(self) -> time_machine.travel:
        # Only around what is tested: the test's own engine keeps the real clock.
        return time_machine.travel(self.now, tick=False)

    @property
    def here(self) -> Sitting:
        assert self.sitting is not None
        return Sitting.objects.get(pk=self.sitting.pk)

    @property
    def may_act(self) -> bool:
        return self.here.state == SittingState.OPEN and self.now <= self.here.deadline

    # What happens ------------------------------------------------------------------------

    @rule()
    def start(self) -> None:
        had_open = self.learner.sittings.filter(state=SittingState.OPEN).exists()
        used = self.learner.sittings.count()
        try:
            with self.at_its_time():
                self.sitting = open_sitting(actor=self.learner, quiz=self.quiz, device=uuid4())
        except CannotStart:
            waits = self.learner.sittings.filter(state=SittingState.SUBMITTED).exists()
            assert (used == ATTEMPTS or waits) and not had_open
        else:
            assert self.learner.sittings.count() == (used if had_open else used + 1)

    @rule(given=st.lists(st.tuples(POSITIONS, CHOICES, st.booleans()), min_size=1, max_size=4))
    def answer_on_a_device(self, given: list[tuple[int, int, bool]]) -> None:
        """The last of each: on the one that has not heard yet that the sitting went to another."""
        pk, now = self.here.pk, self.here.epoch
        for position, word, is_behind in given:
            epoch = max(0, now - is_behind)
            place = (pk, position, epoch)
            revision = 1 + sum((x.sitting, x.position, x.epoch) == place for x in self.queue)
            self.queue.append(Saving(uuid4(), pk, position, word, epoch, revision))
        for one in reversed(self.queue[-2 * len(given) :]):
            self.deliver(one)  # the newest first, and some of what went before again

    @precondition(lambda self: self.queue)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        for one in data.draw(st.lists(st.sampled_from(self.queue), min_size=1, max_size=6)):
            self.deliver(one)

    def deliver(self, one: Saving) -> None:
        sent = Sent(one.client_id, one.epoch, one.revision, given_at=self.now)
        self.save(one.sitting, one.position, one.word, sent)

    @rule(position=POSITIONS, word=CHOICES)
    def send_a_form(self, position: int, word: int) -> None:
        self.save(self.here.pk, position, word, None)

    def save(self, sitting_id: UUID, position: int, word: int, sent: Sent | None) -> None:
        sitting = Sitting.objects.get(pk=sitting_id)
        data = {"choice": [str(word)], "text": [WORDS[word]]}
        answer = {"chosen": [word]} if position == 1 else {"text": WORDS[word]}
        with self.at_its_time():
            receipt = save_answer(
                actor=self.learner, sitting_id=sitting_id, position=position, data=data, sent=sent
            )
        assert receipt is not None
        kept = self.expected(sitting, position, answer, sent)
        assert (receipt.revision, receipt.counts) == (kept.place[1], kept.counts)

    def expected(self, sitting: Sitting, position: int, answer: Any, sent: Sent | None) -> Kept:
        """The row that the receipt is for; a new one is noted."""
        rows = self.kept.setdefault((sitting.pk, position), [])
        newest = standing(rows)
        if sent is None:
            place = (sitting.epoch, newest.place[1] + 1 if newest else 1)
        else:
            assert sent.epoch is not None and sent.revision is not None
            place = (sent.epoch, sent.revision)
            if sent.client_id in self.sent:
                return self.sent[sent.client_id]
        if newest and newest.answer == answer and (sent is None or place == newest.place):
            return newest
        closed = sitting.items.get(position=position).closed_at is not None
        in_time = self.now <= sitting.deadline + self.grace
        counts = sitting.state == SittingState.OPEN and in_time and not closed
        rows.append(kept := Kept(place, answer, counts))
        if sent is not None and sent.client_id is not None:
            self.sent[sent.client_id] = kept
        return kept

    @rule(position=POSITIONS)
    def close(self, position: int) -> None:
        item = self.here.items.get(position=position)
        may = self.may_act and item.closed_at is None
        assert self.is_done(may, close_item, sitting=self.here, position=position)

    @rule(position=POSITIONS, word=CHOICES)
    def take_over(self, position: int, word: int) -> None:
        """And answer on the device that took it."""
        epoch, may = self.here.epoch, self.may_act
        assert self.is_done(may, take_over, sitting=self.here, device=uuid4())
        assert self.here.epoch == epoch + may
        self.answer_on_a_device([(position, word, False)])

    @rule()
    def hand_in(self) -> None:
        assert self.is_done(self.may_act, submit_sitting, sitting=self.here)

    def is_done(self, may: bool, action: Any, **what: Any) -> bool:
        """Whether the learner's action was done or refused as it should be."""
        try:
            with self.at_its_time():
                action(actor=self.learner, **what)
        except REFUSED:
            return not may
        return may

    @rule(minutes=st.sampled_from([1, 2, 10, 31]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        with self.at_its_time():
            submit_overdue_sittings.call()
        last = self.now - self.grace
        overdue = Sitting.objects.filter(state=SittingState.OPEN, deadline__lt=last)
        assert not overdue.exists()

    @rule(minutes=st.integers(1, 20))
    def allow_time(self, minutes: int) -> None:
        before = self.here
        with self.at_its_time():
            grant_allowance(
                actor=self.system,
                quiz=self.quiz,
                employee=self.learner,
                extra_minutes=minutes,
                reason="视力障碍",
            )
        more = timedelta(minutes=minutes if before.state == SittingState.OPEN else 0)
        assert self.here.deadline == before.deadline + more

    @rule(points=st.tuples(st.integers(0, 4), st.integers(0, 6)), data=st.data())
    def mark(self, points: tuple[int, int], data: st.DataObject) -> None:
        waiting = SittingItem.objects.filter(sitting__state=SittingState.SUBMITTED, mark=None)
        if not (items := list(waiting.order_by("pk"))):
            return
        item = data.draw(st.sampled_from(items))
        given = [Decimal(each) for each in points]
        with pytest.raises(NotAllowed):
            mark_item(actor=self.learner, item=item, points=given)
        with self.at_its_time():
            mark_item(actor=self.system, item=item, points=given)

    @rule(is_allowed=st.booleans(), data=st.data())
    def decide(self, is_allowed: bool, data: st.DataObject) -> None:
        late = [
            response
            for sitting in self.learner.sittings.order_by("number")
            for response in late_responses(sitting)
            if is_for_marker(Response.objects.select_related("item__sitting").get(pk=response.pk))
        ]
        if not late:
            return
        response = data.draw(st.sampled_from(late))
        with self.at_its_time():
            decide_late(actor=self.system, response=response, is_allowed=is_allowed, reason="断网")

    # What always holds -------------------------------------------------------------------

    @invariant()
    def no_acknowledged_answer_is_lost_or_doubled(self) -> None:
        for (sitting_id, position), rows in self.kept.items():
            found = Response.objects.filter(
                item__sitting=sitting_id, item__position=position
            ).order_by("pk")
            assert [Kept((r.epoch, r.revision), r.answer, r.counts) for r in found] == rows
        assert Response.objects.count() == sum(map(len, self.kept.values()))

    @invariant()
    def the_newest_answer_that_counts_stands(self) -> None:
        for (sitting_id, position), rows in self.kept.items():
            found = Response.objects.filter(item__sitting=sitting_id, item__position=position)
            allowed = found.order_by("pk").values_list("decision__is_allowed", flat=True)
            counting = [row for row, yes in zip(rows, allowed, strict=True) if row.counts or yes]
            item = SittingItem.objects.get(sitting=sitting_id, position=position)
            response = newest_responses(item.sitting).get(item.pk)
            expected = standing(counting)
            assert (response and response.answer) == (expected and expected.answer)

    @invariant()
    def at_most_one_open_and_no_more_attempts_than_allowed(self) -> None:
        assert self.learner.sittings.filter(state=SittingState.OPEN).count() <= 1
        assert self.learner.sittings.count() <= ATTEMPTS

    @invariant()
    def the_score_is_what_the_newest_marks_come_to(self) -> None:
        for sitting in self.learner.sittings.filter(state=SittingState.MARKED):
            newest, earned = newest_responses(sitting), []
            for item in sitting.items.select_related("version"):
                mark = item.marks.order_by("-number")[0]
                assert (item.mark, mark.response) == (mark.mark, newest.get(item.pk))
                if mark.response and item.version.kind != Kind.ESSAY:
                    share = item.interaction.grade(mark.response.answer)
                    assert share is not None
                    assert mark.mark == marking.mark(marks=item.version.marks, share=share)
                earned.append(mark.mark)
            result = sitting.results.order_by("-number")[0]
            assert sitting.score == result.score == marking.score(earned)
            assert sitting.passed == result.passed

    @invariant()
    def results_and_marks_are_only_added(self) -> None:
        before, self.results = self.results, list(rows())
        assert self.results[: len(before)] == before
        for sitting in self.learner.sittings.all():
            numbers = sitting.results.order_by("number").values_list("number", flat=True)
            assert list(numbers) == list(range(1, len(numbers) + 1))


def rows() -> Iterator[tuple[Any, ...]]:
    for result in SittingResult.objects.order_by("pk"):
        marks = ItemMark.objects.filter(results=result).order_by("pk").values_list("pk", "mark")
        yield (result.pk, result.sitting_id, result.score, result.passed, *marks)


def standing(rows: list[Kept]) -> Kept | None:
    return max(enumerate(rows), key=lambda one: (one[1].place, one[0]), default=(0, None))[1]


@pytest.mark.django_db
def test_a_sitting_under_any_order_of_events() -> None:
    run_state_machine_as_test(
        SittingMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
