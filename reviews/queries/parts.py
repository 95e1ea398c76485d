"""Who had a part in the results of reviews."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lms.people.models import Employee
from reviews.models import PeerRequest, ReviewStep, ServiceFigure
from reviews.rules.review_file import PART_IN_RESULT


def _parts(lookup: str, reviews: object) -> list[tuple[QuerySet[Any], str, str]]:
    """What was done towards the results of these reviews, with the names of the review and of who
    did it: a step towards the result, an answer as a peer, figures imported that count."""
    steps = ReviewStep.objects.filter(**{f"review__{lookup}": reviews}, kind__in=PART_IN_RESULT)
    answered = PeerRequest.objects.filter(
        **{f"review__{lookup}": reviews}, answered_on__isnull=False
    )
    imported = ServiceFigure.objects.filter(
        **{f"employee__reviews__{lookup}": reviews},
        work__withdrawn_at__isnull=True,
        month__gte=F("employee__reviews__period_from"),
        month__lte=F("employee__reviews__period_until"),
    )
    return [
        (steps, "review", "actor"),
        (answered, "review", "peer"),
        (imported, "employee__reviews", "work__sent_by"),
    ]


def took_part_in(reviews: Iterable[int]) -> dict[int, frozenset[int]]:
    """By the review's key, the keys of those who had a part in its result. Three queries."""
    keys = list(reviews)
    found: dict[int, set[int]] = defaultdict(set)
    for rows, review, person in _parts("in", keys):
        for key, one in rows.order_by().values_list(review, person).distinct():
            found[key].add(one)
    return {key: frozenset(found[key]) for key in keys}


def had_part(employee: Employee) -> Q:
    """The reviews in whose result somebody had a part, for lists. Costs no query."""
    found = Q(pk__in=[])
    for rows, __, person in _parts("exact", OuterRef("pk")):
        found |= Q(Exists(rows.filter(**{person: employee})))
    return found
