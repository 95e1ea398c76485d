"""The worker is killed in the middle of a cycle: no review and no result is lost or made twice."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from lms.jobs.models import SILENT
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.verify_ledger import verify
from lms.notify.models import Notice
from lms.people.models import Employee, Placement
from reviews.actions.compute_scores import compute_scores
from reviews.actions.cycle_work import ask_for_work, resume_cycle_works, run_cycle_work
from reviews.actions.open_cycle import open_cycle
from reviews.enums import CycleKinds, WorkKind
from reviews.models import CycleWork, Result, Review, ReviewCycle, ReviewStep
from reviews.queries.files import files_of
from reviews.queries.gathering.traces import cards_of
from reviews.queries.projection import projection
from reviews.rules import steps as said
from reviews.rules.evidence import step_taken
from reviews.rules.procedure import State, StepKind
from tests.factories.reviews import HIRED, QUESTIONS, ReviewWorld, review_world

PEOPLE = int(os.environ.get("LMS_REVIEW_PEOPLE", "600"))
PATIENCE = 120  # seconds

pytestmark = pytest.mark.django_db(transaction=True)


def test_opening_goes_on_where_it_was_killed(run_jobs: Callable[[], None]) -> None:
    world = review_world()
    crowd(world)
    work = opening(world)
    kill_once(work, lambda: Review.objects.exists())
    opened = Review.objects.count()
    assert 0 < opened < PEOPLE
    assert Notice.objects.count() == opened
    resume(work, run_jobs)
    assert (work.state, work.done, work.total) == (CycleWork.State.DONE, PEOPLE, PEOPLE)
    reviewed = Review.objects.values_list("employee", flat=True)
    assert len(reviewed) == len(set(reviewed)) == PEOPLE
    told = Notice.objects.values_list("recipient_id", flat=True)
    assert len(told) == len(set(told)) == PEOPLE
    assert not Review.objects.filter(computed_at__isnull=True).exists()


def test_freezing_goes_on_where_it_was_killed(run_jobs: Callable[[], None]) -> None:
    world = review_world()
    crowd(world)
    run_cycle_work(opening(world))
    rate_all(world)
    cycle = ReviewCycle.objects.get()
    work = ask_for_work(actor=world.hr, cycle=cycle, kind=WorkKind.FREEZE)
    kill_once(work, lambda: Result.objects.exists())
    frozen = Result.objects.count()
    assert 0 < frozen < PEOPLE
    assert ReviewStep.objects.filter(kind=StepKind.FROZEN).count() == frozen
    resume(work, run_jobs)
    assert (work.state, work.done) == (CycleWork.State.DONE, work.total)
    results = Result.objects.values_list("review", flat=True)
    assert len(results) == len(set(results)) == PEOPLE
    assert Review.objects.filter(state=State.TALK).count() == PEOPLE
    assert ReviewStep.objects.filter(kind=StepKind.FROZEN).count() == PEOPLE
    assert verify().is_sound


def crowd(world: ReviewWorld) -> None:
    """Colleagues of the subject who can sign in; quickly."""
    one = world.subject
    people = Employee.objects.bulk_create(
        Employee(
            staff_number=f"C{number:06}",
            name="陈静",
            unit=one.unit,
            post=one.post,
            hired_on=HIRED,
            password=one.password,
        )
        for number in range(PEOPLE - 1)
    )
    system = Employee.objects.system()
    assert one.unit is not None and one.post is not None
    Placement.objects.bulk_create(
        Placement(employee=each, unit=one.unit, post=one.post, from_on=HIRED, noted_by=system)
        for each in people
    )


def opening(world: ReviewWorld) -> CycleWork:
    cycle = ReviewCycle(
        kind=CycleKinds.QUARTERLY,
        name="季度评定",
        unit=world.site,
        period_from=world.period.from_on,
        period_until=world.until_on,
        self_days=90,
        rating_days=90,
    )
    return open_cycle(actor=world.hr, cycle=cycle, groups=[world.group])


def rate_all(world: ReviewWorld) -> None:
    """All reviews have been rated, as if each step had been taken; quickly."""
    now = timezone.now()
    ratings = tuple(said.Rating(each.code, 4, "样样做到。") for each in QUESTIONS)
    steps = [said.SelfLapsed(), said.Rated(ratings, "做得细。")]
    reviews = list(Review.objects.select_related("cycle", "employee"))
    rows = [
        ReviewStep(
            review=review,
            number=number,
            kind=said.kind_of(content),
            data=said.as_json(content),
            actor=world.manager,
            at=now,
        )
        for review in reviews
        for number, content in enumerate(steps, start=1)
    ]
    with transaction.atomic():
        ReviewStep.objects.bulk_create(rows)
        record_entries(*(step_taken(row) for row in rows))
    files = files_of(review.pk for review in reviews)
    for review in reviews:
        for name, value in projection(review, files[review.pk]).items():
            setattr(review, name, value)
    Review.objects.bulk_update(reviews, ["state", "due_on"], batch_size=200)
    compute_scores(reviews, cards_of(reviews[0].cycle), files)


def kill_once(work: CycleWork, is_under_way: Callable[[], bool]) -> None:
    """Let another process do the work until some of it is there, then kill that process."""
    connections.close_all()
    process = get_context("fork").Process(target=work_off, args=(work.pk,), daemon=True)
    process.start()
    wait_until(lambda: is_under_way() or not process.is_alive())
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    wait_until(lambda: sessions() == 1)


def work_off(pk: object) -> None:
    """What the worker does."""
    run_cycle_work(CycleWork.objects.get(pk=pk))


def resume(work: CycleWork, run_jobs: Callable[[], None]) -> None:
    CycleWork.objects.update(moved_at=timezone.now() - SILENT - timedelta(seconds=1))
    assert resume_cycle_works() == 1
    run_jobs()
    work.refresh_from_db()


def sessions() -> int:
    """With the database: PostgreSQL notices only after a while that its client was killed."""
    if connection.vendor == "sqlite":
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)
