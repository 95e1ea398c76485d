from django.db import transaction
from django.utils import timezone

from assessments.queries import passed_sitting
from courses.actions.issue_certificate import certify
from courses.models import Certificate, CoursePage, Enrolment
from courses.policies import check_can_complete
from courses.queries import course_by_key, journey_of
from courses.rules.completion import is_complete
from courses.rules.evidence import certificate_issued
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def complete_course(*, actor: Employee, enrolment: Enrolment) -> Certificate | None:
    """Complete the enrolment and issue its certificate if the course's conditions are met.

    Safe to repeat: a completed enrolment returns the certificate it has. None while something is
    missing, or when the course is not live. For the system alone: raises `NotAllowed`.
    """
    check_can_complete(actor)
    course = course_by_key(enrolment.course_key)
    if course is None:
        return None
    with transaction.atomic(durable=True):
        locked = (
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("employee__unit", "employee__post")
            .get(pk=enrolment.pk)
        )
        if locked.completed_at is None and not _complete(locked, course):
            return None
        if (existing := locked.certificate) is not None:
            return existing
        certificate = certify(locked, course)
        record_entries(certificate_issued(certificate, actor.token))
    return certificate


def _complete(enrolment: Enrolment, course: CoursePage) -> bool:
    """Mark the enrolment completed if it is; whether it was."""
    journey = journey_of(enrolment.employee, course.path)
    sitting = passed_sitting(enrolment.employee, course.examination) if course.examination else None
    if journey is None or not is_complete(
        journey.outline,
        journey.read,
        has_examination=course.examination is not None,
        has_passed=sitting is not None,
    ):
        return False
    enrolment.completed_at = timezone.now()
    enrolment.passed_sitting = sitting
    enrolment.save(update_fields=["completed_at", "passed_sitting"])
    return True
