from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.actions.suspend_results import settle_suspensions
from assessments.enums import SittingState
from assessments.models import Question, Sitting
from assessments.queries.suspensions import (
    items_of,
    sittings_to_look_at,
    suspended_by,
    wanted,
)
from assessments.registries import after_marking
from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
from lms.people.models import Employee
from lms.people.policies import check_is_system

# Sittings read together, and of these those locked together.
LOOKED_AT, LOCKED = 500, 50


def follow_quarantine(*, actor: Employee, question: Question, reason: str = "") -> int:
    """Suspend the results that a question in quarantine decides, or have them stand again; how many
    sittings changed. For the system alone.

    Safe to repeat, and to run beside itself: what is looked at is looked at again once the sitting
    is held. `reason` stands with what a regrade has lifted."""
    check_is_system(actor)
    question.refresh_from_db()
    keys = list(sittings_to_look_at(question).values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(keys), LOOKED_AT):
        differing = _differing(keys[start : start + LOOKED_AT])
        for first in range(0, len(differing), LOCKED):
            changed += _settle(differing[first : first + LOCKED], actor, reason)
    return changed


def _differing(keys: Sequence[UUID]) -> list[UUID]:
    """Most results do not hang on one question: these are not locked at all."""
    found = Sitting.objects.filter(pk__in=keys).select_related("quiz")
    sittings = list(found.order_by("pk"))
    held, papers = suspended_by(sittings), items_of(sittings)
    return [
        each.pk
        for each in sittings
        if held[each.pk] != wanted(each, papers[each.pk], held[each.pk])
    ]


def _settle(keys: Sequence[UUID], actor: Employee, reason: str) -> int:
    with transaction.atomic(durable=True):
        found = Sitting.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        sittings = list(found.select_related("quiz", "employee").order_by("pk"))
        papers = items_of(sittings)
        now, records = timezone.now(), list[Record]()
        for sitting in sittings:
            said = settle_suspensions(sitting, papers[sitting.pk], by=actor, now=now, reason=reason)
            if said and not sitting.suspensions and sitting.state == SittingState.MARKED:
                for task_path in after_marking:
                    enqueue(task_path, sitting_id=str(sitting.pk))
            records += said
        record_entries(*records)
    return len({record.fields["sitting"] for record in records})
