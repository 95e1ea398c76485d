"""Where somebody stands with a quiz."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.enums import SittingState
from assessments.models import Quiz, Sitting
from lms.people.models import Employee


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a quiz. `sittings` are all of theirs, newest first."""

    quiz: Quiz
    sittings: tuple[Sitting, ...] = ()

    @property
    def attempts_used(self) -> int:
        return len(self.sittings)

    @property
    def attempts_left(self) -> int:
        return max(0, self.quiz.attempts_allowed - self.attempts_used)

    @property
    def open(self) -> Sitting | None:
        return next((s for s in self.sittings if s.state == SittingState.OPEN), None)

    @property
    def marked(self) -> tuple[Sitting, ...]:
        return tuple(s for s in self.sittings if s.state == SittingState.MARKED)

    @property
    def best(self) -> Sitting | None:
        """The highest share of the marks; of equal ones a pass first, then the newest."""
        return max(self.marked, key=lambda s: (s.passed, s.percent, s.started_at), default=None)

    @property
    def passed(self) -> bool:
        return any(sitting.passed for sitting in self.sittings)


def standings(employee: Employee, quizzes: Iterable[Quiz]) -> dict[int, Standing]:
    """Where the employee stands with each quiz, by the quiz's id. One query for all."""
    by_quiz: dict[int, list[Sitting]] = {}
    listed = list(quizzes)
    for sitting in Sitting.objects.filter(employee=employee, quiz__in=listed).order_by("-number"):
        by_quiz.setdefault(sitting.quiz_id, []).append(sitting)
    return {quiz.pk: Standing(quiz, tuple(by_quiz.get(quiz.pk, ()))) for quiz in listed}


def standing(employee: Employee, quiz: Quiz) -> Standing:
    return standings(employee, [quiz])[quiz.pk]


def passed_sitting(employee: Employee, quiz: Quiz) -> Sitting | None:
    """The sitting with which the employee first passed the quiz; later ones change nothing."""
    passes = Sitting.objects.filter(employee=employee, quiz=quiz, passed=True)
    return passes.order_by("number").first()
