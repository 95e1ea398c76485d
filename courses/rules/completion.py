"""When a course counts as completed, and until when its certificate is valid."""

import calendar
from collections.abc import Collection
from datetime import date
from uuid import UUID

from courses.rules.journey import Outline, unread


def is_complete(
    outline: Outline, read: Collection[UUID], *, has_examination: bool, has_passed: bool
) -> bool:
    """Every live lesson read and, where the course has an examination, that examination passed.
    A course without lessons cannot be completed."""
    return (
        bool(outline.lessons) and not unread(outline, read) and (has_passed or not has_examination)
    )


def valid_until(passed_on: date, months: int | None) -> date | None:
    """The last day of validity: the day before the same day `months` later (the month's last day
    where it is shorter); None for ever."""
    if months is None:
        return None
    index = passed_on.year * 12 + passed_on.month - 1 + months
    year, month = divmod(index, 12)
    day = min(passed_on.day, calendar.monthrange(year, month + 1)[1])
    return date.fromordinal(date(year, month + 1, day).toordinal() - 1)


def serial_prefix(house: str, course_code: str, year: int) -> str:
    """What the certificates of one course and year have in common (QY-2026-A)."""
    return f"{house}-{year}-{course_code}".upper()


def serial_number(prefix: str, number: int) -> str:
    """How a certificate is numbered: house, year, course, running number (QY-2026-A-000418)."""
    return f"{prefix}-{number:06}"


def prefix_of(serial: str) -> str:
    """The series that a certificate's number belongs to."""
    return serial.rpartition("-")[0]
