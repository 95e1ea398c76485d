from django.db import transaction
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee
from reviews.errors import FiguresNotLive
from reviews.models import FigureImport
from reviews.policies import check_can_withdraw_figures
from reviews.rules.evidence import figures_withdrawn


def withdraw_figures(*, actor: Employee, work: FigureImport, reason: str) -> FigureImport:
    """The figures of an import count no more, except in results that are frozen; what is right can
    then be imported anew.

    Raises `NotAllowed`; `FiguresNotLive` unless they were confirmed and not withdrawn yet.
    """
    check_can_withdraw_figures(actor, work)
    with transaction.atomic(durable=True):
        work = FigureImport.objects.select_for_update().get(pk=work.pk)
        if work.confirmed_at is None or work.withdrawn_at is not None:
            raise FiguresNotLive
        work.withdrawn_by, work.withdrawn_at = actor, timezone.now()
        work.withdrawn_because = reason
        work.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
        enqueue("reviews.tasks.rescore_after_figures", work_id=work.pk)
        record_entries(figures_withdrawn(work))
    return work
