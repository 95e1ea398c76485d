from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee
from lms.people.policies import check_is_system
from reviews.actions.take_step import Taken, append_steps, locked_reviews
from reviews.models import Review
from reviews.queries.files import files_of
from reviews.rules.procedure import State
from reviews.rules.steps import AppealLapsed, SelfLapsed, SignLapsed

# What the calendar does in a stage once its time is over.
BY_ITSELF: Mapping[State, Callable[[], Any]] = {
    State.SELF_ASSESSMENT: SelfLapsed,
    State.SIGN_OFF: SignLapsed,
    State.APPEAL_TIME: AppealLapsed,
}
AT_ONCE = 200


def keep_reviews(*, actor: Employee) -> int:
    """Move on what the calendar moves, some hundreds in a transaction; how many there were.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    today = timezone.localdate()
    late = Review.objects.filter(state__in=list(BY_ITSELF), due_on__lt=today)
    keys = list(late.order_by("pk").values_list("pk", flat=True))
    return sum(
        _let_lapse(actor, keys[start : start + AT_ONCE]) for start in range(0, len(keys), AT_ONCE)
    )


def _let_lapse(actor: Employee, keys: list[int]) -> int:
    today = timezone.localdate()
    with transaction.atomic(durable=True):
        reviews = [
            each
            for each in locked_reviews(keys)
            if State(each.state) in BY_ITSELF and each.due_on is not None and each.due_on < today
        ]
        files = files_of(review.pk for review in reviews)
        append_steps(
            actor,
            [Taken(each, files[each.pk], BY_ITSELF[State(each.state)]()) for each in reviews],
        )
    return len(reviews)
