"""Courses as they stand published. The whole tree of one is one query, however many lessons.

Which chapters and lessons there are, and in which order, is said by the pages in the site's own
language. Who reads in English gets the titles, summaries and addresses of the live translations,
in one query more; who reads Traditional characters gets them converted.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from assessments.models import Quiz
from courses.enums import LessonOrder
from courses.models import CourseIndexPage, CoursePage, LessonPage
from courses.rules.journey import Chapter, Lesson, Outline
from lms.ui.han import in_readers_script
from lms.ui.language import reads_english

# Length of a course page's path in the tree, where it stands below the root and the shelf.
COURSE = 3 * Page.steplen
# What a translation has of its own.
TRANSLATED = (
    "title",
    "url_path",
    "chapterpage__number",
    "chapterpage__summary",
    "lessonpage__number",
    "lessonpage__minutes",
)


def own_shelf() -> CourseIndexPage | None:
    """The shelf in the site's own language."""
    own = CourseIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    return own.first()


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
    return live_courses().select_related("examination").filter(examination=quiz)


def lesson_for_reader(key: UUID) -> LessonPage | None:
    """The lesson, live or not, as its reader reads it: the live translation for who reads in
    English, else the page in the site's own language. One query."""
    pages = LessonPage.objects.filter(translation_key=key).select_related("locale")
    base = next((page for page in pages if not page.is_translation), None)
    if base is None or not (base.live and reads_english()):
        return base
    return next((page for page in pages if page.is_translation and page.live), base)


def outline_of(path: str) -> Outline | None:
    """The live outline of the course whose page, or a page below it, has this tree path. The page
    is one in the site's own language (`CoursewarePage.base`); None for others."""
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
        .filter(below, locale__language_code=settings.LANGUAGE_CODE)
        .order_by("path")
        .values("path", "translation_key", "coursepage__order", "coursepage__title_en", *TRANSLATED)
    )
    return _as_outlines(_in_english(list(rows)) if reads_english() else rows)


def _in_english(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what their live translations say."""
    keys = [row["translation_key"] for row in rows]
    translations = {
        row.pop("translation_key"): row
        for row in Page.objects.live()
        .filter(translation_key__in=keys, locale__language_code="en")
        .values("translation_key", *TRANSLATED)
    }
    for row in rows:
        if row["coursepage__title_en"]:
            row["title"] = row["coursepage__title_en"]
        row.update(translations.get(row["translation_key"], {}))
    return rows


def _as_outlines(rows: Iterable[dict[str, Any]]) -> list[Outline]:
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
            title=in_readers_script(chapter["title"]),
            number=in_readers_script(chapter["chapterpage__number"] or ""),
            summary=in_readers_script(chapter["chapterpage__summary"] or ""),
            lessons=tuple(_lesson(row) for row in children.get(chapter["path"], [])),
        )
        for chapter in children.get(course["path"], [])
    )
    return Outline(
        key=course["translation_key"],
        title=in_readers_script(course["title"]),
        url=_url(course),
        in_order=course["coursepage__order"] == LessonOrder.IN_ORDER,
        chapters=tuple(chapter for chapter in chapters if chapter.lessons),
    )


def _lesson(row: dict[str, Any]) -> Lesson:
    return Lesson(
        key=row["translation_key"],
        title=in_readers_script(row["title"]),
        number=row["lessonpage__number"] or "",
        minutes=row["lessonpage__minutes"] or 0,
        url=_url(row),
    )


def _url(row: dict[str, Any]) -> str:
    """The address of a courseware page: its path below the shelf, which is the site's root."""
    __, __, below_shelf = row["url_path"].lstrip("/").partition("/")
    return reverse("wagtail_serve", args=[below_shelf])
