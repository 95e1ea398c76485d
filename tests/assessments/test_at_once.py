"""Phones, tabs, markers and workers at the same moment: real transactions, in threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from assessments.actions.close_item import close_item
from assessments.actions.mark_item import mark_item
from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind, Lateness, SittingState
from assessments.errors import AlreadySubmitted, AssessmentError, ChoiceStands, NothingToMark
from assessments.models import ItemMark, Response, Sitting, SittingResult
from assessments.queries import newest_responses
from assessments.rules.receipts import Receipt, Sent
from assessments.tasks import submit_overdue_sittings
from lms.people.models import Employee
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory
from tests.ledger.reading import check_agreement

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, SITTINGS, ITEMS = 8, 2, 4


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run each call in a thread with a connection of its own; a refusal is its result."""
    together = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            together.wait(timeout=20)
            return call()
        except AssessmentError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def save(sitting: Sitting, data: dict[str, list[str]], sent: Sent | None = None) -> Any:
    return save_answer(
        actor=sitting.employee, sitting_id=sitting.pk, position=1, data=data, sent=sent
    )


@dataclass(frozen=True)
class Saving:
    sitting: Sitting
    position: int
    choice: int
    sent: Sent


@dataclass(frozen=True)
class Acknowledged:
    saving: Saving
    receipt: Receipt


def savings(sittings: list[Sitting], random: Random) -> list[Saving]:
    """Two of each client for every question of every sitting, with revisions of their own."""
    return [
        Saving(sitting, position, random.randrange(4), Sent(_id(random), 0, revision))
        for sitting in sittings
        for position in range(1, ITEMS + 1)
        for revision in range(1, 2 * CLIENTS + 1)
    ]


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def client(
    queue: list[Saving], again: list[Saving], sittings: list[Sitting], random: Random
) -> Iterator[Acknowledged]:
    """Send what is in the queue and some of what others have too, in any order and some of it
    again; hand in each sitting towards the end."""
    todo: list[Saving | Sitting] = [*queue, *again, *random.sample(queue, len(queue) // 3)]
    random.shuffle(todo)
    for sitting in sittings:
        todo.insert(random.randint(len(todo) * 3 // 4, len(todo)), sitting)
    for one in todo:
        if isinstance(one, Sitting):
            try:
                submit_sitting(actor=one.employee, sitting=one)
            except AlreadySubmitted:
                pass
            continue
        receipt = save_answer(
            actor=one.sitting.employee,
            sitting_id=one.sitting.pk,
            position=one.position,
            data={"choice": [str(one.choice)]},
            sent=one.sent,
        )
        assert receipt is not None
        yield Acknowledged(one, receipt)


def test_eight_clients_lose_nothing_and_double_nothing() -> None:
    random = Random(8)
    quiz = quiz_of_kinds(*[Kind.SINGLE_CHOICE] * ITEMS)
    sittings = [sitting_of(quiz=quiz) for __ in range(SITTINGS)]
    everything = savings(sittings, random)
    random.shuffle(everything)
    share = len(everything) // CLIENTS

    def work(number: int) -> Callable[[], list[Acknowledged]]:
        queue, own = everything[number * share : (number + 1) * share], Random(number)
        again = own.sample(everything, share // 4)
        return lambda: list(client(queue, again, sittings, own))

    heard = [one for found in at_once([work(n) for n in range(CLIENTS)]) for one in found]
    kept = {row.client_id: row for row in Response.objects.select_related("item")}
    assert kept.keys() == {one.sent.client_id for one in everything}
    for one in heard:
        row, saving, receipt = kept[one.saving.sent.client_id], one.saving, one.receipt
        assert (row.item.sitting_id, row.item.position) == (saving.sitting.pk, saving.position)
        assert row.answer == {"chosen": [saving.choice]}
        assert (row.epoch, row.revision) == (0, saving.sent.revision)
        assert (receipt.saved_at, receipt.counts) == (row.saved_at, row.counts)
    for sitting in Sitting.objects.all():
        check_marks(sitting, list(kept.values()))
    assert check_agreement() == SITTINGS


def check_marks(sitting: Sitting, kept: list[Response]) -> None:
    """One result, made of the answers that came before it, the highest revision of each item."""
    result = SittingResult.objects.get(sitting=sitting)
    assert (sitting.state, sitting.score) == (SittingState.MARKED, result.score)
    assert sitting.submitted_at is not None
    marks = {mark.item_id: mark for mark in result.marks.select_related("response")}
    newest = newest_responses(sitting)
    for item in sitting.items.all():
        rows = [row for row in kept if row.item_id == item.pk]
        assert all(row.counts == (row.saved_at <= sitting.submitted_at) for row in rows)
        counting = [row for row in rows if row.counts]
        standing = max(counting, key=lambda row: row.revision, default=None)
        assert newest.get(item.pk) == marks[item.pk].response == standing


def test_pressing_start_twice_opens_one_sitting() -> None:
    learner, quiz = EmployeeFactory.create(), QuizFactory.create()
    opened = at_once([lambda: open_sitting(actor=learner, quiz=quiz)] * 4)
    assert set(opened) == {Sitting.objects.get()}


def test_answers_saved_at_once_each_get_a_receipt_of_their_own() -> None:
    sitting = sitting_of()
    calls = [lambda n=n: save(sitting, {"choice": [str(n)]}) for n in range(4)]
    assert sorted(map(str, at_once(calls))) == ["1-1", "1-2", "1-3", "1-4"]
    assert Response.objects.count() == 4


def test_a_saving_sent_by_eight_at_once_is_kept_once() -> None:
    sitting = sitting_of()
    sent = Sent(UUID(int=8), epoch=0, revision=1)
    receipts = at_once([lambda: save(sitting, {"choice": ["1"]}, sent)] * CLIENTS)
    assert len(set(receipts)) == 1 and isinstance(receipts[0], Receipt)
    assert Response.objects.count() == 1


def test_of_two_choices_in_a_talk_made_at_once_one_stands() -> None:
    sitting = sitting_of(quiz=quiz_of_kinds(Kind.SCENARIO))
    calls = [
        lambda n=n: save(sitting, {"path": [""], "choice": [str(n % 2)]}) for n in range(CLIENTS)
    ]
    said = at_once(calls)
    assert sum(isinstance(one, ChoiceStands) for one in said) == CLIENTS // 2
    assert Response.objects.count() == 1


def test_a_question_closed_while_answers_arrive_takes_none_after_it() -> None:
    sitting = sitting_of()
    calls = [lambda n=n: save(sitting, {"choice": [str(n % 4)]}) for n in range(CLIENTS - 1)]
    calls.insert(3, lambda: close_item(actor=sitting.employee, sitting=sitting, position=1))
    at_once(calls)
    closed_at = sitting.items.get(position=1).closed_at
    assert closed_at is not None
    for kept in Response.objects.all():
        assert (kept.lateness == Lateness.CLOSED) == (kept.saved_at > closed_at)


def test_handing_in_twice_marks_once() -> None:
    sitting = sitting_of()
    learner: Employee = sitting.employee
    outcomes = at_once([lambda: submit_sitting(actor=learner, sitting=sitting)] * 3)
    assert sum(isinstance(outcome, AlreadySubmitted) for outcome in outcomes) == 2
    assert SittingResult.objects.count() == check_agreement() == 1


def test_several_workers_hand_in_what_was_left_open_once() -> None:
    sittings = [sitting_of(quiz=quiz_of_kinds(Kind.SINGLE_CHOICE)) for __ in range(3)]
    with after_deadline(sittings[-1]):
        at_once([submit_overdue_sittings.call] * 4)
    system = Employee.objects.system()
    assert {one.submitted_by for one in Sitting.objects.all()} == {system}
    assert SittingResult.objects.count() == check_agreement() == len(sittings)


def test_of_markers_at_once_one_marks() -> None:
    sitting = sitting_of(quiz=quiz_of_kinds(Kind.ESSAY))
    save(sitting, {"text": ["先致歉。"]})
    item = handed_in(sitting).items.get()
    system = Employee.objects.system()
    points = [Decimal(4), Decimal(6)]
    said = at_once([lambda: mark_item(actor=system, item=item, points=points)] * 4)
    assert sum(isinstance(one, NothingToMark) for one in said) == 3
    assert ItemMark.objects.count() == SittingResult.objects.count() == 1
    assert check_agreement() == 2
