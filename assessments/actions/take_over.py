from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.models import Sitting
from assessments.policies.sitting import check_is_open
from lms.people.models import Employee


def take_over(*, actor: Employee, sitting: Sitting, device: UUID) -> Sitting:
    """Go on with the actor's sitting on another device. What the one before still has to send is
    kept, and counts as long as nothing newer was answered here.

    Raises `SittingNotFound`, `AlreadySubmitted`, `TooLate`.
    """
    with transaction.atomic(durable=True):
        locked = Sitting.objects.select_for_update(no_key=True).get(pk=sitting.pk)
        check_is_open(actor, locked, timezone.now())
        if locked.device != device:
            # The first device to look at a sitting that nobody held takes nothing from anybody.
            locked.epoch += locked.device is not None
            locked.device = device
            locked.save(update_fields=["device", "epoch"])
        return locked
