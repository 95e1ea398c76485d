from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncMonth

from lms.people.models import Employee
from lms.people.policies import check_is_system
from reviews.actions.compute_scores import compute_scores
from reviews.actions.take_step import locked_reviews
from reviews.models import FigureImport, Review, ReviewCycle
from reviews.queries.gathering.traces import cards_of
from reviews.rules.procedure import BEFORE_RESULT, State

AT_ONCE = 200


def rescore_after_figures(*, actor: Employee, work: FigureImport) -> int:
    """Work out anew the provisional scores of the reviews that the figures of an import touch, once
    it was confirmed or withdrawn; how many there were. Safe to repeat.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    by_cycle: dict[int, list[int]] = defaultdict(list)
    for key, cycle in _touched(work):
        by_cycle[cycle].append(key)
    for cycle, keys in by_cycle.items():
        for start in range(0, len(keys), AT_ONCE):
            _rescore(ReviewCycle.objects.get(pk=cycle), keys[start : start + AT_ONCE])
    return sum(map(len, by_cycle.values()))


def _touched(work: FigureImport) -> list[tuple[int, int]]:
    """Keys of reviews without a result, each with that of its cycle."""
    figures = work.figures.filter(
        employee=OuterRef("employee"),
        month__gte=OuterRef("first_month"),
        month__lte=OuterRef("period_until"),
    )
    reviews = Review.objects.annotate(first_month=TruncMonth("period_from"))
    found = reviews.filter(Exists(figures), state__in=BEFORE_RESULT)
    return list(found.order_by("pk").values_list("pk", "cycle"))


def _rescore(cycle: ReviewCycle, keys: list[int]) -> None:
    with transaction.atomic(durable=True):
        reviews = [each for each in locked_reviews(keys) if State(each.state) in BEFORE_RESULT]
        compute_scores(reviews, cards_of(cycle))
