"""Reads of sittings and of what was answered."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.enums import Lateness, SittingState
from assessments.models import Response, Sitting
from assessments.rules.late import handed_in_from
from lms.people.models import Employee


def overdue_sitting_ids(now: datetime) -> list[UUID]:
    """Open sittings of which the time, with any grace, is over; the oldest first."""
    found = Sitting.objects.filter(state=SittingState.OPEN, deadline__lt=now).order_by("deadline")
    rows = found.values_list("pk", "deadline", "late_policy", "grace_seconds")
    return [pk for pk, at, policy, grace in rows if handed_in_from(at, policy, grace) < now]


def counting_responses() -> QuerySet[Response]:
    """Of each item's answers the one that stands: in time, or late and counted all the same."""
    return _newest(Q(counts=True) | Q(decision__is_allowed=True))


def counted_in_time() -> QuerySet[Response]:
    """Of each item's answers the one that stood when the sitting was handed in."""
    return _newest(Q(counts=True))


def _newest(which: Q) -> QuerySet[Response]:
    newer = Response.objects.filter(which, item=OuterRef("item")).filter(
        Q(epoch__gt=OuterRef("epoch"))
        | Q(epoch=OuterRef("epoch"), revision__gt=OuterRef("revision"))
        | Q(epoch=OuterRef("epoch"), revision=OuterRef("revision"), pk__gt=OuterRef("pk"))
    )
    return Response.objects.filter(which).filter(~Exists(newer))


def newest_responses(sitting: Sitting) -> dict[int, Response]:
    """The answer that stands for each item that has one, by the item's id. One query."""
    found = counting_responses().filter(item__sitting=sitting)
    return {response.item_id: response for response in found}


def late_responses(sitting: Sitting) -> list[Response]:
    """What came late, in the order of the paper and of arrival, with what was decided about it."""
    found = Response.objects.filter(item__sitting=sitting).exclude(lateness=Lateness.IN_TIME)
    return list(
        found.select_related("item__version", "decision__decided_by").order_by(
            "item__position", "pk"
        )
    )


def sittings_of(employees: QuerySet[Employee]) -> QuerySet[Sitting]:
    """The sittings of these people for reports, with the names that a row shows."""
    return Sitting.objects.filter(employee__in=employees.order_by().values("pk")).select_related(
        "quiz", "employee__unit", "submitted_by"
    )
