"""The columns of a review that are derived, so that lists can be filtered and sorted."""

from datetime import date
from typing import Any

from django.utils import timezone

from lms.people.models import Employee
from reviews.models import Review
from reviews.rules.review_file import ReviewFile
from reviews.rules.timeline import due_on


def projection(review: Review, file: ReviewFile) -> dict[str, Any]:
    """Stage and due day as the steps make them. `review` comes with its cycle."""
    return {"state": str(file.state), "due_on": due_day(review, file)}


def due_day(review: Review, file: ReviewFile) -> date | None:
    since = timezone.localdate(file.since or review.opened_at)
    return due_on(file.state, review.cycle.timeline, review.period_until, since)


def manager_named(token: str) -> Employee | None:
    return Employee.objects.filter(token=token).first()
