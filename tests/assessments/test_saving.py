"""Saving an answer: any number of times, in any order, by whoever the sitting belongs to."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.actions.save_answer import save_answer
from assessments.actions.take_over import take_over
from assessments.enums import Kind
from assessments.errors import (
    AnswerOfAnotherItem,
    ChoiceStands,
    ItemNotFound,
    MalformedAnswer,
    SittingNotFound,
)
from assessments.models import Response, Sitting
from assessments.queries import newest_responses
from assessments.rules.receipts import MOST_REVISIONS, Receipt, Sent
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
RIGHT, WRONG, NOTHING = {"choice": ["1"]}, {"choice": ["0"]}, {"choice": [""]}
MOST_STATEMENTS = 4


@pytest.fixture
def sitting(learner: Employee) -> Sitting:
    """Three questions as they were written: a single choice, a short text and a talk."""
    kinds = (Kind.SINGLE_CHOICE, Kind.SHORT_TEXT, Kind.SCENARIO)
    return sitting_of(learner, quiz_of_kinds(*kinds))


def save(
    sitting: Sitting, data: dict[str, list[str]], sent: Sent | None = None, *, position: int = 1
) -> Receipt | None:
    return save_answer(
        actor=sitting.employee, sitting_id=sitting.pk, position=position, data=data, sent=sent
    )


def standing_answer(sitting: Sitting, position: int = 1) -> Any:
    response = newest_responses(sitting).get(sitting.items.get(position=position).pk)
    return response.answer if response else None


class TestForms:
    """What a page without JavaScript sends says less than a device does."""

    def test_each_change_is_a_row_with_a_receipt(self, sitting: Sitting) -> None:
        receipts = [str(save(sitting, data)) for data in (WRONG, RIGHT, RIGHT, WRONG)]
        assert receipts == ["1-1", "1-2", "1-2", "1-3"]
        assert Response.objects.count() == 3
        assert standing_answer(sitting) == {"chosen": [0]}

    def test_nothing_is_no_answer_until_there_was_one(self, sitting: Sitting) -> None:
        assert save(sitting, {"text": [" "]}, position=2) is None
        assert not Response.objects.exists()
        save(sitting, {"text": ["您好"]}, position=2)
        assert str(save(sitting, {"text": [""]}, position=2)) == "2-2"
        assert standing_answer(sitting, 2) == {"text": ""}

    def test_a_form_comes_after_all_that_a_device_has_counted(self, sitting: Sitting) -> None:
        save(sitting, RIGHT, Sent(uuid4(), epoch=0, revision=MOST_REVISIONS))
        assert str(save(sitting, WRONG)) == f"1-{MOST_REVISIONS}"
        assert standing_answer(sitting) == {"chosen": [0]}

    def test_a_form_sent_again_with_another_answer_keeps_both(self, sitting: Sitting) -> None:
        """As when somebody goes back in the browser: the page still has its id."""
        same = Sent(uuid4())
        receipts = [str(save(sitting, data, same)) for data in (WRONG, RIGHT, RIGHT, WRONG)]
        assert receipts == ["1-1", "1-2", "1-2", "1-1"]
        assert Response.objects.count() == 2


class TestResending:
    def test_the_same_saving_gets_the_same_receipt(self, sitting: Sitting) -> None:
        sent = Sent(uuid4(), epoch=0, revision=1)
        first = save(sitting, RIGHT, sent)
        save(sitting, WRONG, Sent(uuid4(), epoch=0, revision=2))
        assert save(sitting, RIGHT, sent) == first
        assert Response.objects.count() == 2
        assert standing_answer(sitting) == {"chosen": [0]}

    def test_one_id_with_two_answers_keeps_both(self, sitting: Sitting) -> None:
        sent = Sent(uuid4(), epoch=0, revision=1)
        receipts = [save(sitting, data, sent) for data in (RIGHT, WRONG, WRONG)]
        assert [str(one) for one in receipts] == ["1-1"] * 3
        answers = Response.objects.order_by("pk").values_list("answer", flat=True)
        assert list(answers) == [{"chosen": [1]}, {"chosen": [0]}]
        assert standing_answer(sitting) == {"chosen": [0]}

    def test_the_same_answer_on_a_later_revision_is_kept(self, sitting: Sitting) -> None:
        """Else one between them that arrives last would stand."""
        save(sitting, RIGHT, Sent(uuid4(), epoch=0, revision=1))
        save(sitting, RIGHT, Sent(uuid4(), epoch=0, revision=3))
        save(sitting, WRONG, Sent(uuid4(), epoch=0, revision=2))
        assert standing_answer(sitting) == {"chosen": [1]}

    def test_what_was_kept_says_what_the_device_said(self, sitting: Sitting) -> None:
        moments = {"given_at": sitting.started_at, "seen_at": sitting.deadline}
        save(sitting, RIGHT, Sent(client := uuid4(), epoch=0, revision=5, **moments))
        kept = Response.objects.get()
        assert (kept.client_id, kept.epoch, kept.revision) == (client, 0, 5)
        assert (kept.given_at, kept.seen_at) == (sitting.started_at, sitting.deadline)

    def test_no_device_is_ahead_of_the_sitting(self, sitting: Sitting) -> None:
        save(sitting, RIGHT, Sent(uuid4(), epoch=9, revision=1))
        assert Response.objects.get().epoch == 0


@dataclass(frozen=True)
class Saving:
    """What a phone has in its queue."""

    epoch: int
    revision: int
    text: str
    client_id: UUID


@st.composite
def savings(draw: st.DrawFn) -> tuple[list[Saving], list[Saving]]:
    """What two devices saved of one question, and the same in the order in which it arrives: some
    of it twice or more often."""
    kept = [
        Saving(
            epoch,
            revision,
            draw(st.sampled_from(["", "您好", "喂"])),
            UUID(int=8 * epoch + revision),
        )
        for epoch, count in enumerate(draw(st.tuples(st.integers(1, 4), st.integers(0, 3))))
        for revision in range(1, count + 1)
    ]
    again = draw(st.lists(st.sampled_from(kept), max_size=3))
    return kept, draw(st.permutations(kept + again))


@given(savings())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_order_of_arrival_the_last_answer_given_stands(
    sitting: Sitting, sent: tuple[list[Saving], list[Saving]]
) -> None:
    kept, arriving = sent
    with put_back():
        for device in (uuid4(), uuid4()):
            take_over(actor=sitting.employee, sitting=sitting, device=device)
        receipts: dict[UUID, Receipt | None] = {}
        for one in arriving:
            about = Sent(one.client_id, one.epoch, one.revision)
            receipt = save(sitting, {"text": [one.text]}, about, position=2)
            assert receipts.setdefault(one.client_id, receipt) == receipt
        last = max(kept, key=lambda one: (one.epoch, one.revision))
        assert standing_answer(sitting, 2) == {"text": last.text}
        assert Response.objects.count() == len(kept)


@contextmanager
def put_back() -> Iterator[None]:
    """Each example begins with what the test began with."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


class TestTalks:
    """A choice that was made stands; what was said before it may still arrive."""

    START, FIRST = {"path": [""], "choice": ["0"]}, {"path": [""], "choice": [""]}
    OTHER = {"path": [""], "choice": ["1"]}

    def test_a_choice_stands(self, sitting: Sitting) -> None:
        save(sitting, self.START, position=3)
        for sent in (None, Sent(uuid4(), epoch=0, revision=2)):
            for data in (self.OTHER, self.FIRST):
                with pytest.raises(ChoiceStands):
                    save(sitting, data, sent, position=3)
        assert standing_answer(sitting, 3) == {"path": [0]}

    def test_an_older_saving_that_arrives_later_is_kept_behind(self, sitting: Sitting) -> None:
        save(sitting, self.START, Sent(uuid4(), epoch=0, revision=2), position=3)
        for revision, data in ((1, self.FIRST), (1, self.OTHER)):
            assert save(sitting, data, Sent(uuid4(), epoch=0, revision=revision), position=3)
        assert standing_answer(sitting, 3) == {"path": [0]}
        assert Response.objects.count() == 3


class TestRefusals:
    @pytest.mark.parametrize(
        ("position", "data", "refusal"),
        [
            (0, WRONG, ItemNotFound),
            (4, WRONG, ItemNotFound),
            (1, {}, MalformedAnswer),
            (1, {"choice": ["9"]}, MalformedAnswer),
            (1, {"choice": ["0", "1"]}, MalformedAnswer),
            (1, {"choice": ["一"]}, MalformedAnswer),
            (2, {"text": ["\0"]}, MalformedAnswer),
            (2, {"text": ["好" * 501]}, MalformedAnswer),
            (3, {"path": ["0"], "choice": ["0"]}, MalformedAnswer),
        ],
    )
    def test_what_is_no_answer_leaves_what_was_saved(
        self, sitting: Sitting, position: int, data: Any, refusal: type[Exception]
    ) -> None:
        save(sitting, RIGHT)
        with pytest.raises(refusal):
            save(sitting, data, position=position)
        assert Response.objects.get().answer == {"chosen": [1]}

    def test_somebody_elses_sitting_is_not_there(self, sitting: Sitting) -> None:
        for sitting_id, refusal in ((sitting.pk, SittingNotFound), (uuid4(), ItemNotFound)):
            with pytest.raises(refusal):
                save_answer(
                    actor=EmployeeFactory.create(), sitting_id=sitting_id, position=1, data=RIGHT
                )
        assert not Response.objects.exists()

    def test_an_id_belongs_to_one_question(self, sitting: Sitting) -> None:
        save(sitting, RIGHT, sent := Sent(uuid4(), epoch=0, revision=1))
        with pytest.raises(AnswerOfAnotherItem):
            save(sitting, {"text": ["您好"]}, sent, position=2)
        other = sitting_of(quiz=sitting.quiz)
        with pytest.raises(AnswerOfAnotherItem):
            save(other, RIGHT, replace(sent, revision=2))
        assert Response.objects.count() == 1


class TestStatements:
    """One save over HTTP, session and user included, whatever else is on the paper."""

    @pytest.mark.parametrize("size", [3, 30])
    def test_four_statements(
        self, size: int, learner: Employee, sign_in: Callable[[Employee], Client]
    ) -> None:
        sitting = sitting_of(learner, QuizFactory.create(size=size))
        self.check(sign_in(learner), sitting)

    def test_four_statements_for_somebody_with_roles(
        self, learner: Employee, sign_in: Callable[[Employee], Client]
    ) -> None:
        for role in (Role.TRAINER, Role.SITE_MANAGER):
            RoleGrantFactory.create(employee=learner, role=role)
        self.check(sign_in(learner), sitting_of(learner))

    def check(self, client: Client, sitting: Sitting) -> None:
        client.get(f"/sittings/{sitting.pk}/2/")  # the device takes the sitting
        first = {"client": str(uuid4()), "epoch": "0", "revision": "1", "choice": "1"}
        for data in (
            first,
            first,
            first | {"client": str(uuid4()), "revision": "2", "choice": "0"},
            {"choice": "2"},
        ):
            said = self.statements(client, f"/sittings/{sitting.pk}/2/", data)
            assert len(said) <= MOST_STATEMENTS, said
            session, user, item, *kept = said
            assert 'FROM "django_session"' in session
            assert 'FROM "people_employee"' in user
            # One row, whatever else is on the paper.
            assert item.count("assessments_sittingitem") == 1 and "i.position = 2" in item
            assert all('INSERT INTO "assessments_response"' in one for one in kept)

    def statements(self, client: Client, path: str, data: dict[str, str]) -> list[str]:
        """What the database was asked, without what only marks transactions."""
        marks = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE SAVEPOINT)\b")
        with CaptureQueriesContext(connection) as queries:
            response = client.post(path, data, headers={"accept": "application/json"})
        assert response.status_code == 200, response.content
        return [one["sql"] for one in queries if not marks.match(one["sql"])]


def test_a_phone_gets_its_receipt_over_http(
    sitting: Sitting, sign_in: Callable[[Employee], Client]
) -> None:
    client = sign_in(sitting.employee)
    sent = {"client": str(uuid4()), "epoch": "0", "revision": "1", "choice": "1"}
    sent |= {"given_at": "1767229200000", "seen_at": "1767229100000"}
    replies = [
        client.post(
            f"/sittings/{sitting.pk}/1/", sent, headers={"accept": "application/json"}
        ).json()
        for __ in range(2)
    ]
    assert [(one["receipt"], one["revision"], one["counts"]) for one in replies] == [
        ("1-1", 1, True)
    ] * 2
    assert replies[0]["saved_at"] == replies[1]["saved_at"]
    assert Response.objects.count() == 1


def test_a_clock_that_is_far_out_loses_no_answer(
    sitting: Sitting, sign_in: Callable[[Employee], Client]
) -> None:
    handed_in(sitting)
    client = sign_in(sitting.employee)
    sent = {"choice": "1", "given_at": "253402300799000", "seen_at": "-62135596800000"}
    path = f"/sittings/{sitting.pk}/"
    reply = client.post(f"{path}1/", sent, headers={"accept": "application/json"})
    assert reply.status_code == 200 and reply.json()["is_late"]
    kept = Response.objects.get()
    assert (kept.given_at, kept.seen_at) == (None, None)
    assert client.get(f"{path}result/").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"client": "x"},
        {"epoch": "-1"},
        {"revision": "99999999999"},
        {"given_at": "soon"},
        {"seen_at": "9" * 30},
    ],
)
def test_what_no_device_says_is_refused_in_words(
    sitting: Sitting, sign_in: Callable[[Employee], Client], sent: dict[str, str]
) -> None:
    response = sign_in(sitting.employee).post(
        f"/sittings/{sitting.pk}/1/",
        {"choice": "1"} | sent,
        headers={"accept": "application/json"},
    )
    assert response.status_code == 400
    assert response.json()["message"]
    assert not Response.objects.exists()
