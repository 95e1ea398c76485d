"""What courses and examinations say: finished in time, and how well."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import timezone

from assessments.enums import SittingState
from assessments.models import Sitting
from courses.models import CoursePage, Enrolment
from reviews.queries.gathering.subjects import (
    Subject,
    by_employee,
    end_of_day,
    first_and_last,
    start_of_day,
)
from reviews.rules.samples import rounded
from reviews.rules.scorecard import FULL, Measure
from reviews.rules.trace import Item, Source

ON_TIME, LATE, NEVER = Decimal(1), Decimal("0.5"), Decimal(0)


def courses(subjects: Sequence[Subject]) -> Iterator[tuple[int, Item]]:
    """The courses that were due in the period: finished by their day 1, by the cut-off a half.
    Three queries."""
    first, last = first_and_last(subjects)
    people = by_employee(subjects)
    rows = list(
        Enrolment.objects.filter(employee__in=people, due_on__range=(first, last)).order_by(
            "due_on", "pk"
        )
    )
    titles = _titles(rows)
    for row in rows:
        assert row.due_on is not None
        for subject in people[row.employee_id]:
            if subject.period_from <= row.due_on <= subject.period_until:
                title, title_en = titles.get(row.course_key, ("", ""))
                yield (
                    subject.key,
                    Item(
                        Measure.COURSES_ON_TIME,
                        Source.ENROLMENT,
                        str(row.pk),
                        _finished(row, subject),
                        Decimal(1),
                        row.due_on,
                        title,
                        title_en,
                    ),
                )


def _finished(row: Enrolment, subject: Subject) -> Decimal:
    if row.completed_at is None or row.completed_at >= subject.cut_off:
        return NEVER
    assert row.due_on is not None
    return ON_TIME if row.completed_at < end_of_day(row.due_on) else LATE


def _titles(rows: Sequence[Enrolment]) -> dict[object, tuple[str, str]]:
    """In Chinese and English, by the course's key."""
    found: dict[object, tuple[str, str]] = {}
    pages = CoursePage.objects.filter(translation_key__in={row.course_key for row in rows})
    for page in pages.select_related("locale"):
        title, title_en = found.get(page.translation_key, ("", ""))
        if page.locale.language_code == "en":
            title_en = page.title
        else:
            title = page.title
        found[page.translation_key] = (title, title_en)
    return found


def examinations(subjects: Sequence[Subject]) -> Iterator[tuple[int, Item]]:
    """Of each examination that was handed in during the period the best sitting. One query."""
    first, last = first_and_last(subjects)
    people = by_employee(subjects)
    rows = Sitting.objects.filter(
        employee__in=people,
        state=SittingState.MARKED,
        suspensions=0,  # while a question is being checked the result is not known
        submitted_at__gte=start_of_day(first),
        submitted_at__lt=end_of_day(last),
    ).select_related("quiz")
    best: dict[tuple[int, int], Sitting] = {}
    for row in rows.order_by("submitted_at", "number"):
        assert row.submitted_at is not None
        for subject in people[row.employee_id]:
            if start_of_day(subject.period_from) <= row.submitted_at < subject.cut_off:
                held = best.get((subject.key, row.quiz_id))
                if held is None or _percent(row) > _percent(held):
                    best[subject.key, row.quiz_id] = row
    for (key, __), row in best.items():
        assert row.submitted_at is not None
        yield (
            key,
            Item(
                Measure.EXAMINATION_RESULTS,
                Source.SITTING,
                str(row.pk),
                _percent(row),
                FULL,
                timezone.localdate(row.submitted_at),
                str(row.quiz),
            ),
        )


def _percent(row: Sitting) -> Decimal:
    return (
        rounded((row.score or Decimal(0)) * FULL / row.max_score) if row.max_score else Decimal(0)
    )
