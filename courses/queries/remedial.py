"""The lesson that is read again after a failed attempt, before the next may begin."""

from uuid import UUID

from assessments.queries import Standing, standing
from courses.models import CoursePage, LessonPage, LessonReading
from courses.queries.journeys import Journey
from courses.queries.outlines import live_courses
from courses.rules.journey import Lesson
from lms.people.models import Employee


def lesson_before_resit(course: CoursePage, journey: Journey, where: Standing) -> Lesson | None:
    """What somebody has to read again before their next attempt; None where there is nothing, be
    it that they passed, have no attempt left, or that the lesson was withdrawn. No query before
    an attempt failed."""
    known = (sitting for sitting in where.marked if not sitting.suspensions)
    failed = next((sitting for sitting in known if not sitting.passed), None)
    if course.remedial_lesson_id is None or failed is None or failed.submitted_at is None:
        return None
    if where.passed or where.attempts_left == 0:
        return None
    pages = LessonPage.objects.filter(pk=course.remedial_lesson_id)
    key = pages.values_list("translation_key", flat=True).get()
    lesson = next((each for each in journey.outline.lessons if each.key == key), None)
    first = journey.opened(key)
    if first is not None and first.read_at is not None and first.read_at > failed.submitted_at:
        return None
    again = LessonReading.objects.filter(enrolment=journey.enrolment, lesson_key=key)
    return None if again.filter(read_at__gt=failed.submitted_at).exists() else lesson


def is_awaited(employee: Employee, journey: Journey, lesson_key: UUID) -> bool:
    """Whether a resit waits for the employee to read this lesson again. One query for a lesson
    that no course names for that."""
    if journey.enrolment is None:
        return False
    named = live_courses().filter(
        translation_key=journey.outline.key, remedial_lesson__translation_key=lesson_key
    )
    course = named.select_related("examination").first()
    if course is None or course.examination is None:
        return False
    where = standing(employee, course.examination)
    return lesson_before_resit(course, journey, where) is not None
