"""What the calendar does: times that run out, probations, and where somebody stood when."""

import multiprocessing
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from lms.ledger.actions.verify_ledger import verify
from lms.notify.models import Notice
from lms.people.actions.end_employment import end_employment
from lms.people.actions.transfer_employee import transfer_employee
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Post
from reviews.actions.end_cycle import end_cycle
from reviews.actions.keep_reviews import keep_reviews
from reviews.actions.open_probations import open_probations
from reviews.actions.open_reviews import open_missing
from reviews.enums import CycleKinds
from reviews.models import Review, ReviewCycle, ReviewStep
from reviews.queries.gathering.subjects import subjects_of
from reviews.queries.gathering.traces import cards_of, traces_of
from reviews.queries.population import candidates
from reviews.rules.procedure import State, StepKind
from reviews.rules.scoring import score
from tests.factories.people import EmployeeFactory, PostFactory, PostGroupFactory
from tests.factories.reviews import HIRED, ReviewWorld, adopted_card, make_card, review_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


def system() -> Employee:
    return Employee.objects.system()


def on_the_day(day: date) -> time_machine.travel:
    return time_machine.travel(
        datetime.combine(day, clock(9), timezone.get_default_timezone()), tick=False
    )


def kept_on(day: date) -> int:
    with on_the_day(day):
        return keep_reviews(actor=system())


# Times that run out ------------------------------------------------------------------------------


def test_nobody_but_the_system_keeps(world: ReviewWorld) -> None:
    for action in (keep_reviews, open_probations):
        with pytest.raises(NotAllowed):
            action(actor=world.hr)


@pytest.mark.parametrize(
    ("stage", "kind", "onwards"),
    [
        ("opened", StepKind.SELF_LAPSED, State.RATING),
        ("talked", StepKind.SIGN_LAPSED, State.APPEAL_TIME),
        ("signed", StepKind.APPEAL_LAPSED, State.CLOSED),
    ],
)
def test_what_runs_out_goes_on_the_day_after_and_once(
    world: ReviewWorld, stage: str, kind: StepKind, onwards: State
) -> None:
    review: Review = getattr(world, stage)()
    assert review.due_on is not None
    assert kept_on(review.due_on) == 0
    assert kept_on(review.due_on + timedelta(days=1)) == 1
    assert kept_on(review.due_on + timedelta(days=1)) == 0
    review.refresh_from_db()
    assert review.state == onwards
    assert review.steps.get(kind=kind).actor == system()
    assert review.state == world.file(review).state


@pytest.mark.parametrize("stage", ["assessed", "rated", "frozen", "appealed"])
def test_what_managers_and_hr_owe_does_not_run_out(world: ReviewWorld, stage: str) -> None:
    review = getattr(world, stage)()
    assert kept_on(timezone.localdate() + timedelta(days=400)) == 0
    before = review.state
    review.refresh_from_db()
    assert review.state == before


def test_a_review_left_alone_stops_at_the_manager(world: ReviewWorld) -> None:
    review = world.opened()
    assert review.due_on is not None
    kept_on(review.due_on + timedelta(days=1))
    review.refresh_from_db()
    assert review.state == State.RATING and review.due_on is not None
    # Whoever comes there late still has three days.
    assert review.due_on >= timezone.localdate() + timedelta(days=3)


def test_more_than_a_batch_is_kept_by_one_call(
    world: ReviewWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.actions.keep_reviews.AT_ONCE", 2)
    for number in range(4):
        EmployeeFactory.create(
            unit=world.site, post=world.subject.post, hired_on=HIRED, name=f"员工{number}"
        )
    world.cycle()
    Review.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert keep_reviews(actor=system()) == 5
    assert ReviewStep.objects.count() == 5
    assert verify().is_sound


def _in_a_process(start: float, work: Callable[..., object]) -> None:
    connections.close_all()
    time.sleep(max(0, start - time.time()))
    work(actor=Employee.objects.system())


def two_at_once(work: Callable[..., object]) -> None:
    connection.close()
    context = multiprocessing.get_context("fork")
    start = time.time() + 1
    workers = [context.Process(target=_in_a_process, args=(start, work)) for __ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]


def test_of_two_workers_at_once_one_moves_it_on(world: ReviewWorld) -> None:
    world.opened()
    Review.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    two_at_once(keep_reviews)
    assert ReviewStep.objects.count() == 1
    assert Review.objects.get().state == State.RATING
    assert verify().is_sound


# Probations --------------------------------------------------------------------------------------


def probation(world: ReviewWorld, **given: object) -> ReviewCycle:
    fields = {
        "kind": CycleKinds.PROBATION,
        "name": "试用期满评定",
        "period_from": None,
        "period_until": None,
        "probation_months": 3,
        "lead_days": 14,
    } | given
    return world.cycle(**fields)


def newcomer(world: ReviewWorld, hired_on: date) -> Employee:
    return EmployeeFactory.create(unit=world.site, post=world.subject.post, hired_on=hired_on)


def test_a_probation_is_reviewed_before_it_ends(world: ReviewWorld) -> None:
    cycle = probation(world)
    assert not cycle.reviews.exists()  # whoever has been there for years is past it
    person = newcomer(world, date(2027, 1, 10))
    # Three months end on 9 April; the reviewed time ends 14 days earlier.
    last = date(2027, 3, 26)
    with on_the_day(last):
        assert open_probations(actor=system()) == 0
    with on_the_day(last + timedelta(days=1)):
        assert open_probations(actor=system()) == 1
        assert open_probations(actor=system()) == 0
        review = cycle.reviews.get()
        assert review.employee == person
        assert (review.period_from, review.period_until) == (date(2027, 1, 10), last)
        assert review.due_on == date(2027, 6, 24)  # 90 days from the end of the period
        assert Notice.objects.filter(recipient_id=person.pk).count() == 1


def test_a_probation_is_not_opened_long_after_nor_in_a_cycle_that_has_ended(
    world: ReviewWorld,
) -> None:
    cycle = probation(world)
    newcomer(world, date(2027, 1, 10))
    with on_the_day(date(2027, 6, 1)):
        assert open_probations(actor=system()) == 0
    end_cycle(actor=world.hr, cycle=cycle)
    with on_the_day(date(2027, 3, 28)):
        assert open_probations(actor=system()) == 0


def test_two_workers_open_a_probation_once(world: ReviewWorld) -> None:
    today = timezone.localdate()
    probation(world, probation_months=1, lead_days=0, least_days=1)
    newcomer(world, today - timedelta(days=40))
    two_at_once(open_probations)
    assert Review.objects.count() == 1


# Where somebody stood when -----------------------------------------------------------------------


def parts_of(review: Review) -> list[tuple[str, int]]:
    """The post groups and days of a review's parts."""
    (subject,) = subjects_of([review], cards_of(review.cycle))
    return [(part.group, part.days) for part in subject.parts]


def days_of(world: ReviewWorld) -> int:
    return (world.until_on - world.period.from_on).days + 1


def security(world: ReviewWorld) -> Post:
    """A post of a post group with a scorecard of its own."""
    group = PostGroupFactory.create()
    adopted_card(make_card(red_cap=Decimal(50)), group)
    return PostFactory.create(group=group)


@pytest.mark.parametrize("after", [1, 30, 45, 91])
def test_a_move_between_post_groups_shares_the_quarter(world: ReviewWorld, after: int) -> None:
    other = security(world)
    moved_on = min(world.period.from_on + timedelta(days=after), world.until_on)
    transfer_employee(
        actor=system(), employee=world.subject, unit=world.site, post=other, on=moved_on
    )
    review = world.opened(world.cycle(groups=[world.group, other.group]))
    assert review.post == other  # where they stood at the end
    days = (moved_on - world.period.from_on).days
    found = parts_of(review)
    assert found == [(world.group.code, days), (other.group.code, days_of(world) - days)]
    cards = cards_of(review.cycle)
    outcome = score(traces_of([review], cards)[review.pk], cards.by_token())
    assert sum(part.share for part in outcome.parts) == 100


def test_a_move_within_the_post_group_is_one_part(world: ReviewWorld) -> None:
    post = PostFactory.create(group=world.group)
    middle = world.period.from_on + timedelta(days=20)
    transfer_employee(actor=system(), employee=world.subject, unit=world.site, post=post, on=middle)
    review = world.opened()
    assert parts_of(review) == [(world.group.code, days_of(world))]


def test_who_moved_away_from_the_cycle_s_posts_is_not_in_it(world: ReviewWorld) -> None:
    other = security(world)
    transfer_employee(
        actor=system(),
        employee=world.subject,
        unit=world.site,
        post=other,
        on=world.until_on,
    )
    cycle = world.cycle(groups=[world.group, other.group])
    cycle.groups.set([world.group])
    Review.objects.all().delete()
    assert candidates(cycle, timezone.localdate()) == []


def test_who_was_hired_within_the_quarter_is_reviewed_from_then_on(world: ReviewWorld) -> None:
    middle = world.until_on - timedelta(days=29)
    person = newcomer(world, middle)
    late = newcomer(world, middle + timedelta(days=1))
    cycle = world.cycle(least_days=30)
    review = world.opened(cycle, person)
    assert (review.period_from, review.period_until) == (middle, world.until_on)
    assert parts_of(review) == [(world.group.code, 30)]
    assert not cycle.reviews.filter(employee=late).exists()


def test_hired_on_the_last_day_is_a_day(world: ReviewWorld) -> None:
    person = newcomer(world, world.until_on)
    review = world.opened(world.cycle(least_days=1), person)
    assert parts_of(review) == [(world.group.code, 1)]


@pytest.mark.parametrize("before_the_end", [20, 0])
def test_who_has_left_is_not_reviewed(world: ReviewWorld, before_the_end: int) -> None:
    person = EmployeeFactory.create(unit=world.site, post=world.subject.post, hired_on=HIRED)
    left_on = world.until_on - timedelta(days=before_the_end)
    end_employment(actor=system(), employee=person, on=left_on, reason="辞职")
    cycle = world.cycle()
    assert [each.employee for each in cycle.reviews.all()] == [world.subject]


def test_who_leaves_later_is_reviewed_still(world: ReviewWorld) -> None:
    leaving = timezone.localdate() + timedelta(days=5)
    end_employment(actor=system(), employee=world.subject, on=leaving, reason="辞职")
    assert world.opened().employee == world.subject


def test_late_joiners_are_opened_with_what_is_missing(world: ReviewWorld) -> None:
    cycle = world.cycle()
    person = EmployeeFactory.create(unit=world.site, post=world.subject.post, hired_on=HIRED)
    assert open_missing(cycle) == 1
    assert open_missing(cycle) == 0
    assert cycle.reviews.filter(employee=person).count() == 1
