"""The calibration board: who stands where, and what HR does there."""

from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from lms.people.enums import Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.move_grade import move_grade
from reviews.actions.send_back import send_back
from reviews.enums import WorkKind
from reviews.errors import (
    GradeCapped,
    GradeUnchanged,
    GradeUnknown,
    NoPlaceForIt,
    ReasonTooShort,
    ReviewMovedOn,
)
from reviews.models import CycleWork, Review, ReviewCycle, ReviewStep
from reviews.rules.calibration import grades_open
from reviews.rules.procedure import State, StepKind
from tests.factories.people import EmployeeFactory, PostFactory, holder_of
from tests.factories.reviews import HIRED, ReviewWorld, make_card, review_world
from tests.reviews.conduct_world import both_worlds

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "同岗位比较后，投诉难度明显更高。"
QUERIES = 16


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture
def as_hr(client: Client, world: ReviewWorld) -> Client:
    client.force_login(world.hr)
    return client


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def colleague(world: ReviewWorld, name: str, **employee: Any) -> Employee:
    given = {"unit": world.site, "post": world.subject.post, "hired_on": HIRED}
    return EmployeeFactory.create(name=name, latin_name=name, **given | employee)


def calibrating(world: ReviewWorld, *names: str) -> tuple[ReviewCycle, list[Review]]:
    people = [world.subject, *(colleague(world, name) for name in names)]
    cycle = world.cycle()
    return cycle, [world.rated(world.assessed(world.opened(cycle, each))) for each in people]


def board_url(cycle: ReviewCycle) -> str:
    return reverse("reviews:board", args=[cycle.pk])


def form_of(client: Client, name: str, review: Review, **given: Any) -> dict[str, Any]:
    """What the page's form would send."""
    page = client.get(reverse(f"reviews:{name}", args=[review.pk]))
    form = page.context["form"]
    hidden = [field.name for field in form.hidden_fields() if field.name != "grade"]
    return {name: form[name].value() for name in hidden} | given


# The page --------------------------------------------------------------------------------------


def test_each_slip_lies_in_the_column_of_its_grade(as_hr: Client, world: ReviewWorld) -> None:
    cycle, (review,) = calibrating(world)
    page = as_hr.get(board_url(cycle))
    board = page.context["board"]
    by_grade = {column.code: [slip.review for slip in column.slips] for column in board.columns}
    assert list(by_grade) == ["improve", "sound", "good", "excellent"]
    assert by_grade[review.grade] == [review]
    assert b"No grade has a quota" in page.content


def test_the_board_costs_the_same_for_one_and_for_three(as_hr: Client, world: ReviewWorld) -> None:
    cycle, reviews = calibrating(world, "An", "Bo")
    for each in reviews:
        move_grade(actor=world.hr, review=each, grade="excellent", reason=REASON)
    Review.objects.filter(pk__in=[each.pk for each in reviews[1:]]).update(state=State.RATING)
    as_hr.get(board_url(cycle))
    with CaptureQueriesContext(connection) as one:
        assert len(as_hr.get(board_url(cycle)).context["board"].page) == 1
    Review.objects.filter(pk__in=[each.pk for each in reviews[1:]]).update(state=State.CALIBRATION)
    with CaptureQueriesContext(connection) as three:
        assert len(as_hr.get(board_url(cycle)).context["board"].page) == 3
    assert len(one) == len(three) == QUERIES


def test_ones_own_review_and_that_of_a_superior_lie_on_somebody_elses_board(
    client: Client, world: ReviewWorld
) -> None:
    boss = colleague(world, "Boss", post=PostFactory.create(standing=Standing.MANAGER))
    hr = holder_of(Role.HR_OFFICER, world.site, post=world.subject.post, hired_on=HIRED)
    cycle = world.cycle(groups=[])
    Review.objects.filter(cycle=cycle).update(state=State.CALIBRATION)
    client.force_login(hr)
    shown = {slip.review.employee for slip in slips_on(client, cycle)}
    assert world.subject in shown
    assert not shown & {hr, boss}
    for each in (hr, boss):
        review = Review.objects.get(cycle=cycle, employee=each)
        assert client.get(reverse("reviews:board-move", args=[review.pk])).status_code == 404


def slips_on(client: Client, cycle: ReviewCycle) -> list[Any]:
    """Of all tabs."""
    tabs = client.get(board_url(cycle)).context["tabs"]
    boards = [client.get(board_url(cycle), {"group": tab.token}).context["board"] for tab in tabs]
    return [
        slip
        for board in boards
        for slip in [*board.without, *(s for column in board.columns for s in column.slips)]
    ]


def test_the_board_is_narrowed_to_a_unit(as_hr: Client, world: ReviewWorld) -> None:
    cycle, __ = calibrating(world)
    office = world.hr.unit
    page = as_hr.get(board_url(cycle), {"unit": world.site.pk})
    assert page.context["board"].page.paginator.count == 1
    assert as_hr.get(board_url(cycle), {"unit": office.pk}).context["board"] is None


def test_managers_and_employees_have_no_board(client: Client, world: ReviewWorld) -> None:
    cycle, (review,) = calibrating(world)
    for each in (world.manager, world.subject):
        client.force_login(each)
        assert client.get(board_url(cycle)).status_code == 403
        assert client.get(reverse("reviews:board-move", args=[review.pk])).status_code == 403


# Moving ----------------------------------------------------------------------------------------


def test_a_move_is_a_step_with_its_reason_and_shows_in_the_distribution(
    as_hr: Client, world: ReviewWorld
) -> None:
    cycle, (review,) = calibrating(world)
    before = review.grade
    given = form_of(as_hr, "board-move", review, grade="excellent", reason=REASON)
    url = reverse("reviews:board-move", args=[review.pk])
    page = as_hr.post(url, given, follow=True)
    assert page.redirect_chain[-1][0] == f"{board_url(cycle)}#review-{review.pk}"
    review.refresh_from_db()
    assert (review.grade_computed, review.grade) == (before, "excellent")
    board = page.context["board"]
    assert [each.count for each in board.spread.after] == [0, 0, 0, 1]
    assert [each.grade for each in board.spread.before if each.count] == [before]
    assert [move.reason for move in board.moves] == [REASON]
    assert b"Moved" in page.content
    assert as_hr.post(url, given).status_code == 302
    assert review.steps.filter(kind=StepKind.MOVED).count() == 1


def test_a_move_back_is_another_move(world: ReviewWorld) -> None:
    __, (review,) = calibrating(world)
    before = review.grade
    move_grade(actor=world.hr, review=review, grade="excellent", reason=REASON)
    step = move_grade(actor=world.other_hr, review=review, grade=before, reason=REASON)
    assert step.data == {"grade_before": "excellent", "grade": before, "reason": REASON}
    review.refresh_from_db()
    assert review.grade == review.grade_computed == before


def test_what_is_no_move_is_refused(world: ReviewWorld) -> None:
    __, (review,) = calibrating(world)
    given: dict[str, Any] = {"actor": world.hr, "review": review}
    with pytest.raises(ReasonTooShort):
        move_grade(**given, grade="excellent", reason="  太严了。         ")
    with pytest.raises(GradeUnknown):
        move_grade(**given, grade="superb", reason=REASON)
    with pytest.raises(GradeUnchanged):
        move_grade(**given, grade=review.grade, reason=REASON)
    for actor in (world.manager, world.subject):
        with pytest.raises(NotAllowed):
            move_grade(actor=actor, review=review, grade="excellent", reason=REASON)
    frozen = world.frozen(review)
    with pytest.raises(NoPlaceForIt):
        move_grade(actor=world.hr, review=frozen, grade="excellent", reason=REASON)
    assert not ReviewStep.objects.filter(kind=StepKind.MOVED).exists()


def test_of_two_people_the_later_one_is_told_and_keeps_what_they_typed(
    as_hr: Client, world: ReviewWorld
) -> None:
    __, (review,) = calibrating(world)
    url = reverse("reviews:board-move", args=[review.pk])
    given = form_of(as_hr, "board-move", review, grade="improve", reason=REASON)
    move_grade(
        actor=world.other_hr, review=review, grade="excellent", reason="先看一步，再议一次。"
    )
    page = as_hr.post(url, given)
    assert page.status_code == 422
    assert REASON in page.content.decode()
    assert str(ReviewMovedOn()) in page.context["form"].non_field_errors()
    assert "先看一步，再议一次。" in page.content.decode()
    given["seen"] = page.context["form"]["seen"].value()
    assert as_hr.post(url, given).status_code == 302
    review.refresh_from_db()
    assert review.grade == "improve"


def test_a_board_that_is_out_of_date_says_so(as_hr: Client, world: ReviewWorld) -> None:
    __, (review,) = calibrating(world)
    url = reverse("reviews:board-move", args=[review.pk])
    assert not as_hr.get(url, {"seen": review.steps.count()}).context["is_newer"]
    assert as_hr.get(url, {"seen": 1}).context["is_newer"]


def test_a_red_line_closes_the_grades_above_its_cap() -> None:
    card = make_card()
    assert [each.code for each in grades_open(card, "sound", is_red=False)][-1] == "excellent"
    assert [each.code for each in grades_open(card, "improve", is_red=True)] == ["improve"]
    half_a_period = grades_open(card, "sound", is_red=True)
    assert [each.code for each in half_a_period] == ["improve", "sound"]
    no_cap = make_card(red_cap=D(100))
    assert list(grades_open(no_cap, "sound", is_red=True)) == list(card.grades)


def test_no_move_lifts_what_a_live_red_line_caps(client: Client) -> None:
    both = both_worlds()
    both.served("R01")
    world = both.reviews
    review = world.rated(points=5)
    with pytest.raises(GradeCapped):
        move_grade(actor=world.hr, review=review, grade="sound", reason=REASON)
    client.force_login(world.hr)
    page = client.get(board_url(review.cycle))
    assert [slip.is_red for slip in page.context["board"].columns[0].slips] == [True]
    url = reverse("reviews:board-move", args=[review.pk])
    given = form_of(client, "board-move", review, grade="good", reason=REASON)
    page = client.post(url, given)
    assert page.status_code == 422
    assert page.context["form"].errors["grade"]
    assert REASON in page.content.decode()
    assert not review.steps.filter(kind=StepKind.MOVED).exists()


# Sending back and freezing ---------------------------------------------------------------------


def test_a_rating_goes_back_to_the_manager_with_a_reason(as_hr: Client, world: ReviewWorld) -> None:
    __, (review,) = calibrating(world)
    move_grade(actor=world.hr, review=review, grade="excellent", reason=REASON)
    url = reverse("reviews:board-send-back", args=[review.pk])
    short = form_of(as_hr, "board-send-back", review, reason="太短")
    assert as_hr.post(url, short).status_code == 422
    as_hr.post(url, short | {"reason": REASON})
    review.refresh_from_db()
    assert review.state == State.RATING
    assert review.grade == review.grade_computed
    with pytest.raises(NoPlaceForIt):
        send_back(actor=world.hr, review=review, reason=REASON)


def test_one_result_is_frozen_after_a_last_look(as_hr: Client, world: ReviewWorld) -> None:
    cycle, (review,) = calibrating(world)
    url = reverse("reviews:board-freeze", args=[review.pk])
    assert b"cannot be undone" in as_hr.get(url).content
    as_hr.post(url, form_of(as_hr, "board-freeze", review))
    review.refresh_from_db()
    assert review.state == State.TALK
    page = as_hr.get(board_url(cycle))
    assert page.context["board"].spread.frozen == 1
    assert b"Nobody waits in calibration" in page.content


def test_freezing_all_says_first_how_many_and_who_has_no_data(
    as_hr: Client, world: ReviewWorld
) -> None:
    cycle, reviews = calibrating(world, "An")
    Review.objects.filter(pk=reviews[1].pk).update(total=None, grade="", grade_computed="")
    url = reverse("reviews:board-freeze-all", args=[cycle.pk])
    page = as_hr.get(url, {"unit": world.site.pk})
    assert page.context["found"].ready == 1
    assert page.context["found"].without == [reviews[1]]
    assert b"This cannot be undone" in page.content
    assert not CycleWork.objects.filter(kind=WorkKind.FREEZE).exists()
    as_hr.post(f"{url}?unit={world.site.pk}")
    work = CycleWork.objects.get(kind=WorkKind.FREEZE)
    assert (work.unit, work.asked_by) == (world.site, world.hr)


def test_a_move_form_belongs_to_one_review(world: ReviewWorld) -> None:
    __, (one, other) = calibrating(world, "An")
    form_id = uuid4()
    first = move_grade(
        actor=world.hr, review=one, grade="excellent", reason=REASON, form_id=form_id
    )
    again = move_grade(
        actor=world.hr, review=one, grade="excellent", reason=REASON, form_id=form_id
    )
    assert first == again
    assert other.steps.filter(kind=StepKind.MOVED).count() == 0
