import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from conduct_records.models import Case
from conduct_records.rules.cases.procedure import State as CaseState
from lms.people.models import Employee
from lms.people.policies import check_is_system
from reviews.actions.compute_scores import SCORED
from reviews.actions.revise_result import revised
from reviews.actions.take_step import Taken, append_steps, locked_review
from reviews.enums import ResultReason
from reviews.models import Result, ResultCase
from reviews.queries.files import file_of
from reviews.rules.scorecard import Measure
from reviews.rules.steps import Recomputed

logger = logging.getLogger(__name__)


def recompute_overturned(*, actor: Employee) -> int:
    """Add a version to each result that holds and counts a conduct case which was overturned since:
    from its own frozen evidence without that case. How many there were; safe to repeat.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    done = 0
    tried: set[int] = set()
    # One after the other: each looks at the version the one before has made.
    while (counted := _outstanding().exclude(pk__in=tried).first()) is not None:
        tried.add(counted.pk)
        try:
            done += _recompute(actor, counted)
        except Exception:
            logger.exception("Result %s is not recomputed; the sweep goes on", counted.result_id)
    return done


def _outstanding() -> QuerySet[ResultCase]:
    """Cases that are overturned and count in the newest version of a result."""
    newer = Result.objects.filter(
        review=OuterRef("result__review"), number__gt=OuterRef("result__number")
    )
    overturned = Case.objects.filter(state=CaseState.OVERTURNED).values("token")
    found = ResultCase.objects.filter(~Exists(newer), case__in=overturned)
    return found.select_related("result__review").order_by("pk")


def _recompute(actor: Employee, counted: ResultCase) -> int:
    with transaction.atomic(durable=True):
        review = locked_review(counted.result.review)
        newest = review.results.order_by("-number")[0]
        if newest.pk != counted.result_id:
            return 0
        struck = {f"{Measure.CONDUCT_RECORD}:{counted.case}"}
        now = timezone.now()
        result = revised(review, newest, struck, reason=ResultReason.CONDUCT, actor=actor, now=now)
        content = Recomputed(counted.case, result.token)
        append_steps(actor, [Taken(review, file_of(review), content, result, SCORED)], at=now)
    return 1
