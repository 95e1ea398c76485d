from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee
from reviews.errors import CycleHasEnded
from reviews.models import ReviewCycle
from reviews.policies import check_can_open_cycle


def end_cycle(*, actor: Employee, cycle: ReviewCycle) -> None:
    """No more reviews are opened in the cycle; those under way go on.

    Raises `NotAllowed`, `CycleHasEnded`.
    """
    check_can_open_cycle(actor, cycle.unit)
    with transaction.atomic(durable=True):
        locked = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
        if locked.ended_at is not None:
            raise CycleHasEnded
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
