"""The reader's own state on a courseware page, and the pictures in it."""

from typing import Any
from uuid import UUID

from django import template
from django.utils.html import format_html
from wagtail.images.models import AbstractImage
from wagtail.images.views.serve import generate_image_url

from assessments.policies.sitting import unmet_conditions
from assessments.queries import standing
from courses.models import Certificate, CoursePage, LessonPage
from courses.queries import Journey, is_awaited, outline_of
from courses.rules.journey import Chapter, Lesson, Outline

register = template.Library()


@register.simple_tag(takes_context=True)
def journey(context: dict[str, Any]) -> Journey:
    """The reader's way through the course of this page. In a preview there is no reader yet:
    the page shows itself with nothing read and nothing locked."""
    request = context["request"]
    if found := getattr(request, "journey", None):
        return found
    page = context["page"]
    outline = outline_of(page.base.path) if page.path else None
    return Journey(outline or Outline(page.translation_key, page.title, "", False, ()), None, ())


@register.simple_tag
def lesson_state(journey: Journey, lesson_key: UUID) -> str:
    return journey.state(lesson_key).value


@register.simple_tag
def chapter_of(journey: Journey, lesson: LessonPage) -> Chapter | None:
    return journey.outline.chapter_of(lesson.translation_key)


@register.simple_tag
def around(journey: Journey, lesson: LessonPage) -> tuple[Lesson | None, Lesson | None]:
    return journey.around(lesson.translation_key)


@register.simple_tag
def picture_element(picture: AbstractImage | None, *, alt: str = "") -> str:
    """The picture at reading width; nothing where it was deleted from the library."""
    if picture is None:
        return ""
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        _address(picture),
        alt,
        picture.width,
        picture.height,
    )


def _address(picture: AbstractImage) -> str:
    """A drawing (SVG) is handed out as it is; a photo is scaled when it is first fetched, so that
    the page itself asks for no rendition."""
    if picture.is_svg():
        return str(picture.file.url)
    return str(generate_image_url(picture, "max-960x1280"))


@register.simple_tag(takes_context=True)
def examination(context: dict[str, Any], page: CoursePage) -> dict[str, Any]:
    """Where the reader stands with the course's examination, and what keeps it closed."""
    reader = context["request"].user
    assert page.examination is not None  # the template asks only where there is one
    where = standing(reader, page.examination)
    return {"standing": where, "unmet": unmet_conditions(reader, page.examination, where)}


@register.simple_tag(takes_context=True)
def is_awaited_by_resit(context: dict[str, Any], journey: Journey, lesson: LessonPage) -> bool:
    """Whether the reader has to read this lesson again before their next attempt."""
    return is_awaited(context["request"].user, journey, lesson.translation_key)


@register.simple_tag
def certificate_in(journey: Journey) -> Certificate | None:
    if journey.enrolment is None:
        return None
    return journey.enrolment.certificate
