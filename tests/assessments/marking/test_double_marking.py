"""Two markers judge without seeing each other: what they make, and who sees what."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.decide_late import decide_late
from assessments.actions.mark_item import mark_item
from assessments.actions.save_answer import save_answer
from assessments.actions.settle_mark import settle_mark
from assessments.enums import Kind, Lateness, LatePolicy, MarkCause, SittingState
from assessments.errors import AnswerChanged, MarkIsFixed, NothingToMark, PointsOutOfRange
from assessments.models import BlindMark, ItemMark, Quiz, Response, Sitting, SittingItem
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from tests.assessments.marking.pages import LIST, address_of, answered, judged, press
from tests.factories.assessments import quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory, holder_of
from tests.ledger.reading import check_agreement

pytestmark = pytest.mark.django_db
DOUBLE_PAGE_QUERIES = 12


@pytest.fixture
def double() -> Quiz:
    """An essay of two marks, with ten points, that two markers judge; up to 20 % apart."""
    return quiz_of_kinds(Kind.ESSAY, pass_percent=60, marking_distance=20)


@pytest.fixture
def second(site: Unit) -> Employee:
    return holder_of(Role.ASSESSOR, site, language="en", latin_name="Qin Su")


@pytest.fixture
def trainer(site: Unit) -> Employee:
    return holder_of(Role.TRAINER, site, language="en", latin_name="Tao Ye")


def gives(marker: Employee, item: SittingItem, *points: object, **more: Any) -> Any:
    return mark_item(
        actor=marker, item=item, points=[Decimal(str(each)) for each in points], **more
    )


def waits_for(client: Client, marker: Employee, group: str = "") -> list[Sitting]:
    client.force_login(marker)
    return [row.sitting for row in client.get(LIST, {"group": group}).context["rows"]]


def test_two_who_are_close_make_the_mean(
    marker: Employee, second: Employee, learner: Employee, double: Quiz
) -> None:
    sitting = answered(learner, double)
    item = sitting.items.get()
    first = gives(marker, item, 4, "2.5", remark="时限写得清楚。")
    assert isinstance(first, BlindMark)
    sitting.refresh_from_db()
    assert (sitting.state, item.marks.count()) == (SittingState.SUBMITTED, 0)
    other = gives(second, item, 3, 2, remark="致歉再诚恳些。")
    assert (first.number, other.number) == (1, 2)
    mark = ItemMark.objects.get(item=item)
    assert (first.mark, other.mark, mark.mark) == (
        Decimal("1.30"),
        Decimal("1.00"),
        Decimal("1.15"),
    )
    assert mark.points == ["3.5", "2.25"]
    assert mark.remark == "时限写得清楚。\n\n致歉再诚恳些。"
    assert (mark.cause, mark.marked_by, mark.response) == (
        MarkCause.MARKER,
        second,
        first.response,
    )
    sitting.refresh_from_db()
    assert (sitting.state, sitting.score) == (SittingState.MARKED, Decimal("1.15"))
    check_agreement()
    with pytest.raises(MarkIsFixed):
        first.save()


def test_two_who_are_far_apart_wait_for_a_trainer(
    client: Client,
    marker: Employee,
    second: Employee,
    trainer: Employee,
    learner: Employee,
    double: Quiz,
    site: Unit,
) -> None:
    sitting = answered(learner, double)
    item = sitting.items.get()
    gives(marker, item, 4, 6)
    gives(second, item, 1, 0)
    item.refresh_from_db()
    assert (item.mark, item.marks.count()) == (None, 0)
    # A third marker has nothing to do here, neither has either of the two.
    third = holder_of(Role.ASSESSOR, site)
    for one in (marker, second, third):
        assert waits_for(client, one) == []
        with pytest.raises(NothingToMark):
            gives(one, item, 1, 1)
    assert waits_for(client, trainer) == []
    assert waits_for(client, trainer, "settle") == [sitting]
    settle_mark(actor=trainer, item=item, points=[Decimal(3), Decimal(2)], reason="时限没有写。")
    sitting.refresh_from_db()
    assert (sitting.state, sitting.score) == (SittingState.MARKED, Decimal("1.00"))
    (result,) = sitting.results.all()
    assert (result.cause, result.made_by) == (MarkCause.SETTLED, trainer)
    assert waits_for(client, trainer, "settle") == []
    check_agreement()


def test_a_marker_judges_once_and_never_themselves(
    marker: Employee, site: Unit, double: Quiz, learner: Employee
) -> None:
    item = answered(learner, double).items.get()
    gives(marker, item, 1, 1)
    with pytest.raises(NothingToMark):
        gives(marker, item, 1, 1)
    own = answered(marker, double).items.get()
    with pytest.raises(NotAllowed):
        gives(marker, own, 1, 1)
    with pytest.raises(PointsOutOfRange):
        gives(holder_of(Role.ASSESSOR, site), item, 5, 1)
    assert BlindMark.objects.count() == 1


def test_whoever_has_not_judged_sees_the_same_before_and_after_another_has(
    client: Client, marker: Employee, second: Employee, learner: Employee, double: Quiz
) -> None:
    sitting = answered(learner, double)

    def seen() -> list[str]:
        client.force_login(second)
        pages = [client.get(LIST), client.get(address_of(sitting)), client.get("/")]
        return [page.text.split("<main", 1)[-1] for page in pages if page.status_code == 200]

    before = without_tokens(seen())
    gives(marker, sitting.items.get(), 4, 6, remark="很好。")
    assert without_tokens(seen()) == before
    assert waits_for(client, marker) == []
    client.force_login(marker)
    page = client.get(address_of(sitting))
    assert "another marker still judges it" in page.text and "2 / 2" in page.text.replace(
        '<span class="num">2</span>', "2"
    )


def without_tokens(pages: list[str]) -> list[str]:
    """What changes with every request left out."""
    return [
        "\n".join(
            line
            for line in page.splitlines()
            if "csrfmiddlewaretoken" not in line and '<p class="note">' not in line
        )
        for page in pages
    ]


def test_older_answers_take_their_blind_marks_with_them(
    client: Client, marker: Employee, second: Employee, learner: Employee, site: Unit
) -> None:
    quiz = quiz_of_kinds(Kind.ESSAY, marking_distance=20, late_policy=LatePolicy.MARKER)
    sitting = answered(learner, quiz)
    item = sitting.items.get()
    old = item.responses.get()
    gives(marker, item, 4, 6)
    late = Response.objects.create(
        item=item,
        revision=old.revision + 1,
        answer={"text": "迟到的回答。"},
        saved_at=old.saved_at,
        lateness=Lateness.HANDED_IN,
        counts=False,
    )
    decide_late(actor=second, response=late, is_allowed=True, reason="断网。")
    assert waits_for(client, marker) == [sitting]
    with pytest.raises(AnswerChanged):
        gives(second, item, 4, 6, answer=old.pk)
    for one in (marker, second):
        gives(one, item, 2, 3, answer=late.pk)
    mark = ItemMark.objects.get(item=item)
    assert (mark.response, mark.mark) == (late, Decimal("1.00"))
    check_agreement()


def test_one_marker_is_enough_where_the_quiz_said_so_when_it_began(
    marker: Employee, learner: Employee, double: Quiz
) -> None:
    sitting = sitting_of(learner, double)
    Quiz.objects.update(marking_distance=None)
    later = answered(EmployeeFactory.create(unit=marker.unit), Quiz.objects.get())
    assert sitting.marking_distance == 20
    assert isinstance(gives(marker, later.items.get(), 1, 1), ItemMark)


def test_judging_on_the_page_is_blind_and_goes_on(
    desk: Client, site: Unit, marker: Employee, second: Employee, learner: Employee, double: Quiz
) -> None:
    sitting = answered(learner, double)
    form = judged(sitting, 1, "1", "1") | press(sitting, 1)
    assert "Two markers judge these answers." in desk.get(address_of(sitting)).text
    assert desk.post(address_of(sitting), form)["Location"] == LIST
    # The same form sent twice is one judgement.
    assert desk.post(address_of(sitting), form)["Location"] == LIST
    assert BlindMark.objects.get().marked_by == marker
    # A third who comes after two are told so, with what they typed.
    gives(second, sitting.items.get(), 4, 6)
    desk.force_login(holder_of(Role.ASSESSOR, site, language="en"))
    late = desk.post(address_of(sitting), form)
    assert late.status_code == 409 and "Two markers have judged this answer" in late.text
    assert BlindMark.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_doubly_marked_sitting_costs_the_same(
    client: Client,
    marker: Employee,
    second: Employee,
    trainer: Employee,
    learner: Employee,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    quiz = quiz_of_kinds(*[Kind.ESSAY] * number, Kind.ROLE_PLAY, marking_distance=0)
    sitting = answered(learner, quiz)
    for item in sitting.items.filter(version__kind=Kind.ESSAY):
        gives(marker, item, 4, 6)
        gives(second, item, 1, 1)
    client.force_login(trainer)
    with django_assert_num_queries(DOUBLE_PAGE_QUERIES):
        page = client.get(address_of(sitting))
    assert len(page.context["settling"]) == number


def test_today_counts_what_waits_for_this_person(
    client: Client,
    marker: Employee,
    second: Employee,
    trainer: Employee,
    learner: Employee,
    double: Quiz,
) -> None:
    sitting = answered(learner, double)
    today = reverse("home:today")

    def waiting(person: Employee) -> tuple[bool, bool]:
        client.force_login(person)
        text = client.get(today).text
        return "1 sitting waits to be marked" in text, "1 sitting has marks to settle" in text

    assert waiting(marker) == waiting(trainer) == (True, False)
    gives(marker, sitting.items.get(), 4, 6)
    assert waiting(marker) == (False, False)
    assert waiting(trainer) == waiting(second) == (True, False)
    gives(second, sitting.items.get(), 0, 0)
    assert waiting(second) == (False, False)
    assert waiting(trainer) == (False, True)


def test_nothing_is_kept_of_what_the_learner_saved_after_handing_in(
    marker: Employee, second: Employee, learner: Employee, double: Quiz
) -> None:
    """An answer that does not count changes neither what is judged nor what was judged of it."""
    sitting = answered(learner, double)
    item = sitting.items.get()
    counts = item.responses.get()
    gives(marker, item, 4, 6, answer=counts.pk)
    save_answer(actor=learner, sitting_id=sitting.pk, position=1, data={"text": ["改过的回答。"]})
    gives(second, item, 4, 6, answer=counts.pk)
    assert ItemMark.objects.get(item=item).response == counts
