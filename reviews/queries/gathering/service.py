"""Service figures by month."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from lms.people.rules.periods import month_end
from reviews.models import ServiceFigure
from reviews.queries.gathering.subjects import Subject, by_employee, first_and_last
from reviews.rules.scorecard import Measure
from reviews.rules.spells import part_of_month
from reviews.rules.trace import Item, Source


def live_figures() -> QuerySet[ServiceFigure]:
    """Those whose import was not withdrawn; of a person, month and measure there is one."""
    return ServiceFigure.objects.filter(work__withdrawn_at__isnull=True)


def figures(subjects: Sequence[Subject]) -> Iterator[tuple[int, Item]]:
    """The figures of all months that touch the period, each in the part where most of its days lie.
    One query."""
    first, last = first_and_last(subjects)
    people = by_employee(subjects)
    rows = live_figures().filter(
        employee__in=people, month__range=(first.replace(day=1), month_end(last))
    )
    for row in rows.order_by("month", "measure"):
        for subject in people[row.employee_id]:
            if subject.period_from.replace(day=1) <= row.month <= subject.period_until:
                yield (
                    subject.key,
                    Item(
                        Measure(row.measure),
                        Source.FIGURE,
                        str(row.pk),
                        Decimal(row.numerator),
                        Decimal(row.denominator),
                        row.month,
                        row.source,
                        part=part_of_month(subject.parts, row.month),
                    ),
                )
