from django.db import transaction
from django.utils import timezone

from assessments.errors import ItemNotFound
from assessments.models import Sitting, SittingItem
from assessments.policies.sitting import check_is_open
from lms.people.models import Employee


def flag_item(*, actor: Employee, sitting: Sitting, position: int, is_flagged: bool) -> SittingItem:
    """Set or take away the learner's own mark "come back to this" on a question.

    Raises `SittingNotFound`, `ItemNotFound`, `AlreadySubmitted`, `TooLate`.
    """
    with transaction.atomic(durable=True):
        locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
        check_is_open(actor, locked, timezone.now())
        item = locked.items.filter(position=position).first()
        if item is None:
            raise ItemNotFound
        if item.is_flagged != is_flagged:
            item.is_flagged = is_flagged
            item.save(update_fields=["is_flagged"])
        return item
