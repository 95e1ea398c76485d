"""Reads."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lms.notify.models import Notice


def notices_of(recipient_id: int) -> QuerySet[Notice]:
    """Newest first."""
    return Notice.objects.filter(recipient_id=recipient_id)


def unread_count(recipient_id: Any) -> Coalesce:
    """How many notices somebody has not read, as part of another query: the recipient is an
    `OuterRef`, so that the bell of every page costs no query of its own."""
    unread = Notice.objects.filter(recipient_id=recipient_id, read_at=None).order_by()
    counted = unread.values("recipient_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
