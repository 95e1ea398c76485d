"""The way of a question from draft to use and out of it: who may move it, and what is drawn."""

import pytest

from assessments.actions.move_question import move_question, review_version
from assessments.enums import QuestionState
from assessments.errors import NewerVersion, NotThisMove, OwnReview, ReasonNotGiven
from assessments.models import Question, QuestionStep
from assessments.policies.bank import moves_open_to
from assessments.queries import drawable
from assessments.rules import question_process
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import QuestionFactory, QuestionVersionFactory
from tests.factories.people import UnitFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> Employee:
    return holder_of(Role.TRAINER, UnitFactory.create())


@pytest.fixture
def reviewer() -> Employee:
    return holder_of(Role.REVIEWER, UnitFactory.create())


def draft(writer: Employee) -> Question:
    return QuestionFactory.create(in_use=False, version__created_by=writer)


def test_from_draft_to_use_and_out_of_it(trainer: Employee, reviewer: Employee) -> None:
    question = review_version(actor=reviewer, question=draft(trainer))
    assert not drawable().exists()
    question = move_question(actor=trainer, question=question, target=QuestionState.IN_USE)
    assert drawable().get() == question.current_version
    quarantined = QuestionState.QUARANTINED
    question = move_question(actor=trainer, question=question, target=quarantined, reason=" 歧义 ")
    assert not drawable().exists()
    steps = QuestionStep.objects.order_by("pk").values_list("source", "target", "reason")
    assert list(steps) == [
        ("draft", "reviewed", ""),
        ("reviewed", "in_use", ""),
        ("in_use", "quarantined", "歧义"),
    ]


def test_a_newer_version_is_drawn_once_it_is_reviewed(reviewer: Employee) -> None:
    question = QuestionFactory.create()
    second = QuestionVersionFactory.create(question=question, number=2)
    assert drawable().get().number == 1
    with pytest.raises(NewerVersion):
        review_version(actor=reviewer, question=question, number=1)
    review_version(actor=reviewer, question=question, number=2)
    assert drawable().get() == second
    with pytest.raises(NotThisMove):
        review_version(actor=reviewer, question=question)


def test_nobody_reviews_what_they_wrote(trainer: Employee) -> None:
    both = holder_of(Role.ADMINISTRATOR, UnitFactory.create())
    with pytest.raises(OwnReview):
        review_version(actor=both, question=draft(both))
    with pytest.raises(NotAllowed):
        review_version(actor=trainer, question=draft(both))
    assert not QuestionStep.objects.exists()


def test_who_reviews_puts_nothing_to_use(reviewer: Employee) -> None:
    question = review_version(actor=reviewer, question=QuestionFactory.create(in_use=False))
    with pytest.raises(NotAllowed):
        move_question(actor=reviewer, question=question, target=QuestionState.IN_USE)


@pytest.mark.parametrize("target", [QuestionState.QUARANTINED, QuestionState.RETIRED])
def test_what_takes_a_question_out_needs_a_reason(trainer: Employee, target: str) -> None:
    with pytest.raises(ReasonNotGiven):
        move_question(actor=trainer, question=QuestionFactory.create(), target=target, reason=" ")


def test_taken_up_again_it_has_to_be_reviewed_anew(trainer: Employee, reviewer: Employee) -> None:
    question = move_question(
        actor=trainer,
        question=QuestionFactory.create(),
        target=QuestionState.RETIRED,
        reason="过时",
    )
    question = move_question(actor=trainer, question=question, target=QuestionState.DRAFT)
    assert question.drawn is None
    assert moves_open_to(trainer, question) == [QuestionState.RETIRED]
    assert review_version(actor=reviewer, question=question).state == QuestionState.REVIEWED


def test_every_state_has_an_owner_and_every_move_a_mover() -> None:
    for move in question_process.TRANSITIONS:
        assert question_process.mover(move.source, move.target) is move.owner
        assert question_process.owner(move.source)
    assert question_process.mover(QuestionState.DRAFT, QuestionState.IN_USE) is None
