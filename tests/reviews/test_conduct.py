"""What of somebody's conduct cases enters their review, and what an appeal takes out again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from conduct_records.models import Case
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import Seat
from lms.ledger.actions.verify_ledger import verify
from lms.notify.models import Notice
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.recompute_overturned import recompute_overturned
from reviews.models import Review
from reviews.rules import steps as review_steps
from reviews.rules.procedure import State
from reviews.rules.scorecard import Component, Measure
from reviews.tasks import recompute_overturned as recompute_task
from tests.factories.reviews import figures, goal_of
from tests.reviews.conduct_world import (
    BothWorlds,
    both_worlds,
    let_the_calendar_work,
    on,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worlds() -> BothWorlds:
    return both_worlds()


def overturn(worlds: BothWorlds, case: Case) -> None:
    """Their appeal, and the decision that upholds it, today."""
    cases = worlds.cases
    cases.step(case, cases.subject, said.Appealed((said.Ground.FACTS,), "我当时在岗。"))
    cases.step(case, cases.hr, said.Appointed(Seat.APPEALS, cases.third_hr.token))
    cases.step(case, cases.third_hr, said.AppealDecided(True, "监控证明其在岗。"))


def conduct_score(review: Review) -> Decimal:
    return Decimal(review.scores[Component.CONDUCT])


def test_without_cases_conduct_is_full(worlds: BothWorlds) -> None:
    review = worlds.reviews.frozen()
    assert worlds.items(review) == []
    assert conduct_score(review) == 100


def test_a_served_yellow_line_costs_its_points(worlds: BothWorlds) -> None:
    case = worlds.served("Y01")
    review = worlds.reviews.frozen()
    assert worlds.items(review) == [(case.token, -2, "yellow")]
    assert conduct_score(review) == 90
    assert worlds.reviews.result(review).outcome["capped"] == []


def test_a_commendation_brings_points_up_to_full(worlds: BothWorlds) -> None:
    worlds.served("Y01")
    with on(worlds.day(10)):
        worlds.cases.commended()
    review = worlds.reviews.frozen()
    assert sorted(points for __, points, __ in worlds.items(review)) == [-2, 2]
    assert conduct_score(review) == 100


def test_a_red_line_caps_result_and_grade(worlds: BothWorlds) -> None:
    case = worlds.served("R01")
    review = worlds.reviews.frozen(points=5)
    result = worlds.reviews.result(review)
    assert (result.total, result.grade) == (Decimal("59.99"), "improve")
    assert result.outcome["capped"] == [case.token]
    assert Decimal(result.outcome["computed"]) > Decimal("59.99")


def test_calibration_does_not_lift_what_a_red_line_caps(worlds: BothWorlds) -> None:
    worlds.served("R01")
    world = worlds.reviews
    review = world.rated(points=5)
    review = world.take(review, world.hr, review_steps.Moved("improve", "good", "一贯表现好。"))
    assert world.result(world.frozen(review)).grade == "improve"


@pytest.mark.parametrize(
    "stage", ["opened", "investigating", "charged", "notified", "heard", "decided"]
)
def test_what_was_not_served_at_the_cut_off_does_not_count(worlds: BothWorlds, stage: str) -> None:
    with on(worlds.day(2)):
        case = getattr(worlds.cases, stage)()
    if stage == "decided":  # served the day after
        with on(worlds.reviews.until_on + timedelta(days=1)):
            worlds.cases.served(case)
    assert worlds.items(worlds.reviews.frozen()) == []


def test_what_was_served_on_the_last_day_counts(worlds: BothWorlds) -> None:
    with on(worlds.reviews.until_on, hour=23):
        case = worlds.cases.served()
    assert worlds.items(worlds.reviews.frozen()) == [(case.token, -2, "yellow")]


def test_an_informal_talk_does_not_count(worlds: BothWorlds) -> None:
    with on(worlds.day(20)):
        worlds.cases.step(worlds.cases.opened(), worlds.cases.hr, said.Talked("谈过了。"))
    assert worlds.items(worlds.reviews.frozen()) == []


def test_what_was_spent_at_the_cut_off_does_not_count(worlds: BothWorlds) -> None:
    worlds.served("F1", before_end=100)  # lives three months
    let_the_calendar_work(worlds.reviews.until_on)
    assert worlds.items(worlds.reviews.frozen()) == []


def test_what_was_spent_since_the_cut_off_counts(worlds: BothWorlds) -> None:
    case = worlds.served("F1", before_end=85)
    let_the_calendar_work(worlds.reviews.until_on + timedelta(days=30))
    assert worlds.items(worlds.reviews.frozen()) == [(case.token, -1, "fault")]


def test_what_was_overturned_does_not_count(worlds: BothWorlds) -> None:
    with on(worlds.day(2)):
        worlds.cases.overturned()
    assert worlds.items(worlds.reviews.frozen()) == []


def test_what_was_overturned_after_the_cut_off_does_not_count_either(worlds: BothWorlds) -> None:
    case = worlds.served(before_end=1)
    with on(worlds.reviews.until_on + timedelta(days=1)):
        overturn(worlds, case)
    assert worlds.items(worlds.reviews.frozen()) == []


def test_an_appeal_pending_at_the_cut_off_keeps_a_case_out(worlds: BothWorlds) -> None:
    with on(worlds.day(1)):
        case = worlds.cases.appealed()
    with on(worlds.reviews.until_on + timedelta(days=1)):  # and it stands
        worlds.cases.step(case, worlds.cases.third_hr, said.AppealDecided(False, "事实清楚。"))
    assert worlds.items(worlds.reviews.frozen()) == []


def test_an_appeal_after_the_cut_off_leaves_a_case_in_meanwhile(worlds: BothWorlds) -> None:
    case = worlds.served(before_end=1)
    with on(worlds.reviews.until_on + timedelta(days=1)):
        worlds.cases.step(
            case, worlds.cases.subject, said.Appealed((said.Ground.FACTS,), "我当时在岗。")
        )
    assert worlds.items(worlds.reviews.frozen()) == [(case.token, -2, "yellow")]


# Overturned after the result was frozen --------------------------------------------------------


def frozen_with_a_case(worlds: BothWorlds, *codes: str) -> tuple[Review, Case]:
    """The decision may still be appealed today."""
    case = worlds.served(*(codes or ("Y01",)), before_end=1)
    return worlds.reviews.frozen(), case


def overturned_in_time(worlds: BothWorlds, case: Case) -> None:
    with on(worlds.reviews.until_on + timedelta(days=1)):
        overturn(worlds, case)


def test_an_upheld_appeal_adds_a_version(worlds: BothWorlds) -> None:
    review, case = frozen_with_a_case(worlds, "R01")
    world = worlds.reviews
    first = world.result(review)
    before = (first.total, first.grade, first.trace, first.outcome)
    overturned_in_time(worlds, case)
    # What is known only later has no part in it.
    figures(world.subject, (world.months[0], Measure.CLOSURE, 0, 500))
    goal_of(world.subject, world.period, 0)
    recompute_task.call(case=case.token)

    one, two = review.results.order_by("number")
    assert (one.total, one.grade, one.trace, one.outcome) == before
    assert (two.number, two.reason, two.grade) == (2, "conduct", "good")
    assert two.frozen_trace == one.frozen_trace.without({f"conduct_record:{case.token}"})
    assert two.outcome["capped"] == []
    review.refresh_from_db()
    assert (review.total, review.grade) == (two.total, two.grade)
    assert review.state == State.TALK
    step = review.steps.order_by("-number")[0]
    assert (step.kind, step.data) == ("recomputed", {"case": case.token, "result": two.token})
    assert verify().is_sound


def test_it_is_done_once(worlds: BothWorlds) -> None:
    review, case = frozen_with_a_case(worlds)
    overturned_in_time(worlds, case)
    system = Employee.objects.system()
    assert recompute_overturned(actor=system) == 1
    assert recompute_overturned(actor=system) == 0
    assert review.results.count() == 2


def test_the_sweeper_needs_no_name(worlds: BothWorlds) -> None:
    """The task that the appeal enqueued was lost."""
    review, case = frozen_with_a_case(worlds)
    overturned_in_time(worlds, case)
    recompute_task.call()
    assert review.results.count() == 2


def test_two_cases_overturned_at_once_leave_no_trace(worlds: BothWorlds) -> None:
    one, other = worlds.served("Y01", before_end=2), worlds.served("F1", before_end=1)
    review = worlds.reviews.frozen()
    assert len(worlds.items(review)) == 2
    overturned_in_time(worlds, one)
    overturned_in_time(worlds, other)
    recompute_overturned(actor=Employee.objects.system())
    assert worlds.items(review) == []
    review.refresh_from_db()
    assert conduct_score(review) == 100


def test_person_and_manager_are_told(worlds: BothWorlds) -> None:
    review, case = frozen_with_a_case(worlds)
    overturned_in_time(worlds, case)
    Notice.objects.all().delete()
    recompute_overturned(actor=Employee.objects.system())
    told = {(notice.recipient_id, notice.url) for notice in Notice.objects.all()}
    assert told == {
        (worlds.reviews.subject.pk, f"/my-reviews/{review.pk}/"),
        (worlds.reviews.manager.pk, f"/desk/reviews/{review.pk}/"),
    }


def test_it_reaches_reviews_that_are_closed(worlds: BothWorlds) -> None:
    review, case = frozen_with_a_case(worlds)
    world = worlds.reviews
    world.appealed(world.talked(review))
    world.take(review, world.other_hr, review_steps.AppealDecided(False, "数据无误。"))
    assert review.state == State.CLOSED
    overturned_in_time(worlds, case)
    assert recompute_overturned(actor=Employee.objects.system()) == 1
    review.refresh_from_db()
    assert (review.state, review.results.count()) == (State.CLOSED, 2)


def test_what_calibration_decided_stays_where_the_case_made_no_difference(
    worlds: BothWorlds,
) -> None:
    case = worlds.served("F1", before_end=1)
    world = worlds.reviews
    review = world.rated()
    assert review.grade == "good"
    world.take(review, world.hr, review_steps.Moved("good", "sound", "与同岗相比偏宽。"))
    review = world.frozen(review)
    overturned_in_time(worlds, case)
    recompute_overturned(actor=Employee.objects.system())
    result = world.result(review)
    assert (result.number, result.grade) == (2, "sound")


def test_nobody_does_it_by_hand(worlds: BothWorlds) -> None:
    with pytest.raises(NotAllowed):
        recompute_overturned(actor=worlds.reviews.director)


def test_what_stands_stays(worlds: BothWorlds) -> None:
    review, __ = frozen_with_a_case(worlds)
    assert recompute_overturned(actor=Employee.objects.system()) == 0
    assert review.results.count() == 1
