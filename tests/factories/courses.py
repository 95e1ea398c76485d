"""Courses as trainers publish them."""

from typing import Any

from django.conf import settings
from wagtail.models import Locale

from courses.models import ChapterPage, CourseIndexPage, CoursePage, LessonPage
from lms.people.models import Employee


def publish(parent: Any, page: Any) -> Any:
    parent.add_child(instance=page)
    page.save_revision(user=Employee.objects.system()).publish()
    return page


def make_course(
    *, chapters: int = 1, lessons: int = 3, slug: str = "service", body: Any = None, **fields: Any
) -> CoursePage:
    """A published course of `chapters` chapters with `lessons` lessons each."""
    course = publish(
        CourseIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE),
        CoursePage(
            **{"title": "客户服务", "title_en": "Service", "slug": slug, "code": "S"} | fields
        ),
    )
    for c in range(1, chapters + 1):
        chapter = publish(
            course, ChapterPage(title=f"章 {c}", slug=f"chapter-{c}", number=f"第{c}章")
        )
        for n in range(1, lessons + 1):
            publish(
                chapter,
                LessonPage(
                    title=f"节 {c}.{n}",
                    slug=f"lesson-{n}",
                    number=f"{c}.{n}",
                    minutes=4,
                    body=body or [("text", {"text": "<p>先敬位尊的客人。</p>"})],
                ),
            )
    return course


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def translate(page: Any, **fields: Any) -> Any:
    """The published English page of a Chinese one; its parent is translated already."""
    translated = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in fields.items():
        setattr(translated, name, value)
    translated.save_revision(user=Employee.objects.system()).publish()
    return type(page).objects.get(pk=translated.pk)
