from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.compute_scores import SCORED, scored
from reviews.actions.take_step import Taken, append_steps, check_step, locked_reviews
from reviews.enums import ResultReason
from reviews.errors import NoData, ReviewError, ScoreHasMoved
from reviews.models import Result, Review, ReviewCycle
from reviews.queries.files import files_of
from reviews.queries.gathering.traces import cards_of
from reviews.rules.procedure import State, StepKind
from reviews.rules.review_file import ReviewFile
from reviews.rules.scoring import Outcome
from reviews.rules.steps import Frozen
from reviews.rules.trace import Trace, as_json


def freeze_result(
    *, actor: Employee, review: Review, seen: int | None = None, shown: str | None = None
) -> Result:
    """Freeze what one review comes to. `shown` is the score that the actor saw, as `score_shown`
    has it: another one is kept for them to look at, and not frozen.

    Raises `NoData` where nothing has data or there is no scorecard, `ScoreHasMoved`, and what
    `check_step` raises.
    """
    with transaction.atomic(durable=True):
        (locked,) = locked_reviews([review.pk])
        files = files_of([locked.pk])
        check_step(actor, locked, files[locked.pk], StepKind.FROZEN, seen=seen)
        frozen = _frozen(actor, locked.cycle, [locked], files)
        if not frozen:
            raise NoData
        has_moved = shown is not None and shown != score_shown(locked)
        if has_moved:
            locked.save(update_fields=SCORED)
        else:
            append_steps(actor, frozen)
    result = frozen[0].result
    if has_moved or result is None:
        raise ScoreHasMoved
    return result


def score_shown(review: Review) -> str:
    """What a page shows of a provisional score, to be held against what is frozen."""
    return f"{review.total} {review.grade}"


def freeze_results(actor: Employee, cycle: ReviewCycle, keys: Iterable[int]) -> int:
    """Freeze those of the reviews that wait in calibration, have data and still come to what lists
    show, all in one transaction; how many there were. The others' new scores are kept for a look.
    Who may was asked for the unit of all of them; the actor's own review, those of people they
    work under and those they rated wait for somebody else."""
    with transaction.atomic(durable=True):
        reviews = [each for each in locked_reviews(keys) if each.state == State.CALIBRATION]
        files = files_of(review.pk for review in reviews)
        allowed = [each for each in reviews if _may_freeze(actor, each, files[each.pk])]
        shown = {each.pk: score_shown(each) for each in allowed}
        frozen = _frozen(actor, cycle, allowed, files)
        moved = [each for each in allowed if score_shown(each) != shown[each.pk]]
        Review.objects.bulk_update(moved, SCORED, batch_size=200)
        unmoved = [each for each in frozen if each.review not in moved]
        append_steps(actor, unmoved)
    return len(unmoved)


def _may_freeze(actor: Employee, review: Review, file: ReviewFile) -> bool:
    try:
        check_step(actor, review, file, StepKind.FROZEN)
    except (NotAllowed, ReviewError):
        return False
    return True


def _frozen(
    actor: Employee, cycle: ReviewCycle, reviews: Sequence[Review], files: dict[int, ReviewFile]
) -> list[Taken]:
    found = scored(reviews, cards_of(cycle), files)
    now = timezone.now()
    return [
        _taken(actor, review, files[review.pk], *found[review.pk], now)
        for review in reviews
        if review.pk in found and found[review.pk][1].total is not None
    ]


def _taken(
    actor: Employee,
    review: Review,
    file: ReviewFile,
    trace: Trace,
    outcome: Outcome,
    now: datetime,
) -> Taken:
    result = new_result(
        review, trace, outcome, review.grade, reason=ResultReason.FROZEN, actor=actor, now=now
    )
    return Taken(review, file, Frozen(result.token), result, SCORED)


def new_result(
    review: Review,
    trace: Trace,
    outcome: Outcome,
    grade: str,
    *,
    reason: ResultReason,
    actor: Employee,
    now: datetime,
    number: int = 1,
) -> Result:
    """A version of the review's result, not saved."""
    assert outcome.total is not None
    return Result(
        review=review,
        number=number,
        reason=reason,
        total=outcome.total,
        grade=grade,
        trace=as_json(trace),
        outcome=as_json(outcome),
        frozen_by=actor,
        frozen_at=now,
    )
