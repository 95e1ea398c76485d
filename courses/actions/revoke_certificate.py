from django.db import transaction
from django.utils import timezone

from courses.errors import AlreadyReplaced, AlreadyRevoked, ReasonMissing
from courses.models import Certificate
from courses.policies import check_can_revoke
from courses.rules.evidence import certificate_revoked
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def revoke_certificate(*, actor: Employee, certificate: Certificate, reason: str) -> Certificate:
    """Declare a certificate no longer valid; its verification page says so from now on.

    Raises `NotAllowed`, `ReasonMissing`, `AlreadyRevoked`, `AlreadyReplaced`.
    """
    check_can_revoke(actor, certificate)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(durable=True):
        locked = Certificate.objects.select_for_update(of=("self",))
        certificate = locked.select_related("enrolment__employee").get(pk=certificate.pk)
        if certificate.revoked_at is not None:
            raise AlreadyRevoked
        if certificate.replaced_at is not None:
            raise AlreadyReplaced
        certificate.revoked_at = timezone.now()
        certificate.revoked_by = actor
        certificate.revoked_because = reason.strip()
        certificate.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
        record_entries(certificate_revoked(certificate))
    return certificate
