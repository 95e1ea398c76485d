"""Background work; each task may run twice without harm."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django_tasks import task

from assessments.models import Sitting
from courses.actions.complete_course import complete_course
from courses.actions.print_batch import print_batch as print_now
from courses.actions.resume_batches import resume_batches
from courses.models import CertificateBatch, CoursePage, Enrolment
from courses.queries import (
    courses_examined_by,
    enrolments_to_certify,
    live_courses,
    outline_of,
)
from lms.jobs.long_work import forget_results
from lms.people.models import Employee

logger = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(minutes=5)
PUBLISH_EVERY = timedelta(minutes=1)
BATCHES_EVERY = timedelta(minutes=2)


@task()
def complete_enrolment(enrolment_id: int) -> None:
    """The last lesson was read: complete the course if nothing else is missing."""
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    complete_course(actor=Employee.objects.system(), enrolment=enrolment)


@task()
def complete_after_sitting(sitting_id: str) -> None:
    """A sitting was marked: complete the courses it is the examination of. It need not have passed
    by itself, where the average counts."""
    sitting = Sitting.objects.select_related("quiz").get(pk=UUID(sitting_id))
    for course in courses_examined_by(sitting.quiz):
        _complete_open_enrolments(course, employee_id=sitting.employee_id)


@task()
def sweep_completions() -> None:
    """Derive again what a lost or failed task left undone: everything read, the examination
    passed, and yet not completed; or completed without a certificate."""
    for course in live_courses().select_related("examination"):
        _complete_open_enrolments(course)


@task()
def publish_scheduled_pages() -> None:
    """Publish and withdraw what authors set a time for."""
    call_command("publish_scheduled", verbosity=0)


@task()
def print_batch(batch_id: str) -> None:
    """Somebody asked for many certificates in one PDF."""
    batch = CertificateBatch.objects.select_related("owner").get(pk=UUID(batch_id))
    with translation.override(batch.owner.language or settings.LANGUAGE_CODE):
        print_now(actor=Employee.objects.system(), batch=batch)


@task()
def keep_batches() -> None:
    """Batches whose worker was killed go on; results whose time is over are deleted."""
    resume_batches(actor=Employee.objects.system())
    forget_results(CertificateBatch)


def _complete_open_enrolments(course: CoursePage, **only: int) -> None:
    outline = outline_of(course.path)
    if outline is None or not outline.lessons:
        return
    system = Employee.objects.system()
    for enrolment in enrolments_to_certify(course, outline).filter(**only):
        try:
            complete_course(actor=system, enrolment=enrolment)
        except Exception:
            logger.exception("Enrolment %s could not be completed; the sweep goes on", enrolment.pk)
