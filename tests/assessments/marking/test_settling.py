"""A trainer settles two marks that differ, and puts right a mark that was given."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.mark_item import mark_item
from assessments.actions.settle_mark import Seen, settle_mark
from assessments.enums import Kind, MarkCause, SittingState
from assessments.errors import MarkChanged, NothingToMark, PointsOutOfRange, ReasonNotGiven
from assessments.models import ItemMark, Quiz, Sitting
from lms.ledger.models import PendingLook
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from tests.assessments.marking.pages import LIST, address_of, answered, form_of
from tests.factories.assessments import quiz_of_kinds
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db
FULL, SOME, NONE = ([Decimal(4), Decimal(6)], [Decimal(1), Decimal(4)], [Decimal(0), Decimal(0)])
REASON = "时限没有写。"


@pytest.fixture
def double() -> Quiz:
    return quiz_of_kinds(Kind.ESSAY, Kind.SINGLE_CHOICE, pass_percent=60, marking_distance=20)


@pytest.fixture
def second(site: Unit) -> Employee:
    return holder_of(Role.ASSESSOR, site, latin_name="Qin Su")


@pytest.fixture
def trainer(site: Unit) -> Employee:
    return holder_of(Role.TRAINER, site, language="en", latin_name="Tao Ye")


@pytest.fixture
def office(client: Client, trainer: Employee) -> Client:
    client.force_login(trainer)
    return client


@pytest.fixture
def apart(learner: Employee, marker: Employee, second: Employee, double: Quiz) -> Sitting:
    """Full marks by one, none by the other."""
    return far_apart(learner, marker, second, double)


@pytest.fixture
def marked(learner: Employee, marker: Employee) -> Sitting:
    """Passed with the essay of a single marker."""
    sitting = answered(learner, quiz_of_kinds(Kind.ESSAY, Kind.SINGLE_CHOICE, pass_percent=60))
    mark_item(actor=marker, item=essay(sitting), points=FULL, remark="写得好。")
    sitting.refresh_from_db()
    return sitting


def far_apart(learner: Employee, marker: Employee, second: Employee, quiz: Quiz) -> Sitting:
    sitting = answered(learner, quiz)
    mark_item(actor=marker, item=essay(sitting), points=FULL, remark="写得好。")
    mark_item(actor=second, item=essay(sitting), points=[Decimal(0), Decimal(6)], remark="没致歉。")
    return sitting


def essay(sitting: Sitting) -> Any:
    return sitting.items.get(position=1)


def page_of(sitting: Sitting, position: int = 1) -> str:
    return reverse("assessments:marking-settling", args=[sitting.pk, position])


def filled(page: str, *points: str, reason: str = REASON, **more: str) -> dict[str, str]:
    given = {f"settle-points-{n}": each for n, each in enumerate(points, start=1)}
    return form_of(page) | given | {"settle-reason": reason, "settle": "1"} | more


# The action ----------------------------------------------------------------------------------


def test_neither_marker_nor_learner_nor_a_mere_marker_settles(
    site: Unit, apart: Sitting, marker: Employee, learner: Employee
) -> None:
    judge_and_trainer = holder_of(Role.TRAINER, site)
    stranger = holder_of(Role.TRAINER, UnitFactory.create())
    for who in (marker, learner, holder_of(Role.ASSESSOR, site), stranger):
        with pytest.raises(NotAllowed):
            settle_mark(actor=who, item=essay(apart), points=SOME, reason=REASON)
    with pytest.raises(ReasonNotGiven):
        settle_mark(actor=judge_and_trainer, item=essay(apart), points=SOME, reason="  ")
    with pytest.raises(PointsOutOfRange):
        settle_mark(actor=judge_and_trainer, item=essay(apart), points=SOME[:1], reason=REASON)
    assert not ItemMark.objects.filter(cause=MarkCause.SETTLED).exists()


def test_a_trainer_who_was_one_of_the_two_settles_nothing(
    client: Client, site: Unit, learner: Employee, marker: Employee, trainer: Employee, double: Quiz
) -> None:
    sitting = far_apart(learner, marker, trainer, double)
    with pytest.raises(NotAllowed):
        settle_mark(actor=trainer, item=essay(sitting), points=SOME, reason=REASON)
    client.force_login(trainer)
    assert client.get(LIST, {"group": "settle"}).context["rows"] == []
    assert client.get(page_of(sitting)).status_code == 403
    page = client.get(address_of(sitting))
    assert page.context["settling"] == [] and "a trainer settles it" in page.text


def test_a_mark_put_right_is_the_next_one_with_the_next_result(
    marked: Sitting, trainer: Employee, marker: Employee
) -> None:
    assert marked.passed
    mark = settle_mark(actor=trainer, item=essay(marked), points=NONE, reason=f" {REASON} ")
    assert (mark.number, mark.cause, mark.reason) == (2, MarkCause.SETTLED, REASON)
    first, after = marked.results.order_by("number")
    assert (first.passed, after.passed, after.cause) == (True, False, MarkCause.SETTLED)
    marked.refresh_from_db()
    assert (marked.passed, marked.score, marked.state) == (
        False,
        Decimal("2.00"),
        SittingState.MARKED,
    )
    (entry,) = said("examination.remarked")
    assert (entry.values["reason"], entry.values["cause"]) == (REASON, "settled")
    check_agreement()
    # Once more: what was settled can be put right too.
    settle_mark(actor=trainer, item=essay(marked), points=FULL, reason="原判有据。")
    assert marked.results.count() == 3


def test_a_mark_put_right_while_another_answer_waits_makes_no_result_yet(
    learner: Employee, marker: Employee, trainer: Employee
) -> None:
    sitting = answered(learner, quiz_of_kinds(Kind.ESSAY, Kind.ROLE_PLAY))
    mark_item(actor=marker, item=essay(sitting), points=FULL)
    settle_mark(actor=trainer, item=essay(sitting), points=NONE, reason=REASON)
    assert not sitting.results.exists()
    points = [Decimal(1), Decimal(1)]
    mark_item(actor=marker, item=sitting.items.get(position=2), points=points)
    assert sitting.results.get().score == Decimal("2.00")
    check_agreement()


def test_what_the_key_decided_or_nobody_has_judged_is_not_settled(
    marked: Sitting, trainer: Employee, learner: Employee, double: Quiz
) -> None:
    with pytest.raises(NothingToMark):
        settle_mark(actor=trainer, item=marked.items.get(position=2), points=[], reason=REASON)
    waiting = answered(EmployeeFactory.create(unit=learner.unit), double)
    with pytest.raises(NothingToMark):
        settle_mark(actor=trainer, item=essay(waiting), points=FULL, reason=REASON)


def test_what_was_not_seen_is_not_overwritten(
    site: Unit, marked: Sitting, trainer: Employee
) -> None:
    answer = essay(marked).responses.get().pk
    seen = Seen(answer, 1)
    settle_mark(actor=trainer, item=essay(marked), points=NONE, reason=REASON, seen=seen)
    with pytest.raises(MarkChanged):
        settle_mark(
            actor=holder_of(Role.TRAINER, site),
            item=essay(marked),
            points=SOME,
            reason=REASON,
            seen=seen,
        )


# The pages -----------------------------------------------------------------------------------


def test_both_marks_stand_side_by_side_and_one_is_settled(
    office: Client, apart: Sitting, learner: Employee, trainer: Employee
) -> None:
    row = office.get(LIST, {"group": "settle"})
    assert f"{page_of(apart)}?group=settle" in row.text and "1 answer to settle" in row.text
    page = office.get(page_of(apart))
    for text in (
        "Lin Xiaoman",
        "Qin Su",
        "写得好。",
        "没致歉。",
        "40%",
        "先致歉，再说两天内答复。",
    ):
        assert text in page.text
    # What both agree on is filled in already; so are their remarks.
    form = form_of(page.text)
    assert form["settle-points-2"] == "6" and form["settle-points-1"] == ""
    assert form["settle-remark"] == "写得好。\n\n没致歉。"
    assert PendingLook.objects.get().subject == learner.token
    reply = office.post(f"{page_of(apart)}?group=settle", filled(page.text, "2", "6"))
    assert reply["Location"] == f"{LIST}?group=settle"
    assert "Nothing else is to be settled." in office.get(LIST).text
    mark = ItemMark.objects.get(item=essay(apart))
    assert (mark.mark, mark.marked_by, mark.points) == (Decimal("1.60"), trainer, ["2", "6"])
    shown = office.get(address_of(apart)).text
    assert "Settled by Tao Ye" in shown and REASON in shown and "They lie 40%" in shown


def test_settling_goes_on_to_the_next_that_waits_longest(
    office: Client, apart: Sitting, marker: Employee, second: Employee, double: Quiz, site: Unit
) -> None:
    following = far_apart(EmployeeFactory.create(unit=site), marker, second, double)
    page = office.get(page_of(apart)).text
    assert page_of(following) in page
    assert office.post(page_of(apart), filled(page, "2", "6"))["Location"] == page_of(following)


def test_a_correction_shows_first_what_would_change(office: Client, marked: Sitting) -> None:
    assert page_of(marked) in office.get(address_of(marked)).text
    page = office.get(page_of(marked)).text
    form = filled(page, "0", "0")
    asked = office.post(page_of(marked), form)
    assert asked.status_code == 200 and "Put the mark right?" in asked.text
    assert "A certificate that was issued for it is not revoked" in asked.text
    assert ItemMark.objects.filter(item=essay(marked)).count() == 1
    back = office.post(page_of(marked), form_of(asked.text) | {"back": "1"})
    assert form_of(back.text)["settle-reason"] == REASON
    sure = form_of(asked.text) | {"settle": "1"}
    assert office.post(page_of(marked), sure)["Location"] == address_of(marked)
    # The same form once more is the same correction.
    assert office.post(page_of(marked), sure)["Location"] == address_of(marked)
    marked.refresh_from_db()
    assert (marked.passed, marked.results.count()) == (False, 2)


def test_what_is_missing_is_said_and_what_is_typed_stays(office: Client, apart: Sitting) -> None:
    page = office.get(page_of(apart)).text
    reply = office.post(page_of(apart), filled(page, "9", "", reason=""))
    assert reply.status_code == 422 and "Say why." in reply.text
    assert form_of(reply.text)["settle-points-1"] == "9"


def test_somebody_else_was_quicker(office: Client, marked: Sitting, site: Unit) -> None:
    page = office.get(page_of(marked)).text
    colleague = holder_of(Role.TRAINER, site, latin_name="Yu Lan")
    settle_mark(actor=colleague, item=essay(marked), points=SOME, reason="重看。")
    reply = office.post(page_of(marked), filled(page, "0", "0", sure="1"))
    assert reply.status_code == 409 and "The mark is another one meanwhile" in reply.text
    assert "Yu Lan" in reply.text
    form = form_of(reply.text)
    assert (form["settle-points-1"], form["settle-stands"]) == ("0", "2")
    assert office.post(page_of(marked), form | {"settle": "1", "sure": "1"}).status_code == 302
    assert ItemMark.objects.filter(item=essay(marked)).count() == 3


def test_the_pages_are_for_who_settles_and_for_what_is_to_settle(
    client: Client, office: Client, marked: Sitting, marker: Employee, learner: Employee
) -> None:
    assert office.get(page_of(marked, 9)).status_code == 404
    assert office.get(page_of(marked, 2))["Location"] == address_of(marked)
    assert office.get(page_of(answered(EmployeeFactory.create(), marked.quiz))).status_code == 404
    for who in (marker, learner):
        client.force_login(who)
        assert client.get(page_of(marked)).status_code == 403
    client.force_login(marker)
    assert page_of(marked) not in client.get(address_of(marked)).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_what_is_to_settle_costs_the_same(
    office: Client,
    site: Unit,
    marker: Employee,
    second: Employee,
    double: Quiz,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    for __ in range(number):
        far_apart(EmployeeFactory.create(unit=site), marker, second, double)
    with django_assert_num_queries(9):
        assert len(office.get(LIST, {"group": "settle"}).context["rows"]) == number
