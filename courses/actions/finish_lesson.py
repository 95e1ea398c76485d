from django.db import transaction
from django.utils import timezone

from courses.errors import LessonHasNoRevision, LessonIsLocked, NotEnrolled
from courses.models import Enrolment, LessonPage, LessonProgress
from courses.queries import Journey, outline_of
from courses.rules.journey import LessonState
from lms.jobs.outbox import enqueue
from lms.people.models import Employee


def finish_lesson(*, actor: Employee, lesson: LessonPage) -> LessonProgress:
    """Record that the actor has read the lesson as it is published now.

    Reading again keeps the first record. When this was the last lesson, completion follows.
    Raises `NotEnrolled`, `LessonIsLocked`, or `LessonHasNoRevision`.
    """
    with transaction.atomic(durable=True):
        outline = outline_of(lesson.path)
        if outline is None:
            raise NotEnrolled
        own = Enrolment.objects.select_for_update().filter(employee=actor)
        enrolment = own.filter(course_key=outline.key).first()
        if enrolment is None:
            raise NotEnrolled
        # Read under the lock: of two lessons finished at once, the later one sees both.
        journey = Journey(outline, enrolment, tuple(enrolment.progress.all()))
        if journey.state(lesson.translation_key) is LessonState.LOCKED:
            raise LessonIsLocked
        # An alias shows its original and has no revision of its own.
        revision_id = (lesson.alias_of or lesson).live_revision_id
        if revision_id is None:
            raise LessonHasNoRevision
        now = timezone.now()
        progress, __ = LessonProgress.objects.get_or_create(
            enrolment=enrolment,
            lesson_key=lesson.translation_key,
            defaults={"opened_at": now},
        )
        if progress.read_at is None:
            progress.read_at = now
            progress.revision_id = revision_id
            progress.save(update_fields=["read_at", "revision"])
            if len(journey.left) == 1:
                enqueue("courses.tasks.complete_enrolment", enrolment_id=enrolment.pk)
    return progress
