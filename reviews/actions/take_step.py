from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
from lms.notify.sending import notify_all
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.compute_scores import compute_scores
from reviews.actions.tell_of_step import letters_of
from reviews.errors import FormBelongsToAnother, NoPlaceForIt, ReviewMovedOn
from reviews.models import Result, ResultCase, Review, ReviewStep
from reviews.policies import check_second_look, offices_held
from reviews.queries.files import file_of, with_people
from reviews.queries.gathering.traces import cards_of
from reviews.queries.projection import manager_named, projection
from reviews.rules.evidence import result_frozen, step_taken
from reviews.rules.procedure import StepKind, offices_for
from reviews.rules.review_file import ReviewFile, Step
from reviews.rules.steps import ManagerChanged, as_json, kind_of

# What is done in calibration.
SECOND_LOOK = (StepKind.MOVED, StepKind.SENT_BACK, StepKind.FROZEN)
# After these the provisional score is another one.
SCORED_ANEW = (StepKind.RATED, StepKind.SENT_BACK, StepKind.MOVED)


@dataclass(frozen=True)
class Taken:
    """A step about to be written; `file` is the review before it, `result` a new version that comes
    with it (not saved), `columns` what else changes on the review."""

    review: Review
    file: ReviewFile
    content: Any
    result: Result | None = None
    columns: tuple[str, ...] = ()


def take_step(
    *,
    actor: Employee,
    review: Review,
    content: Any,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """Take one step of a review that brings no result with it, if the stage and the actor's office
    allow it; what follows is written with it.

    `content` is one of `rules.steps`; `seen` the number of steps the actor saw; `form_id` the
    form's own: sent twice, it is one step.

    Raises `NotAllowed`, `NoPlaceForIt`, `ReviewMovedOn`, `FormBelongsToAnother`.
    """
    with transaction.atomic(durable=True):
        review = locked_review(review)
        kind = kind_of(content)
        if form_id is not None and (sent := sent_before(form_id, review, actor, kind)):
            return sent
        file = file_of(review)
        check_step(actor, review, file, kind, seen=seen)
        return append_steps(actor, [Taken(review, file, content)], form_id=form_id)[0]


def locked_review(review: Review) -> Review:
    """The review, as nobody else can move it on until the transaction ends."""
    return locked_reviews([review.pk])[0]


def locked_reviews(keys: Iterable[int]) -> list[Review]:
    """In the order of their keys, each with what a step needs of it."""
    rows = Review.objects.select_for_update(of=("self",)).filter(pk__in=list(keys))
    return list(with_people(rows).order_by("pk"))


def check_step(
    actor: Employee, review: Review, file: ReviewFile, kind: StepKind, *, seen: int | None = None
) -> None:
    """Raises `NotAllowed`, `NoPlaceForIt`, `ReviewMovedOn`."""
    held = offices_held(actor, review, file)
    if not held:
        raise NotAllowed
    if seen is not None and seen != len(file.steps):
        raise ReviewMovedOn
    offices = offices_for(file.state, kind)
    if not offices:
        raise NoPlaceForIt
    if not offices & held:
        raise NotAllowed
    if kind in SECOND_LOOK:
        check_second_look(actor, review, file)


def sent_before(
    form_id: UUID, review: Review, actor: Employee, kind: StepKind
) -> ReviewStep | None:
    """The step that this form became when it was sent before.

    Raises `FormBelongsToAnother`.
    """
    row = ReviewStep.objects.filter(form_id=form_id).first()
    if row is None:
        return None
    if (row.review_id, row.actor_id, row.kind) != (review.pk, actor.pk, kind):
        raise FormBelongsToAnother
    return row


def append_steps(
    actor: Employee,
    taken: Sequence[Taken],
    *,
    at: datetime | None = None,
    form_id: UUID | None = None,
) -> list[ReviewStep]:
    """Write steps of reviews that are locked, one of each, with all that belongs to them; who may
    was asked before. Records their entries, and so is the last thing its transaction does. The
    same number of queries, however many there are."""
    at = at or timezone.now()
    rows, files = [], []
    for each in taken:
        kind = kind_of(each.content)
        file = each.file.with_step(Step(kind, actor.token, at, each.content))
        files.append(file)
        rows.append(
            ReviewStep(
                review=each.review,
                number=len(file.steps),
                kind=kind,
                data=as_json(each.content),
                actor=actor,
                at=at,
                form_id=form_id,
            )
        )
    ReviewStep.objects.bulk_create(rows, batch_size=200)
    results = _keep_results(taken)
    _score_anew([row for row in rows if row.kind in SCORED_ANEW], rows, files)
    _project(taken, files)
    notify_all(letters_of(rows, files))
    for row in rows:
        if row.kind == StepKind.TALKED:
            enqueue("reviews.tasks.follow_talk", step_id=row.pk)
    record_entries(*results, *(step_taken(row) for row in rows))
    return rows


def _score_anew(
    moved: Sequence[ReviewStep], rows: Sequence[ReviewStep], files: Sequence[ReviewFile]
) -> None:
    """What a rating or a move to another grade changes in the provisional scores."""
    by_review = {row.review_id: file for row, file in zip(rows, files, strict=True)}
    for cycle in {row.review.cycle for row in moved}:
        reviews = [row.review for row in moved if row.review.cycle == cycle]
        compute_scores(reviews, cards_of(cycle), by_review)


def _keep_results(taken: Sequence[Taken]) -> list[Record]:
    results = [each.result for each in taken if each.result is not None]
    Result.objects.bulk_create(results, batch_size=200)
    ResultCase.objects.bulk_create(
        [
            ResultCase(result=result, case=case)
            for result in results
            for case in dict.fromkeys(result.frozen_trace.cases())
        ],
        batch_size=500,
    )
    return [result_frozen(result) for result in results]


def _project(taken: Sequence[Taken], files: Sequence[ReviewFile]) -> None:
    columns = {"state", "due_on", "reminded_on"}
    for each, file in zip(taken, files, strict=True):
        for name, value in projection(each.review, file).items():
            setattr(each.review, name, value)
        each.review.reminded_on = None
        if isinstance(each.content, ManagerChanged):
            each.review.manager = manager_named(each.content.manager)
            columns.add("manager")
        columns |= set(each.columns)
    Review.objects.bulk_update([each.review for each in taken], sorted(columns), batch_size=200)
