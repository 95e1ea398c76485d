"""Somebody's way through their courses."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, Revision

from courses.models import Enrolment, LessonProgress, LessonReading
from courses.queries.outlines import outline_of, outlines_by_key
from courses.rules.journey import (
    Lesson,
    LessonState,
    Outline,
    neighbours,
    resume_at,
    state_of,
    unread,
)
from lms.people.models import Employee


@dataclass(frozen=True)
class Journey:
    """A course together with one reader's way through it. Without an enrolment (a trainer who
    looks, a preview) nothing is read and nothing locked."""

    outline: Outline
    enrolment: Enrolment | None
    progress: tuple[LessonProgress, ...]

    @cached_property
    def read(self) -> frozenset[UUID]:
        live = {lesson.key for lesson in self.outline.lessons}
        return frozenset(
            row.lesson_key for row in self.progress if row.read_at and row.lesson_key in live
        )

    @cached_property
    def last_opened(self) -> UUID | None:
        newest = max(self.progress, key=lambda row: row.opened_at, default=None)
        return newest.lesson_key if newest else None

    def opened(self, lesson_key: UUID) -> LessonProgress | None:
        return next((row for row in self.progress if row.lesson_key == lesson_key), None)

    def is_last_opened(self, lesson_key: UUID, revision_id: int | None) -> bool:
        """Whether this text of this lesson is what the reader opened last."""
        row = self.opened(lesson_key)
        return (
            self.last_opened == lesson_key
            and row is not None
            and (row.opened_revision_id == revision_id)
        )

    @property
    def is_completed(self) -> bool:
        return self.enrolment is not None and self.enrolment.completed_at is not None

    @property
    def total(self) -> int:
        return len(self.outline.lessons)

    @property
    def done(self) -> int:
        return len(self.read)

    @cached_property
    def left(self) -> tuple[Lesson, ...]:
        return unread(self.outline, self.read)

    @cached_property
    def resume(self) -> Lesson | None:
        return resume_at(self.outline, self.read, self.last_opened)

    @property
    def minutes_left(self) -> int:
        return sum(lesson.minutes for lesson in self.left)

    def state(self, lesson_key: UUID) -> LessonState:
        if self.enrolment is None:
            return LessonState.OPEN
        return state_of(self.outline, self.read, lesson_key)

    def around(self, lesson_key: UUID) -> tuple[Lesson | None, Lesson | None]:
        return neighbours(self.outline, lesson_key)


def journey_of(employee: Employee, path: str) -> Journey | None:
    """The employee's way through the course at this tree path: two queries, or three for somebody
    who has not opened a lesson yet. None where there is no such live course."""
    outline = outline_of(path)
    if outline is None:
        return None
    progress = tuple(
        LessonProgress.objects.filter(
            enrolment__employee=employee, enrolment__course_key=outline.key
        ).select_related("enrolment")
    )
    enrolment = (
        progress[0].enrolment
        if progress
        else Enrolment.objects.filter(employee=employee, course_key=outline.key).first()
    )
    return Journey(outline, enrolment, progress)


def journeys_of(employee: Employee) -> list[Journey]:
    """All courses somebody is enrolled in whose page is live, unfinished and soonest due first."""
    enrolments = list(Enrolment.objects.filter(employee=employee).prefetch_related("progress"))
    outlines = outlines_by_key(enrolment.course_key for enrolment in enrolments)
    journeys = [
        Journey(outlines[enrolment.course_key], enrolment, tuple(enrolment.progress.all()))
        for enrolment in enrolments
        if enrolment.course_key in outlines
    ]
    return sorted(journeys, key=_urgency)


def _urgency(journey: Journey) -> tuple[bool, bool, Any, Any]:
    enrolment = journey.enrolment
    assert enrolment is not None
    return (
        enrolment.completed_at is not None,
        enrolment.due_on is None,
        enrolment.due_on or enrolment.enrolled_at.date(),
        enrolment.enrolled_at,
    )


def has_progress(pages: QuerySet[Page]) -> bool:
    """Whether somebody's record hangs on one of these pages: an enrolment or progress on those in
    the site's own language, a text that was read on translations, which may go otherwise."""
    own = pages.filter(locale__language_code=settings.LANGUAGE_CODE).values("translation_key")
    translations = pages.exclude(locale__language_code=settings.LANGUAGE_CODE)
    revisions = _revisions_of([str(pk) for pk in translations.values_list("pk", flat=True)])
    return (
        LessonProgress.objects.filter(lesson_key__in=own).exists()
        or Enrolment.objects.filter(course_key__in=own).exists()
        or LessonProgress.objects.filter(revision__in=revisions).exists()
        or LessonReading.objects.filter(revision__in=revisions).exists()
    )


def _revisions_of(page_numbers: list[str]) -> QuerySet[Revision]:
    pages = ContentType.objects.get_for_model(Page)
    return Revision.objects.filter(base_content_type=pages, object_id__in=page_numbers)
