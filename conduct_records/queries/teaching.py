"""Which lessons teach which rules, told by the blocks of the lessons themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max

from conduct_records.rules.codebook import Rule
from courses.models import LessonPage
from courses.policies import readable_journeys
from courses.rules.journey import Lesson
from lms.people.models import Employee

BLOCK = "own_rules"
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Taught:
    """What a lesson's blocks name: single rules, and lists of a line."""

    lesson: UUID
    codes: frozenset[str]
    lines: frozenset[str]


class Teaching:
    """The lessons that one reader may read, by the rules they teach."""

    def __init__(self, taught: Iterable[Taught], lessons: Mapping[UUID, Lesson]) -> None:
        self.taught = [each for each in taught if each.lesson in lessons]
        self.lessons = lessons

    def of(self, rule: Rule) -> list[Lesson]:
        """Those that name the rule; where none does, those that show its list."""
        found = [each for each in self.taught if rule.code in each.codes]
        found = found or [each for each in self.taught if rule.line in each.lines]
        return [self.lessons[each.lesson] for each in found]


def teaching_for(reader: Employee) -> Teaching:
    """Some queries, however many lessons and rules."""
    journeys = readable_journeys(reader)
    lessons = {each.key: each for journey in journeys for each in journey.outline.lessons}
    return Teaching(taught_in_lessons(), lessons)


def taught_in_lessons() -> list[Taught]:
    """Of the published lessons; read anew after one was published or taken down."""
    pages = LessonPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    stamp = pages.aggregate(count=Count("pk"), last=Max("last_published_at"))
    key = f"codebook-taught:{stamp['count']}:{stamp['last'] and stamp['last'].timestamp()}"
    found: list[Taught] | None = cache.get(key)
    if found is None:
        bodies = pages.order_by("path").only("translation_key", "body")
        found = [each for page in bodies.iterator() if (each := _taught_in(page)) is not None]
        cache.set(key, found, KEPT_SECONDS)
    return found


def _taught_in(page: LessonPage) -> Taught | None:
    return taught_by(page.translation_key, page.body.raw_data)


def taught_by(lesson: UUID, body: Iterable[Mapping[str, Any]]) -> Taught | None:
    """What the blocks of a lesson's text name, as Wagtail keeps them; None where none does."""
    values = [raw["value"] for raw in body if raw["type"] == BLOCK]
    if not values:
        return None
    codes = {_code(each) for value in values for each in value.get("codes") or ()}
    lines = {line for value in values if not value.get("codes") for line in value["lines"]}
    return Taught(lesson, frozenset(codes), frozenset(lines))


def _code(item: Any) -> str:
    """Wagtail keeps the items of a list with their ids."""
    return str(item["value"] if isinstance(item, dict) else item).upper()
