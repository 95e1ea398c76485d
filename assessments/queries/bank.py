"""Reads of the question bank."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from assessments.enums import QuestionState
from assessments.models import (
    Category,
    Question,
    QuestionStep,
    QuestionVersion,
    Quiz,
    Skill,
)
from assessments.rules.tree import below


def newest_versions() -> QuerySet[QuestionVersion]:
    """The newest version of each question."""
    newest = (
        QuestionVersion.objects.filter(question=OuterRef("question"))
        .order_by()
        .values("question")
        .annotate(newest=Max("number"))
        .values("newest")
    )
    return QuestionVersion.objects.filter(number=Subquery(newest))


def drawable() -> QuerySet[QuestionVersion]:
    """What a sitting may draw now: of each question in use the version reviewed last."""
    return QuestionVersion.objects.filter(
        question__state=QuestionState.IN_USE, question__drawn=F("pk")
    ).select_related("question")


def questions() -> QuerySet[Question]:
    """Questions with `newest` (their newest version), `version_count`, place in the bank, tags and
    the quizzes that list them: a constant number of queries."""
    current = Prefetch("versions", queryset=newest_versions(), to_attr="newest")
    return (
        Question.objects.annotate(version_count=Count("versions", distinct=True))
        .select_related("category", "skill", "drawn")
        .prefetch_related(current, "sections__quiz", "tags")  # type: ignore[misc]
        .order_by("code")
    )


def parents() -> dict[int, int | None]:
    """The tree of categories, for `rules.tree`."""
    return dict(Category.objects.values_list("pk", "parent_id"))


def within(category: Category) -> set[int]:
    """The ids of the category and all below it."""
    return below(category.pk, parents())


def quizzes() -> QuerySet[Quiz]:
    """Quizzes with their sections and what those list."""
    return Quiz.objects.select_related("category").prefetch_related("sections__listed")


def versions_of(question: Question) -> list[QuestionVersion]:
    """All versions, newest first, with their authors and the number of papers they stood on."""
    found: Any = (
        QuestionVersion.objects.filter(question=question)
        .select_related("created_by", "picture")
        .annotate(papers=Count("sitting_items"))
        .order_by("-number")
    )
    return list(found)


# Categories ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Branch:
    """A category at its depth in the tree (roots at 0), with the questions that stand in it and
    those that stand in it or below; retired ones do not count."""

    category: Category
    depth: int
    own: int
    within: int

    @property
    def label(self) -> str:
        return indented(self.category, self.depth)


def branches() -> list[Branch]:
    """All categories in the order of the tree: each before what is below it. Two queries."""
    ordered = categories_in_order()
    tree = {category.pk: category.parent_id for category, __ in ordered}
    standing = Question.objects.exclude(state=QuestionState.RETIRED).order_by()
    own = Counter(standing.values_list("category_id", flat=True))
    return [
        Branch(
            category,
            depth,
            own[category.pk],
            sum(own[each] for each in below(category.pk, tree)),
        )
        for category, depth in ordered
    ]


def categories_in_order() -> list[tuple[Category, int]]:
    """The tree from top to bottom, each with its depth. One query."""
    return list(_in_tree(None, list(Category.objects.order_by("position", "code"))))


def _in_tree(
    parent: int | None, categories: list[Category], depth: int = 0
) -> Iterator[tuple[Category, int]]:
    for category in categories:
        if category.parent_id == parent:
            yield category, depth
            yield from _in_tree(category.pk, categories, depth + 1)


def category_choices() -> list[tuple[int, str]]:
    """For a list to choose from, indented. One query."""
    return [(category.pk, indented(category, depth)) for category, depth in categories_in_order()]


def indented(category: Category, depth: int) -> str:
    return "\u2003" * depth + str(category)


def skills() -> QuerySet[Skill]:
    """Skills with `question_count`, retired questions left out."""
    standing = ~Q(questions__state=QuestionState.RETIRED)
    return Skill.objects.annotate(question_count=Count("questions", filter=standing))


# Questions -----------------------------------------------------------------------------------


def steps_of(question: Question) -> QuerySet[QuestionStep]:
    """What was decided about the question, newest first."""
    return question.steps.select_related("version", "taken_by").order_by("-pk")
