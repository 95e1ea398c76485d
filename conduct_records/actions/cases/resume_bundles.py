from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.request_bundle import TASK
from conduct_records.models import BundleWork
from lms.jobs.models import SILENT
from lms.jobs.outbox import enqueue
from lms.people.models import Employee
from lms.people.policies import check_is_system


def resume_bundles(*, actor: Employee) -> int:
    """Ask once more for those that lost their worker. How many there were. For the system alone."""
    check_is_system(actor)
    with transaction.atomic(durable=True):
        stuck = BundleWork.objects.select_for_update(of=("self",)).filter(
            moved_at__lt=timezone.now() - SILENT
        )
        found = list(stuck.exclude(state__in=BundleWork.OVER))
        for work in found:
            work.state, work.moved_at = BundleWork.State.WAITING, timezone.now()
            work.save(update_fields=["state", "moved_at"])
            enqueue(TASK, work_id=str(work.pk))
    return len(found)
