"""What the conduct record says: decided, served and live at the cut-off."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from conduct_records.queries.cases.files import records_as_at
from conduct_records.rules.cases.records import live_on
from reviews.queries.gathering.subjects import Subject, by_employee, moments
from reviews.rules.scorecard import Measure
from reviews.rules.trace import Item, Source


def records(subjects: Sequence[Subject]) -> Iterator[tuple[int, Item]]:
    """A violation costs its points, a commendation brings them. Two queries."""
    people = by_employee(subjects)
    for employee, found in records_as_at(moments(subjects)).items():
        for subject in people[employee]:
            for record in live_on(found, subject.period_until):
                sign = 1 if record.is_commendation else -1
                yield (
                    subject.key,
                    Item(
                        Measure.CONDUCT_RECORD,
                        Source.CASE,
                        record.case,
                        Decimal(sign * record.points),
                        Decimal(0),
                        record.counts_from,
                        line=record.line or "",
                    ),
                )
