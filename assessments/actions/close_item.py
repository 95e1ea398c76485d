from django.db import transaction
from django.utils import timezone

from assessments.errors import ItemNotFound
from assessments.models import Sitting, SittingItem
from assessments.policies.sitting import check_can_close
from lms.people.models import Employee


def close_item(*, actor: Employee, sitting: Sitting, position: int) -> SittingItem:
    """The learner is done with a question: its answer, or that it has none, stands from now on.

    Raises `SittingNotFound`, `ItemNotFound`, `AlreadySubmitted`, `TooLate`, `ItemIsClosed`.
    """
    with transaction.atomic(durable=True):
        locked = Sitting.objects.select_for_update(no_key=True).get(pk=sitting.pk)
        item = locked.items.filter(position=position).first()
        if item is None:
            raise ItemNotFound
        item.sitting = locked
        check_can_close(actor, item, now := timezone.now())
        item.closed_at = now
        item.save(update_fields=["closed_at"])
        return item
