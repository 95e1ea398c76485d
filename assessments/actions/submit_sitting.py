from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from assessments.enums import SittingState
from assessments.models import Response, Sitting, SittingItem
from assessments.policies import check_can_submit
from assessments.queries import newest_responses
from assessments.registries import after_marking
from assessments.rules import kinds, marking
from assessments.rules.evidence import examination_finished
from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
from lms.people.models import Employee


def submit_sitting(*, actor: Employee, sitting: Sitting) -> Sitting:
    """Hand in and mark: by the learner until the deadline, by the system's account after it.

    Every question is marked by its newest answer; one without earns nothing. The tasks in
    `registries.after_marking` are written down in the same transaction. Raises `SittingNotFound`,
    `AlreadySubmitted`, `TooLate` (a learner after the deadline), `NotYetOver` (the system before).
    """
    with transaction.atomic(durable=True):
        found = Sitting.objects.select_for_update(of=("self",)).select_related("quiz", "employee")
        locked = found.get(pk=sitting.pk)
        now = timezone.now()
        check_can_submit(actor, locked, now)
        record = _mark(locked, actor, now)
        for task_path in after_marking:
            enqueue(task_path, sitting_id=str(locked.pk))
        record_entries(record)
    return locked


def _mark(sitting: Sitting, actor: Employee, now: datetime) -> Record:
    """Returns what is to be recorded."""
    responses = newest_responses(sitting)
    items = list(sitting.items.select_related("version__question"))
    for item in items:
        item.mark = _mark_of(item, responses.get(item.pk))
    SittingItem.objects.bulk_update(items, ["mark"])
    sitting.score = marking.score(item.mark for item in items if item.mark is not None)
    sitting.passed = marking.passed(
        sitting.score, sitting.max_score, pass_percent=sitting.pass_percent
    )
    sitting.state = SittingState.MARKED
    sitting.submitted_at = now
    sitting.submitted_by = actor
    sitting.save(update_fields=["score", "passed", "state", "submitted_at", "submitted_by"])
    return examination_finished(sitting, items, responses)


def _mark_of(item: SittingItem, response: Response | None) -> Decimal:
    version = item.version
    share = Fraction(0)
    if response is not None:
        rules = kinds.for_kind(version.kind)
        share = rules.grade(version.content, version.key, response.answer)
    return marking.mark(marks=version.marks, share=share)
