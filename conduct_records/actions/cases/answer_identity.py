from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.actions.cases.tell_of_identities import tell_asker
from conduct_records.errors import RefusalWithoutReason, RequestAnswered, TooManyDays
from conduct_records.models import IdentityAnswer, IdentityRequest
from conduct_records.policies.identities import check_can_answer_identity
from conduct_records.rules.cases.incident_evidence import identity_answered
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee

DAYS, MOST_DAYS = 7, 30


def answer_identity(
    *,
    actor: Employee,
    request: IdentityRequest,
    is_granted: bool,
    days: int = DAYS,
    reason: str = "",
) -> IdentityAnswer:
    """The second person opens the identities to whoever asked, for some days, or refuses with a
    reason; the asker is told.

    Raises `NotAllowed`, `RequestAnswered`, `TooManyDays`, `RefusalWithoutReason`.
    """
    if is_granted and not 1 <= days <= MOST_DAYS:
        raise TooManyDays
    if not is_granted and not reason.strip():
        raise RefusalWithoutReason
    with transaction.atomic(durable=True):
        locked_incident(request.incident)
        check_can_answer_identity(actor, request)
        if IdentityAnswer.objects.filter(request=request).exists():
            raise RequestAnswered
        now = timezone.now()
        answer = IdentityAnswer.objects.create(
            request=request,
            is_granted=is_granted,
            reason=reason,
            answered_by=actor,
            answered_at=now,
            valid_until=now + timedelta(days=days) if is_granted else None,
        )
        tell_asker(answer)
        record_entries(identity_answered(answer))
    return answer
