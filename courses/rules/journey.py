"""Where somebody stands in a course: which lessons are read, open, locked, and what is next."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from uuid import UUID


@dataclass(frozen=True)
class Lesson:
    key: UUID
    title: str
    number: str
    minutes: int
    url: str


@dataclass(frozen=True)
class Chapter:
    key: UUID
    title: str
    number: str
    summary: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Outline:
    """A course as its readers meet it: live chapters and lessons, in order."""

    key: UUID
    title: str
    url: str
    in_order: bool
    chapters: tuple[Chapter, ...]

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

    def chapter_of(self, lesson_key: UUID) -> Chapter | None:
        for chapter in self.chapters:
            if any(lesson.key == lesson_key for lesson in chapter.lessons):
                return chapter
        return None


class LessonState(Enum):
    READ = "read"
    NEXT = "next"
    OPEN = "open"
    LOCKED = "locked"


def unread(outline: Outline, read: Collection[UUID]) -> tuple[Lesson, ...]:
    """The lessons still to be read, in the order of the course."""
    return tuple(lesson for lesson in outline.lessons if lesson.key not in read)


def state_of(outline: Outline, read: Collection[UUID], lesson_key: UUID) -> LessonState:
    """The state of one lesson. In a course taken in order, a lesson opens when all before it are
    read; what was read once stays open, even if a lesson is added before it."""
    if lesson_key in read:
        return LessonState.READ
    left = unread(outline, read)
    if left and left[0].key == lesson_key:
        return LessonState.NEXT
    return LessonState.LOCKED if outline.in_order else LessonState.OPEN


def resume_at(outline: Outline, read: Collection[UUID], last_opened: UUID | None) -> Lesson | None:
    """The lesson to continue with: the one last opened if it is unread and open, else the first
    unread one; None when everything is read."""
    left = unread(outline, read)
    for lesson in left:
        if lesson.key == last_opened and state_of(outline, read, lesson.key) in (
            LessonState.NEXT,
            LessonState.OPEN,
        ):
            return lesson
    return left[0] if left else None


def neighbours(outline: Outline, lesson_key: UUID) -> tuple[Lesson | None, Lesson | None]:
    """The lessons before and after this one, across chapters."""
    lessons = outline.lessons
    for index, lesson in enumerate(lessons):
        if lesson.key == lesson_key:
            before = lessons[index - 1] if index else None
            after = lessons[index + 1] if index + 1 < len(lessons) else None
            return before, after
    return None, None
