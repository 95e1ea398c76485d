"""Who had a part in the results of reviews."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from reviews.models import PeerRequest, ReviewStep, ServiceFigure
from reviews.rules.review_file import PART_IN_RESULT


def took_part_in(reviews: Iterable[int]) -> dict[int, frozenset[int]]:
    """By the review's key, the keys of those people: who took a step towards the result, who
    answered as a peer, who imported figures that count. Three queries."""
    keys = list(reviews)
    found: dict[int, set[int]] = defaultdict(set)
    steps = ReviewStep.objects.filter(review__in=keys, kind__in=PART_IN_RESULT)
    answered = PeerRequest.objects.filter(review__in=keys, answered_on__isnull=False)
    imported = ServiceFigure.objects.filter(
        work__withdrawn_at__isnull=True,
        employee__reviews__in=keys,
        month__gte=F("employee__reviews__period_from"),
        month__lte=F("employee__reviews__period_until"),
    )
    for rows in (
        steps.values_list("review", "actor"),
        answered.values_list("review", "peer"),
        imported.order_by().values_list("employee__reviews", "work__sent_by").distinct(),
    ):
        for review, person in rows:
            found[review].add(person)
    return {key: frozenset(found[key]) for key in keys}
