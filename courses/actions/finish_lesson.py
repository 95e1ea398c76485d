from django.db import transaction
from django.utils import timezone

from courses.errors import (
    LessonHasNoRevision,
    LessonIsLocked,
    NotEnrolled,
    StatementsUnconfirmed,
)
from courses.models import Enrolment, LessonPage, LessonProgress, LessonReading
from courses.queries import (
    Journey,
    confirmed_in,
    is_awaited,
    outline_of,
    outlines_by_key,
    statements_for,
    unconfirmed,
)
from courses.rules.journey import LessonState, Outline
from lms.jobs.outbox import enqueue
from lms.people.models import Employee


def finish_lesson(*, actor: Employee, lesson: LessonPage) -> LessonProgress | LessonReading:
    """Record that the actor has read the lesson: the text they opened, else the one that is
    published now. What they opened they can finish, even if it was moved or withdrawn since.

    Reading again keeps the first record; where a resit waits for it, it adds a `LessonReading`.
    When this was the last lesson, completion follows.
    Raises `NotEnrolled`, `LessonIsLocked`, `LessonHasNoRevision`, or `StatementsUnconfirmed` while
    something is left to be confirmed.
    """
    key = lesson.translation_key
    with transaction.atomic(durable=True):
        # Read under the lock: of two lessons finished at once, the later one sees both.
        journey, enrolment = _taken(actor, lesson)
        opened = journey.opened(key)
        if opened is None and journey.state(key) is LessonState.LOCKED:
            raise LessonIsLocked
        revision_id = (opened and opened.opened_revision_id) or lesson.text_revision_id
        if revision_id is None:
            raise LessonHasNoRevision
        now = timezone.now()
        progress, __ = LessonProgress.objects.get_or_create(
            enrolment=enrolment, lesson_key=key, defaults={"opened_at": now}
        )
        if progress.read_at is None:
            if lesson.live:
                _check_confirmed(actor, enrolment, lesson)
            progress.read_at = now
            progress.revision_id = revision_id
            progress.attended = actor.attended
            progress.save(update_fields=["read_at", "revision", "attended"])
            if all(left.key == key for left in journey.left):
                enqueue("courses.tasks.complete_enrolment", enrolment_id=enrolment.pk)
        elif is_awaited(actor, journey, key):
            return LessonReading.objects.create(
                enrolment=enrolment,
                lesson_key=key,
                read_at=now,
                revision_id=revision_id,
                attended=actor.attended,
            )
    return progress


def _taken(actor: Employee, lesson: LessonPage) -> tuple[Journey, Enrolment]:
    """The actor's way through the course of the lesson, locked; of the course in which they opened
    it, where it has left that one. Raises `NotEnrolled`."""
    own = Enrolment.objects.select_for_update().filter(employee=actor)
    outline = outline_of(lesson.base.path)
    enrolment = own.filter(course_key=outline.key).first() if outline else None
    if enrolment is None:
        opened = LessonProgress.objects.filter(lesson_key=lesson.translation_key)
        enrolment = own.filter(pk__in=opened.values("enrolment")).first()
        if enrolment is None:
            raise NotEnrolled
        outline = outlines_by_key([enrolment.course_key]).get(enrolment.course_key)
    outline = outline or Outline(enrolment.course_key, "", "", False, ())
    return Journey(outline, enrolment, tuple(enrolment.progress.all())), enrolment


def _check_confirmed(actor: Employee, enrolment: Enrolment, lesson: LessonPage) -> None:
    statements = statements_for(actor, lesson)
    if not statements:
        return
    missing = unconfirmed(statements, confirmed_in(enrolment, lesson.translation_key))
    if missing:
        raise StatementsUnconfirmed([statement.name for statement in missing])
