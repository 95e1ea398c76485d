from django.db import transaction
from django.utils import timezone

from courses.actions.issue_certificate import next_serial
from courses.errors import AlreadyReplaced, NoLongerGood, NothingToCorrect, ReasonMissing
from courses.models import Certificate
from courses.policies import check_can_reissue
from courses.rules.completion import prefix_of
from courses.rules.evidence import certificate_issued, certificate_reissued
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee

# What the new paper says as the old one did: only the name was wrong.
KEPT = (
    "enrolment_id",
    "design_version_id",
    "staff_number",
    "unit_name",
    "post_name",
    "course_title",
    "course_title_en",
    "passed_on",
    "with_examination",
    "valid_until",
)


def reissue_certificate(*, actor: Employee, certificate: Certificate, reason: str) -> Certificate:
    """A new certificate in place of one whose name was wrong, with the person's present name and a
    number of its own; the old one is no longer valid and names its successor.

    Raises `NotAllowed`, `ReasonMissing`, `AlreadyReplaced`, `NoLongerGood` for a revoked one,
    `NothingToCorrect` where the name is the present one.
    """
    check_can_reissue(actor, certificate)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(durable=True):
        locked = Certificate.objects.select_for_update(of=("self",))
        old = locked.select_related("enrolment__employee").get(pk=certificate.pk)
        holder = old.enrolment.employee
        _check_reissuable(old, holder)
        now = timezone.now()
        old.replaced_at, old.replaced_by, old.replaced_because = now, actor, reason.strip()
        old.save(update_fields=["replaced_at", "replaced_by", "replaced_because"])
        new = Certificate.objects.create(
            **{name: getattr(old, name) for name in KEPT},
            name=holder.name,
            latin_name=holder.latin_name,
            serial=next_serial(prefix_of(old.serial)),
            issued_at=now,
            replaces=old,
        )
        record_entries(certificate_reissued(old), certificate_issued(new, actor.token))
    return new


def _check_reissuable(old: Certificate, holder: Employee) -> None:
    if old.replaced_at is not None:
        raise AlreadyReplaced
    if old.revoked_at is not None:
        raise NoLongerGood
    if (old.name, old.latin_name) == (holder.name, holder.latin_name):
        raise NothingToCorrect
