"""Where a question is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from assessments.models import Question, Quiz, Section
from assessments.queries.blueprints import Reach, settings_of


@dataclass(frozen=True)
class Usage:
    """Quizzes that list a question, and others whose rules fit it: those can draw it while it is in
    use."""

    listed: tuple[Quiz, ...]
    fitting: tuple[Quiz, ...]


def usages(found: Iterable[Question]) -> dict[int, Usage]:
    """By the question's id. Three queries, however many questions, quizzes and sections."""
    sections = Section.objects.select_related("quiz").prefetch_related("listed")
    asked = [(row.quiz, settings_of(row)) for row in sections]
    reach = Reach([row for __, row in asked])
    usage = {}
    for question in found:
        fitting = [(quiz, row) for quiz, row in asked if reach.fits(row, question)]
        listed = {quiz for quiz, row in fitting if row.question_ids}
        usage[question.pk] = Usage(_by_code(listed), _by_code({q for q, __ in fitting} - listed))
    return usage


def _by_code(quizzes: set[Quiz]) -> tuple[Quiz, ...]:
    return tuple(sorted(quizzes, key=lambda quiz: quiz.code))


def used_in(quiz: Quiz) -> Q:
    """The condition for questions that the quiz lists, or that its rules fit."""
    rows = [settings_of(row) for row in quiz.sections.prefetch_related("listed")]
    reach = Reach(rows)
    return reduce(or_, map(reach.condition, rows), Q(pk__in=[]))
