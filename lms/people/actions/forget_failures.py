from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee, SignInFailure
from lms.people.policies import check_may
from lms.people.rules.throttle import FORGOTTEN_AFTER


def forget_failures(*, actor: Employee) -> int:
    """Remove failed sign-ins that no longer count. Answers how many rows went."""
    check_may(actor, "people.delete_signinfailure")
    with transaction.atomic(durable=True):
        past = timezone.now() - FORGOTTEN_AFTER
        removed, __ = SignInFailure.objects.filter(last_at__lte=past).delete()
    return removed
