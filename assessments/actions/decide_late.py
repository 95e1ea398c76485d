from django.db import transaction
from django.utils import timezone

from assessments.actions.record_result import mark_by_key, record_result
from assessments.enums import MarkCause
from assessments.errors import ReasonNotGiven
from assessments.models import LateDecision, Response, Sitting
from assessments.policies.marking import check_can_decide_late
from assessments.queries import newest_responses
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def decide_late(
    *, actor: Employee, response: Response, is_allowed: bool, reason: str
) -> LateDecision:
    """Say whether an answer counts that came late, where the quiz leaves it to a marker.

    One that is allowed and newer than what stood is marked at once, or waits to be judged; the
    sitting then gets its next result. Raises `NotAllowed`, `NothingToMark`, `ReasonNotGiven`.
    """
    if not reason.strip():
        raise ReasonNotGiven
    with transaction.atomic(durable=True):
        found = Sitting.objects.select_for_update(of=("self",)).select_related("quiz", "employee")
        sitting = found.get(items__responses=response)
        kept = Response.objects.select_related("item__version", "decision").get(pk=response.pk)
        kept.item.sitting = sitting
        check_can_decide_late(actor, kept)
        now = timezone.now()
        decision = LateDecision.objects.create(
            response=kept,
            is_allowed=is_allowed,
            reason=reason.strip(),
            decided_at=now,
            decided_by=actor,
        )
        standing = newest_responses(sitting)
        if is_allowed and standing[kept.item_id] == kept:
            mark_by_key([kept.item], standing, by=actor, cause=MarkCause.LATE, now=now)
            records = record_result(
                sitting, by=actor, cause=MarkCause.LATE, now=now, reason=decision.reason
            )
            record_entries(*records)
    return decision
