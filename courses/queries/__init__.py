"""Reads. Other packages use the names listed here."""

from courses.queries.journeys import (
    Journey,
    certificates_of,
    has_progress,
    journey_of,
    journeys_of,
)
from courses.queries.outlines import (
    course_by_key,
    courses_examined_by,
    courses_with_examination,
    live_courses,
    outline_of,
    outlines_by_key,
)
from courses.queries.rosters import (
    courses_with_counts,
    enrolments_in,
    enrolments_to_certify,
    roster_of,
)

__all__ = [
    "Journey",
    "certificates_of",
    "course_by_key",
    "courses_examined_by",
    "courses_with_counts",
    "courses_with_examination",
    "enrolments_in",
    "enrolments_to_certify",
    "has_progress",
    "journey_of",
    "journeys_of",
    "live_courses",
    "outline_of",
    "outlines_by_key",
    "roster_of",
]
