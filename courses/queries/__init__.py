"""Reads. Other packages use the names listed here."""

from courses.queries.acknowledgements import (
    acknowledgements_of,
    as_shown,
    confirmation_of,
    confirmed_in,
    open_statements,
    position_of,
    shown_hash,
    statements_for,
    unconfirmed,
)
from courses.queries.certificates import (
    certificates_of,
    certificates_reached,
    current_design,
    in_paper_order,
    printable,
    with_certificate,
)
from courses.queries.journeys import (
    Journey,
    has_progress,
    journey_of,
    journeys_of,
)
from courses.queries.outlines import (
    course_by_key,
    courses_examined_by,
    courses_with_examination,
    lesson_for_reader,
    live_courses,
    outline_of,
    outlines_by_key,
    own_shelf,
)
from courses.queries.remedial import is_awaited, lesson_before_resit
from courses.queries.rosters import (
    courses_with_counts,
    enrolments_in,
    enrolments_to_certify,
    roster_of,
)
from courses.queries.search import search_lessons

__all__ = [
    "Journey",
    "acknowledgements_of",
    "as_shown",
    "certificates_of",
    "certificates_reached",
    "confirmation_of",
    "confirmed_in",
    "course_by_key",
    "courses_examined_by",
    "courses_with_counts",
    "courses_with_examination",
    "current_design",
    "enrolments_in",
    "enrolments_to_certify",
    "has_progress",
    "in_paper_order",
    "is_awaited",
    "journey_of",
    "journeys_of",
    "lesson_before_resit",
    "lesson_for_reader",
    "live_courses",
    "open_statements",
    "outline_of",
    "outlines_by_key",
    "own_shelf",
    "position_of",
    "printable",
    "roster_of",
    "search_lessons",
    "shown_hash",
    "statements_for",
    "unconfirmed",
    "with_certificate",
]
