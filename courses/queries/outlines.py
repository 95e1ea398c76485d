"""Courses as they stand published. The whole tree of one is one query, however many lessons."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from assessments.models import Quiz
from courses.enums import LessonOrder
from courses.models import CoursePage
from courses.rules.journey import Chapter, Lesson, Outline

# Length of a course page's path in the tree, where it stands below the root and the shelf.
COURSE = 3 * Page.steplen


def live_courses() -> QuerySet[CoursePage]:
    """Published courses in the site's own language (a course counts once, not per language)."""
    return CoursePage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)


def course_by_key(key: UUID) -> CoursePage | None:
    return live_courses().select_related("examination").filter(translation_key=key).first()


def courses_with_examination(keys: Iterable[UUID]) -> dict[UUID, CoursePage]:
    """Live courses with cover and examination, by their key. One query."""
    found = live_courses().filter(translation_key__in=set(keys))
    return {
        course.translation_key: course for course in found.select_related("examination", "cover")
    }


def courses_examined_by(quiz: Quiz) -> QuerySet[CoursePage]:
    return live_courses().filter(examination=quiz)


def outline_of(path: str) -> Outline | None:
    """The live outline of the course whose page, or a page below it, has this tree path."""
    return next(iter(_outlines([path[:COURSE]])), None)


def outlines_by_key(keys: Iterable[UUID]) -> dict[UUID, Outline]:
    """Live outlines of several courses, in two queries."""
    paths = live_courses().filter(translation_key__in=set(keys)).values_list("path", flat=True)
    return {outline.key: outline for outline in _outlines(list(paths))}


def _outlines(course_paths: list[str]) -> list[Outline]:
    if not course_paths:
        return []
    below = Q()
    for path in course_paths:
        below |= Q(path__startswith=path)
    rows = (
        Page.objects.live()
        .filter(below)
        .order_by("path")
        .values(
            "path",
            "depth",
            "title",
            "url_path",
            "translation_key",
            "coursepage__order",
            "chapterpage__number",
            "chapterpage__summary",
            "lessonpage__number",
            "lessonpage__minutes",
        )
    )
    children: dict[str, list[dict[str, Any]]] = {}
    courses = []
    for row in rows:
        if len(row["path"]) == COURSE:
            courses.append(row)
        else:
            children.setdefault(row["path"][: -Page.steplen], []).append(row)
    return [_outline(course, children) for course in courses]


def _outline(course: dict[str, Any], children: dict[str, list[dict[str, Any]]]) -> Outline:
    chapters = tuple(
        Chapter(
            key=chapter["translation_key"],
            title=chapter["title"],
            number=chapter["chapterpage__number"] or "",
            summary=chapter["chapterpage__summary"] or "",
            lessons=tuple(_lesson(row) for row in children.get(chapter["path"], [])),
        )
        for chapter in children.get(course["path"], [])
    )
    return Outline(
        key=course["translation_key"],
        title=course["title"],
        url=_url(course),
        in_order=course["coursepage__order"] == LessonOrder.IN_ORDER,
        chapters=tuple(chapter for chapter in chapters if chapter.lessons),
    )


def _lesson(row: dict[str, Any]) -> Lesson:
    return Lesson(
        key=row["translation_key"],
        title=row["title"],
        number=row["lessonpage__number"] or "",
        minutes=row["lessonpage__minutes"] or 0,
        url=_url(row),
    )


def _url(row: dict[str, Any]) -> str:
    """The address of a courseware page: its path below the shelf, which is the site's root."""
    __, __, below_shelf = row["url_path"].lstrip("/").partition("/")
    return reverse("wagtail_serve", args=[below_shelf])
