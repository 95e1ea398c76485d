from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from assessments.registries import Stake
from courses.models import Certificate
from courses.queries.certificates import issued_for
from lms.people.models import Employee
from lms.people.queries import employees_reached

REVOKE = "courses.change_certificate"


def certificates_at_stake(sitting_ids: Collection[UUID], reader: Employee) -> list[Stake]:
    """The certificates that were issued for these sittings, with the page that revokes one, for
    who may. Two queries."""
    found = list(issued_for(sitting_ids))
    holders = {certificate.enrolment.employee_id for certificate in found}
    if not reader.is_system:
        people = employees_reached(reader, REVOKE).filter(pk__in=holders)
        holders = set(people.values_list("pk", flat=True))
    return [_stake(each, is_open=each.enrolment.employee_id in holders) for each in found]


def _stake(certificate: Certificate, *, is_open: bool) -> Stake:
    sitting = certificate.enrolment.passed_sitting_id
    assert sitting is not None  # that is how it was found
    label = f"{certificate.serial} · {certificate.localised_course_title}"
    url = reverse("courses:revoke-certificate", args=[certificate.serial]) if is_open else ""
    return Stake(sitting, label, url)
