"""How far the published courseware is translated."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page

from courses.enums import TranslationState
from courses.models import CourseIndexPage
from courses.queries.outlines import COURSE
from courses.rules.translations import translation_state


@dataclass(frozen=True)
class TranslatedPage:
    """A published page in the site's own language and its English one, if there is one."""

    page: Page
    english: Page | None
    state: TranslationState


def translated_pages() -> list[TranslatedPage]:
    """All published courseware in the order of the courses; two queries."""
    shelves = CourseIndexPage.objects.values("pk")
    pages = Page.objects.exclude(pk__in=shelves).filter(depth__gt=2)
    own = pages.live().filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path")
    english = {page.translation_key: page for page in pages.filter(locale__language_code="en")}
    return [_compared(page, english.get(page.translation_key)) for page in own]


def _compared(page: Page, english: Page | None) -> TranslatedPage:
    state = translation_state(
        exists=english is not None,
        is_live=bool(english and english.live),
        saved_at=english and english.latest_revision_created_at,
        original_published_at=page.last_published_at,
    )
    return TranslatedPage(page, english, state)


def translation_counts() -> dict[str, Counter[TranslationState]]:
    """How many pages of each course are in which state, by the course's path in the tree."""
    counts: dict[str, Counter[TranslationState]] = {}
    for row in translated_pages():
        counts.setdefault(row.page.path[:COURSE], Counter())[row.state] += 1
    return counts
