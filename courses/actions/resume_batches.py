from django.db import transaction
from django.utils import timezone

from courses.models import CertificateBatch
from lms.jobs.models import SILENT
from lms.jobs.outbox import enqueue
from lms.people.models import Employee
from lms.people.policies import check_is_system


def resume_batches(*, actor: Employee) -> int:
    """Ask once more for what lost its worker: batches that are not over and have shown no progress
    for a while. How many there were. For the system alone."""
    check_is_system(actor)
    states = (CertificateBatch.State.WAITING, CertificateBatch.State.RUNNING)
    with transaction.atomic(durable=True):
        stuck = CertificateBatch.objects.select_for_update().filter(
            state__in=states, moved_at__lt=timezone.now() - SILENT
        )
        found = list(stuck)
        for batch in found:
            batch.state, batch.done = CertificateBatch.State.WAITING, 0
            batch.moved_at = timezone.now()
            batch.save(update_fields=["state", "done", "moved_at"])
            enqueue("courses.tasks.print_batch", batch_id=str(batch.pk))
    return len(found)
