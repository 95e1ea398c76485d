from django.db import transaction
from django.db.models import QuerySet

from courses.actions.typeset_certificates import check_glyphs, papers_of
from courses.errors import NothingToPrint, TooMuchToPrint
from courses.models import Certificate, CertificateBatch
from courses.policies import SEE
from courses.queries import certificates_reached, in_paper_order, printable
from lms.jobs.outbox import enqueue
from lms.people.models import Employee
from lms.people.policies import check_may

# Until it is written, each page takes the worker 1.3 MB of memory.
MOST = 1000


def request_batch(
    *, actor: Employee, certificates: QuerySet[Certificate], layout: str
) -> CertificateBatch:
    """Have the worker print these certificates into one PDF, as far as they are neither revoked
    nor replaced and the actor may see them.

    Raises `NotAllowed`, `NothingToPrint`, `TooMuchToPrint`; `CannotPrint` with everybody whose name
    no font can print, before anything is made.
    """
    check_may(actor, SEE)
    reached = certificates_reached(actor, SEE).filter(pk__in=certificates.values("pk"))
    chosen = list(in_paper_order(printable(reached))[: MOST + 1])
    if not chosen:
        raise NothingToPrint
    if len(chosen) > MOST:
        raise TooMuchToPrint(MOST)
    check_glyphs(papers_of(chosen))
    with transaction.atomic(durable=True):
        batch = CertificateBatch.objects.create(owner=actor, layout=layout, total=len(chosen))
        batch.certificates.set(chosen)
        enqueue("courses.tasks.print_batch", batch_id=str(batch.pk))
    return batch
