from uuid import UUID

from django.utils import timezone

from courses.models import Enrolment, LessonProgress
from courses.policies import check_is_own
from lms.people.models import Employee


def open_lesson(*, actor: Employee, enrolment: Enrolment, lesson_key: UUID) -> None:
    """Remember the lesson somebody has open, so that they can continue there. One statement:
    two devices that open the same lesson at once leave one row. Raises `NotEnrolled`."""
    check_is_own(actor, enrolment)
    LessonProgress.objects.bulk_create(
        [LessonProgress(enrolment=enrolment, lesson_key=lesson_key, opened_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["enrolment", "lesson_key"],
        update_fields=["opened_at"],
    )
