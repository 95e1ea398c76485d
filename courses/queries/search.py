"""Lessons that say what somebody looks for, as far as that person may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from courses.blocks import audience_of
from courses.models import LessonPage
from courses.queries.acknowledgements import position_of
from courses.queries.journeys import Journey
from courses.rules.journey import Lesson, LessonState
from lms.people.models import Employee
from lms.search.words import Piece, excerpt, occurrences, phrases
from lms.ui.han import in_readers_script
from lms.ui.language import reads_english

# More than this nobody reads; the best come first.
MOST = 200


@dataclass(frozen=True)
class Hit:
    """A lesson that says it. `pieces` are empty where the lesson is still locked to the reader,
    whose title matches then."""

    lesson: Lesson
    course: str
    chapter: str
    is_locked: bool
    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]


def search_lessons(journeys: Iterable[Journey], reader: Employee, query: str) -> list[Hit]:
    """The lessons on these journeys that say it in their title, summary or a part meant for the
    reader, best first; each once, in the reader's language where both say it. Four queries."""
    if not phrases(query):
        return []
    way = {lesson.key: journey for journey in journeys for lesson in journey.outline.lessons}
    hits: dict[UUID, Hit] = {}
    for page in _candidates(way, query):
        hit = _hit(page, way[page.translation_key], reader, query)
        if hit and (page.translation_key not in hits or _is_readers(page)):
            hits[page.translation_key] = hit
    return list(hits.values())


def _candidates(keys: Iterable[UUID], query: str) -> list[LessonPage]:
    pages = LessonPage.objects.live().filter(translation_key__in=list(keys))
    return list(pages.select_related("locale").search(query)[:MOST])


def _is_readers(page: LessonPage) -> bool:
    return page.is_translation is reads_english()


def _hit(page: LessonPage, journey: Journey, reader: Employee, query: str) -> Hit | None:
    key = page.translation_key
    is_locked = journey.state(key) is LessonState.LOCKED
    parts = [] if is_locked else [page.summary, *visible_text(page, journey, reader)]
    text = " · ".join(filter(None, parts))
    if not occurrences(f"{page.title}\n{text}", query):
        return None
    lesson = next(one for one in journey.outline.lessons if one.key == key)
    chapter = journey.outline.chapter_of(key)
    return Hit(
        lesson=lesson,
        course=journey.outline.title,
        chapter=chapter.title if chapter else "",
        is_locked=is_locked,
        title=_in_script(excerpt(page.title, query)),
        pieces=_in_script(excerpt(text, query)) if text else (),
    )


def visible_text(page: LessonPage, journey: Journey, reader: Employee) -> list[str]:
    """What the parts of the lesson say that are meant for the reader; all of them for somebody who
    reads without an enrolment."""
    parts = [
        block
        for block in page.body
        if journey.enrolment is None or audience_of(block.value).admits(*position_of(reader))
    ]
    return [text for part in parts for text in part.block.get_searchable_content(part.value)]


def _in_script(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(Piece(in_readers_script(piece.text), piece.is_found) for piece in pieces)
