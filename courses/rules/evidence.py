"""What the ledger says of confirmed statements and of certificates, made from the rows that stand
for them."""

from datetime import date
from typing import TYPE_CHECKING

from lms.ledger.rules.envelope import Record, Value, written_time
from lms.people.rules.evidence import attested

if TYPE_CHECKING:
    from courses.models import Acknowledgement, Certificate

STATEMENT_ACKNOWLEDGED = "statement.acknowledged"
CERTIFICATE_ISSUED = "certificate.issued"
CERTIFICATE_REVOKED = "certificate.revoked"
CERTIFICATE_REISSUED = "certificate.reissued"


def statement_acknowledged(row: "Acknowledgement") -> Record:
    about = {
        "course": str(row.enrolment.course_key),
        "lesson": str(row.lesson_key),
        "statement": str(row.block_id),
    }
    return attested(STATEMENT_ACKNOWLEDGED, row, row.enrolment.employee.token, about)


def certificate_issued(certificate: "Certificate", actor: str) -> Record:
    """What the paper says. `actor` is the token of who had it made: the system, or whoever replaced
    one that was wrong."""
    replaced = certificate.replaces
    fields: dict[str, Value] = {
        "serial": certificate.serial,
        "name": certificate.name,
        "latin_name": certificate.latin_name,
        "staff_number": certificate.staff_number,
        "unit_name": certificate.unit_name,
        "post_name": certificate.post_name,
        "course_title": certificate.course_title,
        "course_title_en": certificate.course_title_en,
        "passed_on": certificate.passed_on.isoformat(),
        "with_examination": certificate.with_examination,
        "valid_until": _day(certificate.valid_until),
        "issued_at": written_time(certificate.issued_at),
        "design": certificate.design_version.number if certificate.design_version else None,
        "replaces": replaced.serial if replaced else None,
    }
    return _about(certificate, CERTIFICATE_ISSUED, actor, fields)


def certificate_revoked(certificate: "Certificate") -> Record:
    assert certificate.revoked_by is not None and certificate.revoked_at is not None
    fields: dict[str, Value] = {
        "serial": certificate.serial,
        "reason": certificate.revoked_because,
        "at": written_time(certificate.revoked_at),
    }
    return _about(certificate, CERTIFICATE_REVOKED, certificate.revoked_by.token, fields)


def certificate_reissued(certificate: "Certificate") -> Record:
    """Of the old one, which is no longer valid: why, and which one took its place."""
    assert certificate.replaced_by is not None and certificate.replaced_at is not None
    fields: dict[str, Value] = {
        "serial": certificate.serial,
        "replaced_by": certificate.successor.serial,
        "reason": certificate.replaced_because,
        "at": written_time(certificate.replaced_at),
    }
    return _about(certificate, CERTIFICATE_REISSUED, certificate.replaced_by.token, fields)


def _about(certificate: "Certificate", kind: str, actor: str, fields: dict[str, Value]) -> Record:
    holder = certificate.enrolment.employee.token
    return Record(kind, actor, fields, subject=holder, case=certificate.case)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
