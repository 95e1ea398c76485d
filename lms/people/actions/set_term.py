from django.db import transaction
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.errors import ReasonMissing
from lms.people.errors import KindUnknown, NotAllowed, TermTooShort
from lms.people.models import Employee, KeptUntil, RetentionTerm
from lms.people.policies import can_set_terms
from lms.people.queries.retention import schedule
from lms.people.rules.evidence import term_set


def set_term(*, actor: Employee, kind: str, months: int, reason: str) -> RetentionTerm:
    """Keep records of a kind for so many months after what ends them; from now on, also those that
    are there already. For those whose right reaches the whole company, to which terms apply.

    Raises `NotAllowed`, `KindUnknown`, `TermTooShort`, `ReasonMissing`.
    """
    if not can_set_terms(actor):
        raise NotAllowed
    if (found := schedule().get(kind)) is None:
        raise KindUnknown
    if months < found.kind.at_least:
        raise TermTooShort(found.kind.at_least)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(durable=True):
        term = RetentionTerm.objects.create(
            kind=kind, months=months, reason=reason.strip(), set_by=actor, set_at=timezone.now()
        )
        KeptUntil.objects.update(worked_out_on=None)
        enqueue("lms.people.tasks.work_out_retention")
        record_entries(term_set(term))
    return term
