from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile

from courses.models import Acknowledgement, Certificate, CertificateBatch
from courses.queries.personal import batches_with
from lms.people.models import Employee
from lms.people.registries import Erased
from lms.ui.erased import ERASED


def erase_personal(employee: Employee) -> Erased:
    """Empties what says who confirmed, completed and was certified; that it was done, when and in
    what words stays, as do serial numbers and days of validity. Part of a larger action: in the
    caller's transaction, inside `lms.ledger.actions.erasing.erasing`."""
    files = [*_attestations(employee), *_batches(employee)]
    _certificates(Certificate.objects.filter(enrolment__employee=employee))
    return Erased(files=files)


def _attestations(employee: Employee) -> list[FieldFile]:
    """The table asks for a signature or a scan where there was one: what is erased says so."""
    own = Acknowledgement.objects.filter(enrolment__employee=employee)
    scanned = own.exclude(scan="").exclude(scan=ERASED)
    files = [row.scan for row in scanned]
    scanned.redact(scan=ERASED, scan_hash="")
    own.exclude(signature="").redact(signature=ERASED)
    return files


def _certificates(own: QuerySet[Certificate]) -> None:
    own.filter(revoked_at__isnull=False).update(revoked_because=ERASED)
    own.filter(replaced_at__isnull=False).update(replaced_because=ERASED)
    own.update(name=ERASED, latin_name="", staff_number="", unit_name="", post_name="")


def _batches(employee: Employee) -> Iterator[FieldFile]:
    """What was printed with a certificate of theirs goes as a whole, and what they had printed;
    whoever still wants the others prints them again."""
    found = CertificateBatch.objects.filter(
        Q(pk__in=batches_with(employee).values("pk")) | Q(owner=employee)
    )
    for batch in found:
        if batch.result:
            yield batch.result
        CertificateBatch.objects.filter(pk=batch.pk).update(result="", outcome="")
    through = CertificateBatch.certificates.through
    through._default_manager.filter(certificate__enrolment__employee=employee).delete()
