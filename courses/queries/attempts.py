"""What many people made of examinations, at once.

Whether somebody passed is the quiz's affair (`assessments.queries.Standing`), which looks at one
person. Here the database says it for many: exactly, but for the average. There it is the average
of all attempts, so that who reached it once and fell below it since has not passed; their course
was completed when they reached it, unless a lesson was left.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Exists, F, FloatField, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, NullIf

from assessments.enums import Outcome, SittingState
from assessments.models import Quiz, Sitting
from assessments.queries import extra_attempts
from lms.people.models import Employee

# A result that is suspended, as a question is being checked, is neither passed nor failed.
KNOWN = Q(suspensions=0)
PASSED = Q(passed=True) & KNOWN
OPEN = ~Q(state=SittingState.MARKED) | ~KNOWN
PASSED_AT_ONCE = PASSED & Q(number=1)
PERCENT = Cast("score", FloatField()) * 100 / NullIf(Cast("max_score", FloatField()), 0.0)


@dataclass(frozen=True)
class Attempts:
    """`left` is None where there is no limit, where the examination is passed, and while an
    attempt is under way, waits for its marker or is suspended; `is_suspended` where it is not
    passed."""

    left: int | None
    is_waiting: bool = False
    is_suspended: bool = False


def attempts_of(
    people: Collection[Employee], quizzes: Iterable[Quiz]
) -> Mapping[tuple[int, int], Attempts]:
    """By employee and quiz, for who has sat. One query."""
    by_id = {quiz.pk: quiz for quiz in quizzes}
    rows: Any = (
        Sitting.objects.filter(employee__in=[p.pk for p in people], quiz__in=by_id)
        .order_by()
        .values("employee_id", "quiz_id")
        .annotate(
            used=Max("number"),
            unmarked=Count("pk", filter=OPEN),
            suspended=Count("pk", filter=~KNOWN),
            waiting=Count("pk", filter=Q(state=SittingState.SUBMITTED)),
            passes=Count("pk", filter=PASSED),
            passes_at_once=Count("pk", filter=PASSED_AT_ONCE),
            average=Avg(PERCENT, filter=KNOWN),
            extra=Max(extra_attempts()),
        )
    )
    return {
        (row["employee_id"], row["quiz_id"]): Attempts(
            _left(by_id[row["quiz_id"]], row),
            row["waiting"] > 0,
            row["suspended"] > 0 and not _has_passed(by_id[row["quiz_id"]], row),
        )
        for row in rows
    }


def _left(quiz: Quiz, row: Mapping[str, Any]) -> int | None:
    if quiz.attempts_allowed is None or row["unmarked"] or _has_passed(quiz, row):
        return None
    return max(0, quiz.attempts_allowed + row["extra"] - row["used"])


def _has_passed(quiz: Quiz, row: Mapping[str, Any]) -> bool:
    match quiz.outcome:
        case Outcome.AVERAGE:
            # What the attempts make together is not known while one of them is suspended.
            is_known = row["average"] is not None and not row["suspended"]
            return is_known and row["average"] >= quiz.pass_percent
        case Outcome.FIRST:
            return bool(row["passes_at_once"])
        case _:
            return bool(row["passes"])


def used_up(quiz: Quiz) -> Q | None:
    """For a query of enrolments: all attempts are used, and it is neither passed nor unmarked
    nor suspended; None where there is no limit. The same as `Attempts.left == 0`."""
    if quiz.attempts_allowed is None:
        return None
    sat = Sitting.objects.filter(employee=OuterRef("employee"), quiz=quiz)
    last = sat.annotate(extra=extra_attempts()).filter(
        number__gte=F("extra") + quiz.attempts_allowed
    )
    unmarked = sat.filter(OPEN)
    return Q(Exists(last)) & ~Exists(unmarked) & ~Exists(_passing(quiz, sat))


def _passing(quiz: Quiz, sat: QuerySet[Sitting]) -> QuerySet[Any]:
    """Of one person's sittings those by which they passed."""
    match quiz.outcome:
        case Outcome.AVERAGE:
            averages = sat.filter(KNOWN).order_by().values("quiz").annotate(average=Avg(PERCENT))
            return averages.filter(average__gte=quiz.pass_percent)
        case Outcome.FIRST:
            return sat.filter(PASSED_AT_ONCE)
        case _:
            return sat.filter(PASSED)


def may_have_passed(quiz: Quiz) -> Exists:
    """For a query of enrolments: who may have passed, so that it is worth a closer look. Nobody
    who has is left out."""
    sat = Sitting.objects.filter(employee=OuterRef("employee"), quiz=quiz)
    # An attempt that missed a section's minimum still raises the average.
    is_average = quiz.outcome == Outcome.AVERAGE
    return Exists(sat.filter(state=SittingState.MARKED) if is_average else sat.filter(PASSED))
