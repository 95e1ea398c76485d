"""What somebody's marked questions earned, category by category."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from assessments.enums import SittingState
from assessments.models import Category, Quiz, SittingItem
from assessments.queries.bank import branches
from assessments.queries.results import Standing, standings
from assessments.rules import marking
from assessments.rules.tree import way_to
from lms.people.models import Employee


@dataclass(frozen=True)
class Tally:
    """Questions, how many of them earned all of their marks or none, and the marks together."""

    questions: int = 0
    right: int = 0
    wrong: int = 0
    earned: Decimal = Decimal(0)
    out_of: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.questions + other.questions,
            self.right + other.right,
            self.wrong + other.wrong,
            self.earned + other.earned,
            self.out_of + other.out_of,
        )

    @property
    def partly(self) -> int:
        return self.questions - self.right - self.wrong

    @property
    def percent(self) -> int:
        """In whole per cent, rounded down; 0 of nothing."""
        return marking.percent(self.earned, Decimal(self.out_of)) if self.out_of else 0


@dataclass(frozen=True)
class CategoryRow:
    """A category with all below it; None for questions that are in none."""

    category: Category | None
    depth: int
    tally: Tally


@dataclass(frozen=True)
class Progress:
    rows: list[CategoryRow]
    total: Tally


def quizzes_begun(employee: Employee) -> list[Standing]:
    """Where somebody stands with each quiz that they sat, the newest first. Two queries."""
    quizzes = Quiz.objects.filter(sittings__employee=employee).distinct()
    found = standings(employee, quizzes).values()
    return sorted(found, key=lambda one: one.sittings[0].started_at, reverse=True)


def progress_of(employee: Employee, quizzes: Collection[Quiz]) -> Progress:
    """From all marked sittings of these quizzes; only categories that came up. Three queries."""
    own = _tallies(employee, quizzes)
    if not own:
        return Progress([], Tally())
    tree = branches()
    parents = {branch.category.pk: branch.category.parent_id for branch in tree}
    whole: dict[int | None, Tally] = {}
    for category, tally in own.items():
        for step in way_to(category, parents) if category is not None else [None]:
            whole[step] = whole.get(step, Tally()) + tally
    rows = [
        CategoryRow(branch.category, branch.depth, whole[branch.category.pk])
        for branch in tree
        if branch.category.pk in whole
    ]
    if None in whole:
        rows.append(CategoryRow(None, 0, whole[None]))
    return Progress(rows, sum(own.values(), Tally()))


def _tallies(employee: Employee, quizzes: Collection[Quiz]) -> dict[int | None, Tally]:
    """By the id of the category in which the questions themselves are."""
    marked = SittingItem.objects.filter(
        sitting__employee=employee, sitting__quiz__in=quizzes, sitting__state=SittingState.MARKED
    )
    found = (
        marked.order_by()
        .values(category=F("version__question__category"))
        .annotate(
            questions=Count("pk"),
            right=Count("pk", filter=Q(mark=F("version__marks"))),
            wrong=Count("pk", filter=Q(mark=0)),
            earned=Sum("mark"),
            out_of=Sum("version__marks"),
        )
    )
    return {
        row["category"]: Tally(
            row["questions"], row["right"], row["wrong"], row["earned"], row["out_of"]
        )
        for row in found
    }
