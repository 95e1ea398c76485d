"""Notices of somebody who is erased."""

from collections.abc import Iterable

from django.db.models import Q

from lms.notify.models import Notice


def forget_notices(recipient_id: int, names: Iterable[str]) -> int:
    """Delete what somebody was told, and what others were told with one of their names in it; how
    many these were. In the caller's transaction."""
    wanted = Q(recipient_id=recipient_id)
    for name in names:
        wanted |= Q(title__icontains=name) | Q(text__icontains=name)
    return Notice.objects.filter(wanted).delete()[0]
