"""Which sittings statistics are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Round

from assessments.enums import Attempts, SittingState
from assessments.models import Quiz, Sitting
from lms.people.models import Employee

AT_ONCE = 2000


def in_hundredths(field: str) -> Cast:
    """A number of marks as a whole number of hundredths: read some ten times as quickly."""
    return Cast(Round(F(field) * Value(100)), IntegerField())


def marked_sittings(quiz: Quiz, people: QuerySet[Employee] | None = None) -> QuerySet[Sitting]:
    """The marked sittings of a quiz, of these people where some are named."""
    found = Sitting.objects.filter(quiz=quiz, state=SittingState.MARKED).order_by()
    if people is not None:
        found = found.filter(employee__in=people.order_by().values("pk"))
    return found


def chosen_sittings(found: QuerySet[Sitting], attempts: str) -> QuerySet[Sitting]:
    """Of marked sittings those that count. A first attempt that waits for its mark is nobody's
    first: the second one of the same person does not stand in for it. The best of a person is
    chosen by `sitting_rows`."""
    if attempts == Attempts.FIRST:
        return found.filter(number=1)
    if attempts == Attempts.LAST:
        later = Sitting.objects.filter(
            quiz=OuterRef("quiz"),
            employee=OuterRef("employee"),
            state=SittingState.MARKED,
            number__gt=OuterRef("number"),
        )
        return found.filter(~Exists(later))
    return found


@dataclass(frozen=True)
class SittingRow:
    """Marks in hundredths."""

    pk: Any
    employee: int
    score: int
    worth: int
    passed: bool
    is_suspended: bool


def sitting_rows(found: QuerySet[Sitting], attempts: str) -> Iterator[SittingRow]:
    """The sittings that count, those handed in first before others; one query. Of equally good
    attempts the first is the best."""
    rows = (
        SittingRow(pk, employee, score, worth, bool(passed), suspensions > 0)
        for pk, employee, score, worth, passed, suspensions in chosen_sittings(found, attempts)
        .order_by("submitted_at", "pk")
        .values_list(
            "pk",
            "employee",
            in_hundredths("score"),
            in_hundredths("max_score"),
            "passed",
            "suspensions",
        )
        .iterator(AT_ONCE)
    )
    return iter(_best(rows)) if attempts == Attempts.BEST else rows


def _best(rows: Iterator[SittingRow]) -> list[SittingRow]:
    best: dict[int, SittingRow] = {}
    for row in rows:
        before = best.get(row.employee)
        if before is None or row.score * before.worth > before.score * row.worth:
            best[row.employee] = row
    return list(best.values())
