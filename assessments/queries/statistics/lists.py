"""The quizzes of which there are statistics."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.enums import SittingState
from assessments.models import Quiz, Sitting
from lms.people.models import Employee


@dataclass(frozen=True)
class QuizRow:
    """`people` had their first attempt marked; `marked` attempts are marked, `waiting` wait."""

    quiz: Quiz
    people: int
    marked: int
    waiting: int


def quizzes_sat(people: QuerySet[Employee] | None, text: str = "") -> QuerySet[Quiz]:
    """Those that somebody has handed in, in the order of their codes; by code or title."""
    handed_in = _of(people).exclude(state=SittingState.OPEN).filter(quiz=OuterRef("pk"))
    found = Quiz.objects.filter(Exists(handed_in))
    for word in text.split():
        found = found.filter(
            Q(code__icontains=word) | Q(title__icontains=word) | Q(title_en__icontains=word)
        )
    return found.order_by("code")


def _of(people: QuerySet[Employee] | None) -> QuerySet[Sitting]:
    found = Sitting.objects.order_by()
    return found if people is None else found.filter(employee__in=people.order_by().values("pk"))


def quiz_rows(quizzes: Iterable[Quiz], people: QuerySet[Employee] | None) -> list[QuizRow]:
    """One query."""
    listed = list(quizzes)
    marked = Q(state=SittingState.MARKED)
    counts = {
        row["quiz"]: row
        for row in _of(people)
        .filter(quiz__in=[quiz.pk for quiz in listed])
        .values("quiz")
        .annotate(
            people=Count("pk", filter=marked & Q(number=1)),
            marked=Count("pk", filter=marked),
            waiting=Count("pk", filter=Q(state=SittingState.SUBMITTED)),
        )
    }
    return [
        QuizRow(quiz, row["people"], row["marked"], row["waiting"])
        for quiz in listed
        if (row := counts.get(quiz.pk))
    ]
