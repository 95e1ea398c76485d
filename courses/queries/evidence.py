"""The entries of the ledger about confirmed statements and certificates, and the rows behind
them."""

from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.models import Acknowledgement, Certificate
from courses.rules.evidence import (
    CERTIFICATE_ISSUED,
    CERTIFICATE_REISSUED,
    CERTIFICATE_REVOKED,
    STATEMENT_ACKNOWLEDGED,
    certificate_issued,
    certificate_reissued,
    certificate_revoked,
    statement_acknowledged,
)
from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType
from lms.ledger.rules.envelope import Record
from lms.people.models import Employee
from lms.people.models.employee import SYSTEM_STAFF_NUMBER
from lms.people.queries.evidence import ATTESTED


def _acknowledged() -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.select_related(
        "enrolment__employee", "attended__witness", "entered_by"
    )


def _certificates() -> QuerySet[Certificate]:
    """Each with `issuer`, the token of who had it made: a first one is the system's work."""
    system = Employee.objects.filter(staff_number=SYSTEM_STAFF_NUMBER).values("token")
    related = ("enrolment__employee", "design_version", "replaces", "successor")
    return Certificate.objects.select_related(*related, "revoked_by", "replaced_by").annotate(
        issuer=Coalesce(F("replaces__replaced_by__token"), Subquery(system))
    )


def _issued(certificate: Certificate) -> Record:
    return certificate_issued(certificate, certificate.issuer)  # type: ignore[attr-defined]


def _revoked() -> QuerySet[Certificate]:
    return _certificates().filter(revoked_at__isnull=False)


def _reissued() -> QuerySet[Certificate]:
    return _certificates().filter(replaced_at__isnull=False)


STATEMENT = {
    "course": _("course"),
    "lesson": _("lesson"),
    "statement": _("statement"),
    **ATTESTED,
}
PAPER = {
    "serial": _("serial number"),
    "name": _("full name"),
    "latin_name": _("name in Latin letters"),
    "staff_number": _("staff number"),
    "unit_name": _("unit"),
    "post_name": _("post"),
    "course_title": _("course"),
    "course_title_en": _("course in English"),
    "passed_on": _("passed on"),
    "with_examination": _("with an examination"),
    "valid_until": _("valid until"),
    "issued_at": _("issued"),
    "design": _("version of the design"),
    "replaces": _("replaces the certificate"),
}
REVOKING = {"serial": _("serial number"), "reason": _("reason"), "at": _("when")}
REISSUING = {**REVOKING, "replaced_by": _("replaced by the certificate")}

ENTRY_TYPES = (
    EntryType(
        STATEMENT_ACKNOWLEDGED,
        _("Statement confirmed"),
        STATEMENT,
        evidence=RowEvidence(_acknowledged, statement_acknowledged),
    ),
    EntryType(
        CERTIFICATE_ISSUED,
        _("Certificate issued"),
        PAPER,
        evidence=RowEvidence(_certificates, _issued),
    ),
    EntryType(
        CERTIFICATE_REVOKED,
        _("Certificate revoked"),
        REVOKING,
        evidence=RowEvidence(_revoked, certificate_revoked),
    ),
    EntryType(
        CERTIFICATE_REISSUED,
        _("Certificate reissued"),
        REISSUING,
        evidence=RowEvidence(_reissued, certificate_reissued),
    ),
)
