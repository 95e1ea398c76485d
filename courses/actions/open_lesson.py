from django.utils import timezone

from courses.models import Enrolment, LessonPage, LessonProgress
from courses.policies import check_is_own
from lms.people.models import Employee


def open_lesson(*, actor: Employee, enrolment: Enrolment, lesson: LessonPage) -> None:
    """Remember the lesson somebody has open, and in which text, so that they can continue there
    and finish what they began. One statement: two devices that open the same lesson at once leave
    one row. Raises `NotEnrolled`."""
    check_is_own(actor, enrolment)
    opened = LessonProgress(
        enrolment=enrolment,
        lesson_key=lesson.translation_key,
        opened_at=timezone.now(),
        opened_revision_id=lesson.text_revision_id,
    )
    LessonProgress.objects.bulk_create(
        [opened],
        update_conflicts=True,
        unique_fields=["enrolment", "lesson_key"],
        update_fields=["opened_at", "opened_revision"],
    )
