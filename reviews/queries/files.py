"""Reviews with their steps, as the rules see them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from reviews.models import Review, ReviewStep
from reviews.rules.procedure import StepKind
from reviews.rules.review_file import ReviewFile, Step
from reviews.rules.steps import content_of


def with_people(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Each with what a step and a page of one review ask of it: the cycle, where its work was done,
    the person and the manager where they stand now."""
    return reviews.select_related(
        *("cycle", "employee__unit", "employee__post__group", "unit", "post__group"),
        *("manager__unit", "manager__post"),
    )


def step_of(row: ReviewStep) -> Step:
    kind = StepKind(row.kind)
    return Step(kind, row.actor.token, row.at, content_of(kind, row.data))


def file_of(review: Review) -> ReviewFile:
    """One query."""
    rows = review.steps.select_related("actor").order_by("number")
    return ReviewFile.of(step_of(row) for row in rows)


def files_of(reviews: Iterable[int]) -> dict[int, ReviewFile]:
    """By the review's key, also of those without steps; one query, however many there are."""
    keys = list(reviews)
    steps: dict[int, list[Step]] = defaultdict(list)
    rows = ReviewStep.objects.filter(review__in=keys).select_related("actor")
    for row in rows.order_by("review", "number"):
        steps[row.review_id].append(step_of(row))
    return {pk: ReviewFile.of(steps[pk]) for pk in keys}
