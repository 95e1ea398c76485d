from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.jobs.long_work import advance, under_way
from lms.jobs.outbox import enqueue
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.errors import LedgerError
from lms.ledger.models import VerificationRun

# The worker verifies by itself once none has begun for so long.
EVERY = timedelta(hours=24)


def request_verification(*, actor: str) -> VerificationRun:
    """Have the worker recompute the whole ledger; one that waits or runs already is the answer."""
    with transaction.atomic(durable=True):
        run = VerificationRun.objects.filter(state__in=["waiting", "running"]).first()
        if run is None or run.is_stuck:
            run = VerificationRun.objects.create(asked_by=actor)
            enqueue("lms.ledger.tasks.verify_ledger", run_id=str(run.pk))
    return run


def request_verification_when_due(*, actor: str) -> None:
    if not VerificationRun.objects.filter(created_at__gt=timezone.now() - EVERY).exists():
        request_verification(actor=actor)


def run_verification(run: VerificationRun) -> None:
    """Recompute everything and keep the verdict."""
    if run.is_over:
        return
    with under_way(run, total=0, refusals=LedgerError):
        verdict = verify(progress=lambda done, total: _advance(run, done, total))
        run.is_sound, run.outcome, run.size = verdict.is_sound, verdict.in_words, verdict.entries
        run.save(update_fields=["is_sound", "outcome", "size"])


def _advance(run: VerificationRun, done: int, total: int) -> None:
    if run.total != total:
        run.total = total
        run.save(update_fields=["total"])
    advance(run, done)
