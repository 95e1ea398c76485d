"""Reads of the question bank and of quizzes."""

from typing import Any

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from assessments.models import Question, QuestionVersion, Quiz


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


def questions() -> QuerySet[Question]:
    """Questions with `newest` (their current version), `version_count` and `quizzes` fetched
    along: 3 queries."""
    current = Prefetch("versions", queryset=newest_versions(), to_attr="newest")
    return (
        Question.objects.annotate(version_count=Count("versions", distinct=True))
        .prefetch_related(current, "quizzes")
        .order_by("code")
    )


def pool(quiz: Quiz) -> list[QuestionVersion]:
    """What a sitting that starts now may draw: the current versions of the quiz's questions that
    are not retired, in the quiz's order. One query."""
    return list(
        newest_versions()
        .filter(question__is_retired=False, question__quiz_questions__quiz=quiz)
        .order_by("question__quiz_questions__position", "question__quiz_questions__id")
    )


def pool_size(quiz: Quiz) -> int:
    return Question.objects.filter(quizzes=quiz, is_retired=False).count()


def quizzes() -> QuerySet[Quiz]:
    """Quizzes with `pool_size`, the number of their questions that may be drawn."""
    live = Q(questions__is_retired=False)
    counted = Quiz.objects.annotate(pool_size=Count("questions", filter=live, distinct=True))
    return counted.order_by("code")


def versions_of(question: Question) -> list[QuestionVersion]:
    """All versions, newest first, with their authors and the number of papers they stood on."""
    found: Any = (
        QuestionVersion.objects.filter(question=question)
        .select_related("created_by")
        .annotate(papers=Count("sitting_items"))
        .order_by("-number")
    )
    return list(found)
