"""Reads of sittings for the worker and for reports."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from assessments.enums import SittingState
from assessments.models import Response, Sitting
from lms.people.models import Employee


def overdue_sitting_ids(now: datetime) -> list[UUID]:
    """Open sittings whose deadline has passed, the oldest first."""
    return list(
        Sitting.objects.filter(state=SittingState.OPEN, deadline__lt=now)
        .order_by("deadline")
        .values_list("pk", flat=True)
    )


def counting_responses() -> QuerySet[Response]:
    """Of each item's answers the newest."""
    newer = Response.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return Response.objects.filter(~Exists(newer))


def newest_responses(sitting: Sitting) -> dict[int, Response]:
    """The answer that counts for each item that has one, by the item's id. One query."""
    found = counting_responses().filter(item__sitting=sitting)
    return {response.item_id: response for response in found}


def sittings_of(employees: QuerySet[Employee]) -> QuerySet[Sitting]:
    """The sittings of these people for reports, with the names that a row shows."""
    return Sitting.objects.filter(employee__in=employees.order_by().values("pk")).select_related(
        "quiz", "employee__unit", "submitted_by"
    )
