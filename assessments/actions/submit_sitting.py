from django.db import transaction
from django.utils import timezone

from assessments.actions.record_result import mark_by_key, record_result
from assessments.enums import MarkCause, SittingState
from assessments.models import Sitting
from assessments.policies.sitting import check_can_submit
from assessments.queries import newest_responses
from assessments.rules.evidence import examination_handed_in
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def submit_sitting(*, actor: Employee, sitting: Sitting) -> Sitting:
    """Hand in and mark: by the learner until the deadline, by the system's account after it.

    Every question is marked by the answer that stands; one without earns nothing. Where something
    has to be judged, the sitting waits for a marker. The tasks in `registries.after_marking` are
    written down with the result, in the same transaction. Raises `SittingNotFound`,
    `AlreadySubmitted`, `TooLate` (a learner after the deadline), `NotYetOver` (the system before).
    """
    with transaction.atomic(durable=True):
        found = Sitting.objects.select_for_update(of=("self",)).select_related("quiz", "employee")
        locked = found.get(pk=sitting.pk)
        now = timezone.now()
        check_can_submit(actor, locked, now)
        locked.submitted_at, locked.submitted_by = now, actor
        locked.state = SittingState.SUBMITTED
        locked.save(update_fields=["submitted_at", "submitted_by", "state"])
        items = list(locked.items.select_related("version").order_by("position"))
        responses = newest_responses(locked)
        mark_by_key(items, responses, by=actor, cause=MarkCause.HANDED_IN, now=now)
        records = record_result(locked, by=actor, cause=MarkCause.HANDED_IN, now=now)
        record_entries(*records or [examination_handed_in(locked, items, responses)])
    return locked
