"""A marker judges one sitting."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assessments.actions.mark_item import mark_item
from assessments.enums import Kind, SittingState
from assessments.models import ItemMark, Quiz
from lms.ledger.models import PendingLook
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.assessments.marking.pages import (
    LIST,
    address_of,
    answered,
    form_of,
    judged,
    press,
)
from tests.factories.assessments import (
    QuestionFactory,
    QuizFactory,
    quiz_of_kinds,
)
from tests.factories.people import EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 11


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_questions(
    desk: Client, learner: Employee, number: int, django_assert_num_queries: Any
) -> None:
    sitting = answered(learner, quiz_of_kinds(*[Kind.ESSAY] * number, Kind.SINGLE_CHOICE))
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(desk.get(address_of(sitting)).context["judging"]) == number


def test_the_page_shows_what_was_asked_answered_and_looked_for(
    desk: Client, learner: Employee, quiz: Quiz
) -> None:
    page = desk.get(address_of(answered(learner, quiz)))
    for text in (
        "He Jing",
        "住户来访，情绪激动。",
        "您先请坐，我给您倒杯水。",
        "让她平静",
        "先致歉，再说两天内答复。",
        "of 6",
        "2 answers to judge",
    ):
        assert text in page.text
    # What the key decided is folded, with its mark.
    assert re.search(r"<details[^>]*>\s*<summary><span>Question 3", page.text)


def test_a_look_at_answers_is_noted(desk: Client, learner: Employee, quiz: Quiz) -> None:
    sitting = answered(learner, quiz)
    desk.get(LIST)
    assert not PendingLook.objects.exists()
    desk.get(address_of(sitting))
    look = PendingLook.objects.get()
    assert (look.subject, look.purpose) == (learner.token, "marking answers")


def test_judging_goes_answer_by_answer_to_the_next_sitting(
    desk: Client, marker: Employee, site: Unit, learner: Employee, quiz: Quiz
) -> None:
    sitting = answered(learner, quiz)
    following = answered(EmployeeFactory.create(unit=site), quiz)
    form = judged(sitting, 1, "1", "0.5", remark="语气好。") | press(sitting, 1)
    reply = desk.post(address_of(sitting), form)
    assert (reply.status_code, reply["Location"]) == (302, f"{address_of(sitting)}#waiting")
    mark = ItemMark.objects.get(item__sitting=sitting, marked_by=marker)
    assert (mark.points, mark.remark, str(mark.mark)) == (["1", "0.5"], "语气好。", "1.50")
    form = judged(sitting, 2, "4", "2.25") | press(sitting, 2)
    reply = desk.post(f"{address_of(sitting)}?quiz={quiz.pk}", form)
    assert reply["Location"] == f"{address_of(following)}?quiz={quiz.pk}"
    sitting.refresh_from_db()
    assert sitting.state == SittingState.MARKED
    page = desk.get(reply["Location"]).text
    assert "He Jing" in page and "%, passed." in page


def test_after_the_last_sitting_the_list_says_so(desk: Client, learner: Employee) -> None:
    sitting = answered(learner, quiz_of_kinds(Kind.ESSAY))
    reply = desk.post(address_of(sitting), judged(sitting, 1, "0", "0") | press(sitting, 1))
    assert reply["Location"] == LIST
    assert "Nothing else waits." in desk.get(LIST).text
    done = desk.get(address_of(sitting)).text
    assert "Nothing waits here." in done and "Judged by Lin Xiaoman" in done


def test_a_reason_is_judged_in_steps(desk: Client, learner: Employee) -> None:
    question = QuestionFactory.create(
        version__kind=Kind.TRUE_FALSE, version__content={"asks_reason": True}
    )
    sitting = answered(learner, QuizFactory.create(of=[question], size=1))
    page = desk.get(address_of(sitting)).text
    assert "The reason given" in page and "Partly met" in page and "三声之内。" in page
    desk.post(address_of(sitting), judged(sitting, 1, "0.5") | press(sitting, 1))
    assert str(sitting.items.get().mark) == "1.00"


@pytest.mark.parametrize("points", [("9", "1"), ("-1", "1"), ("1.234", "1"), ("", "1"), ("x", "")])
def test_a_refused_judgement_keeps_what_is_typed(
    desk: Client, learner: Employee, quiz: Quiz, points: tuple[str, str]
) -> None:
    sitting = answered(learner, quiz)
    typed = judged(sitting, 2, *points, remark="请补充时限。")
    typed |= judged(sitting, 1, "0.5", remark="好。")
    reply = desk.post(address_of(sitting), typed | press(sitting, 2))
    assert reply.status_code == 422
    assert form_of(reply.text).items() >= {k: v for k, v in typed.items() if v}.items()
    assert not ItemMark.objects.filter(item=sitting.items.get(position=2)).exists()
    # Only the answer whose button was pressed is marked as wrong.
    assert reply.text.count("has-errors") == (2 if points == ("x", "") else 1)


def test_steps_that_are_not_offered_are_refused(
    desk: Client, learner: Employee, quiz: Quiz
) -> None:
    sitting = answered(learner, quiz)
    reply = desk.post(address_of(sitting), judged(sitting, 1, "0.7", "1") | press(sitting, 1))
    assert reply.status_code == 422
    assert sitting.items.get(position=1).mark is None


def test_saving_one_answer_keeps_what_is_typed_for_another(
    desk: Client, learner: Employee, quiz: Quiz
) -> None:
    sitting = answered(learner, quiz)
    other = judged(sitting, 2, "3.5", "", remark="还没想好。")
    reply = desk.post(address_of(sitting), judged(sitting, 1, "1", "1") | other | press(sitting, 1))
    assert reply.status_code == 200
    assert form_of(reply.text).items() >= other.items()
    assert str(sitting.items.get(position=1).mark) == "2.00"
    assert "has-errors" not in reply.text


def test_somebody_was_quicker(desk: Client, site: Unit, learner: Employee, quiz: Quiz) -> None:
    sitting = answered(learner, quiz)
    colleague = holder_of(Role.TRAINER, site, latin_name="Qin Su")
    form = judged(sitting, 1, "0", "0.5", remark="太短。") | judged(sitting, 2, "1", "1")
    mark_item(actor=colleague, item=sitting.items.get(position=1), points=[Decimal(1), Decimal(1)])
    reply = desk.post(address_of(sitting), form | press(sitting, 1))
    assert reply.status_code == 409
    for text in ("Somebody was quicker", "Qin Su", "太短。", "What you wrote"):
        assert text in reply.text
    assert form_of(reply.text).items() >= judged(sitting, 2, "1", "1").items()
    assert str(sitting.items.get(position=1).mark) == "2.00"


def test_the_same_form_twice_is_one_judgement(desk: Client, learner: Employee, quiz: Quiz) -> None:
    sitting = answered(learner, quiz)
    form = judged(sitting, 1, "1", "0.5") | press(sitting, 1)
    for __ in range(2):
        assert desk.post(address_of(sitting), form).status_code == 302
    assert sitting.items.get(position=1).marks.count() == 1


def test_another_answer_than_the_one_that_was_read_is_not_marked(
    desk: Client, learner: Employee, quiz: Quiz
) -> None:
    sitting = answered(learner, quiz)
    form = judged(sitting, 1, "1", "1") | press(sitting, 1)
    (answer,) = [name for name in form if name.endswith("-answer")]
    reply = desk.post(address_of(sitting), form | {answer: "2000000000"})
    assert reply.status_code == 409 and "of another text" in reply.text
    assert sitting.items.get(position=1).mark is None
