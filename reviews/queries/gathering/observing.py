"""What assessors saw on the floor."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from assessments.models import Observation
from reviews.queries.gathering.subjects import (
    Subject,
    by_employee,
    end_of_day,
    first_and_last,
    start_of_day,
)
from reviews.rules.scorecard import Measure
from reviews.rules.trace import Item, Source


def observations(subjects: Sequence[Subject]) -> Iterator[tuple[int, Item]]:
    """The observations of the period that had come in by its cut-off, each with the weights it
    reached out of those of the points that were seen. One query."""
    first, last = first_and_last(subjects)
    people = by_employee(subjects)
    rows = Observation.objects.filter(
        employee__in=people,
        observed_at__gte=start_of_day(first),
        received_at__lt=end_of_day(last),
    ).select_related("version__sheet")
    for row in rows.order_by("observed_at", "pk"):
        for subject in people[row.employee_id]:
            begun = start_of_day(subject.period_from) <= row.observed_at
            if begun and row.received_at < subject.cut_off:
                yield subject.key, _item(row)


def _item(row: Observation) -> Item:
    sheet = row.version.sheet
    return Item(
        Measure.POINTS_OBSERVED,
        Source.OBSERVATION,
        row.token,
        row.score,
        row.most,
        timezone.localdate(row.observed_at),
        sheet.title,
        sheet.title_en,
    )
