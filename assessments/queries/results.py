"""Where somebody stands with a quiz."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import pairwise, takewhile

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from assessments.enums import Outcome, SittingState
from assessments.models import Allowance, ItemMark, Quiz, Sitting, SittingResult
from assessments.queries.papers import PaperItem
from assessments.rules import outcome
from assessments.rules.kinds.base import Criterion
from assessments.rules.timing import next_attempt_at
from lms.people.models import Employee


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a quiz. `sittings` are all of theirs, newest first; the rest is
    what this person is allowed beyond others."""

    quiz: Quiz
    sittings: tuple[Sitting, ...] = ()
    extra_attempts: int = 0
    extra_minutes: int = 0

    @property
    def attempts_used(self) -> int:
        return len(self.sittings)

    @property
    def attempts_allowed(self) -> int | None:
        """With what this person is allowed beyond others; None: any number."""
        if self.quiz.attempts_allowed is None:
            return None
        return self.quiz.attempts_allowed + self.extra_attempts

    @property
    def attempts_left(self) -> int | None:
        """None: any number."""
        if self.attempts_allowed is None:
            return None
        return max(0, self.attempts_allowed - self.attempts_used)

    @property
    def open(self) -> Sitting | None:
        return next((s for s in self.sittings if s.state == SittingState.OPEN), None)

    @property
    def waiting(self) -> Sitting | None:
        """One that a marker has to judge."""
        return next((s for s in self.sittings if s.state == SittingState.SUBMITTED), None)

    @property
    def handed_in(self) -> tuple[Sitting, ...]:
        return tuple(s for s in self.sittings if s.state != SittingState.OPEN)

    @property
    def marked(self) -> tuple[Sitting, ...]:
        return tuple(s for s in self.sittings if s.state == SittingState.MARKED)

    @property
    def next_attempt_at(self) -> datetime | None:
        """From when on a resit may begin; None before the first attempt was handed in."""
        last = next(iter(self.handed_in), None)
        if last is None or last.submitted_at is None:
            return None
        return next_attempt_at(last.submitted_at, self.quiz.resit_delay_hours)

    @property
    def suspended(self) -> Sitting | None:
        """The newest one whose result is suspended, where it might still make the quiz passed."""
        if self.passed:
            return None
        return next((s for s in self.marked if s.suspensions), None)

    @cached_property
    def counted(self) -> tuple[Sitting, ...]:
        """The marked ones in the order in which they were sat, without those that are suspended:
        these are neither passed nor failed. Where it matters which was the first, or what they
        make together, nothing after a suspended one is known yet."""
        in_order = self.marked[::-1]
        if self.quiz.outcome in (Outcome.FIRST, Outcome.AVERAGE):
            return tuple(takewhile(lambda sitting: not sitting.suspensions, in_order))
        return tuple(sitting for sitting in in_order if not sitting.suspensions)

    @cached_property
    def _attempts(self) -> tuple[outcome.Attempt, ...]:
        return tuple(
            outcome.Attempt(sitting.score, sitting.max_score, bool(sitting.passed))
            for sitting in self.counted
            if sitting.score is not None
        )

    @property
    def percent(self) -> int | None:
        """What counts of all attempts, in whole per cent, rounded down; None before a mark."""
        counting = outcome.counting(self.quiz.outcome, self._attempts)
        return None if counting is None else int(counting.percent)

    @property
    def best(self) -> Sitting | None:
        """The attempt that counts; the best where all do together."""
        method = Outcome.BEST if self.quiz.outcome == Outcome.AVERAGE else self.quiz.outcome
        counting = outcome.counting(method, self._attempts)
        if counting is None or counting.index is None:
            return None
        return self.counted[counting.index]

    @cached_property
    def passing(self) -> Sitting | None:
        """The sitting with which the quiz was passed first; later ones change nothing."""
        index = outcome.first_pass(self.quiz.outcome, self._attempts, self.quiz.pass_percent)
        return None if index is None else self.counted[index]

    @property
    def passed(self) -> bool:
        return self.passing is not None


def standings(employee: Employee, quizzes: Iterable[Quiz]) -> dict[int, Standing]:
    """Where the employee stands with each quiz, by the quiz's id. Two queries for all."""
    by_quiz: dict[int, list[Sitting]] = {}
    listed = list(quizzes)
    of_employee = {"employee": employee, "quiz__in": listed}
    for sitting in Sitting.objects.filter(**of_employee).order_by("-number"):
        by_quiz.setdefault(sitting.quiz_id, []).append(sitting)
    allowed = (
        Allowance.objects.filter(**of_employee)
        .order_by()
        .values("quiz")
        .annotate(attempts=Sum("extra_attempts"), minutes=Sum("extra_minutes"))
    )
    extra = {row["quiz"]: (row["attempts"], row["minutes"]) for row in allowed}
    return {
        quiz.pk: Standing(quiz, tuple(by_quiz.get(quiz.pk, ())), *extra.get(quiz.pk, (0, 0)))
        for quiz in listed
    }


def extra_attempts() -> Coalesce:
    """For a query of sittings: what the learner is allowed beyond others."""
    return Coalesce(
        Subquery(
            Allowance.objects.filter(quiz=OuterRef("quiz"), employee=OuterRef("employee"))
            .order_by()
            .values("quiz")
            .annotate(extra=Sum("extra_attempts"))
            .values("extra")
        ),
        0,
        output_field=IntegerField(),
    )


def standing(employee: Employee, quiz: Quiz) -> Standing:
    return standings(employee, [quiz])[quiz.pk]


def passed_sitting(employee: Employee, quiz: Quiz) -> Sitting | None:
    """The sitting with which the employee first passed the quiz; later ones change nothing."""
    return standing(employee, quiz).passing


def newest_marks(sitting: Sitting) -> dict[int, ItemMark]:
    """Of each item that has one, by the item's id, in the order of the paper, with all that an
    entry of the ledger says of it. One query."""
    found = ItemMark.objects.filter(item__sitting=sitting).select_related(
        "item__version__question", "response", "marked_by"
    )
    return {mark.item_id: mark for mark in found.order_by("item__position", "number")}


@dataclass(frozen=True)
class ResultChange:
    """A later result beside the one before it."""

    result: SittingResult
    before: SittingResult


def result_changes(sitting: Sitting) -> list[ResultChange]:
    """That and why a sitting was marked again, the newest first. One query."""
    results = list(sitting.results.order_by("-number"))
    return [ResultChange(*pair) for pair in pairwise(results)]


@dataclass(frozen=True)
class Judgement:
    """A criterion with the points that a marker gave for it."""

    criterion: Criterion
    points: Decimal

    @property
    def most(self) -> Decimal:
        return Decimal(self.criterion.points.numerator) / self.criterion.points.denominator

    @property
    def is_met(self) -> bool:
        return self.points == self.most

    @property
    def is_missed(self) -> bool:
        return self.points == 0


def judgements(item: PaperItem, mark: ItemMark | None) -> list[Judgement]:
    """What a marker gave for each criterion; nothing where the key decided."""
    points = map(Decimal, mark.points if mark else [])
    return [Judgement(*pair) for pair in zip(item.interaction.criteria, points, strict=False)]
