"""What the worker does for a whole cycle: some hundreds of reviews in a transaction. Work that lost
its worker goes on with those that are left, because each batch asks what is still to be done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.jobs.long_work import advance, resume, under_way
from lms.jobs.outbox import enqueue
from lms.people.models import Employee, Unit
from reviews.actions.compute_scores import compute_scores
from reviews.actions.freeze_results import freeze_results
from reviews.actions.open_reviews import open_reviews
from reviews.actions.take_step import locked_reviews
from reviews.enums import WorkKind
from reviews.errors import CycleHasEnded, ReviewError
from reviews.models import CycleWork, Review, ReviewCycle
from reviews.policies import check_can_handle
from reviews.queries.gathering.traces import cards_of
from reviews.queries.population import candidates
from reviews.rules.procedure import BEFORE_RESULT, State

AT_ONCE = 200
TASK = "reviews.tasks.run_cycle_work"
T = TypeVar("T")


def ask_for_work(
    *, actor: Employee, cycle: ReviewCycle, kind: WorkKind, unit: Unit | None = None
) -> CycleWork:
    """Have the worker do this for the reviews of a unit, those of the whole cycle unless told. What
    is under way already is the answer to asking again. Missing reviews are opened for the whole
    cycle.

    Raises `NotAllowed`, `CycleHasEnded`.
    """
    unit = cycle.unit if unit is None or kind == WorkKind.OPEN else unit
    check_can_handle(actor, unit)
    with transaction.atomic(durable=True):
        locked = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
        if kind == WorkKind.OPEN and locked.ended_at is not None:
            raise CycleHasEnded
        asked = locked.works.filter(kind=kind, unit=unit, asked_by=actor)
        if (found := asked.exclude(state__in=CycleWork.OVER).first()) is not None:
            return found
        work = CycleWork.objects.create(cycle=locked, unit=unit, kind=kind, asked_by=actor)
        enqueue(TASK, work_id=str(work.pk))
    return work


def run_cycle_work(work: CycleWork) -> None:
    """Safe to repeat, and to go on with after it was interrupted."""
    if work.is_over:
        return
    WORKS[WorkKind(work.kind)](work)


def _open(work: CycleWork) -> None:
    found = candidates(work.cycle, timezone.localdate())
    there = Review.objects.filter(cycle=work.cycle).count()
    with under_way(work, refusals=ReviewError, total=there + len(found)):
        for done, some in _batches(found):
            open_reviews(work.cycle, some)
            advance(work, there + done)
        _conclude(work, Review.objects.filter(cycle=work.cycle).count())


def _compute(work: CycleWork) -> None:
    keys = list(_reviews(work).filter(state__in=BEFORE_RESULT).values_list("pk", flat=True))
    with under_way(work, refusals=ReviewError, total=len(keys)):
        cards = cards_of(work.cycle)
        for done, some in _batches(keys):
            with transaction.atomic(durable=True):
                reviews = [
                    each for each in locked_reviews(some) if State(each.state) in BEFORE_RESULT
                ]
                compute_scores(reviews, cards)
            advance(work, done)
        _conclude(work, len(keys))


def _freeze(work: CycleWork) -> None:
    waiting = _reviews(work).filter(state=State.CALIBRATION)
    keys = list(waiting.values_list("pk", flat=True))
    with under_way(work, refusals=ReviewError, total=len(keys)):
        frozen = 0
        for done, some in _batches(keys):
            frozen += freeze_results(work.asked_by, work.cycle, some)
            advance(work, done)
        _conclude(work, frozen, left=len(keys) - frozen)


WORKS: Mapping[WorkKind, Callable[[CycleWork], None]] = {
    WorkKind.OPEN: _open,
    WorkKind.COMPUTE: _compute,
    WorkKind.FREEZE: _freeze,
}


def _reviews(work: CycleWork) -> QuerySet[Review]:
    found = Review.objects.filter(cycle=work.cycle, unit__path__startswith=work.unit.path)
    return found.order_by("pk")


def _batches(found: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        yield start + len(some), some


def _conclude(work: CycleWork, count: int, *, left: int = 0) -> None:
    with translation.override(work.asked_by.language):
        outcome = ngettext("%(count)d review", "%(count)d reviews", count) % {"count": count}
        if left:
            words = _("; %(left)d left: without data, changed meanwhile, or for somebody else")
            outcome += words % {"left": left}
    work.outcome = outcome
    work.save(update_fields=["outcome"])


def resume_cycle_works() -> int:
    """Ask once more for work that lost its worker; how many there were."""
    return resume(CycleWork, TASK, "work_id")
