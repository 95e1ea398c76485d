"""What the bank holds, for who writes a blueprint."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from assessments.enums import Difficulty, QuestionState
from assessments.models import Question, Skill
from assessments.queries.bank import categories_in_order, newest_versions
from assessments.queries.blueprints import Reach
from assessments.rules.quiz_settings import SectionSettings
from assessments.rules.tree import below


@dataclass(frozen=True)
class Pick:
    """A question that a section may list."""

    pk: int
    code: str
    stem: str
    state: str

    @property
    def state_label(self) -> str:
        """Empty where the question is drawn."""
        if self.state == QuestionState.IN_USE:
            return ""
        return str(QuestionState(self.state).label)

    @property
    def is_retired(self) -> bool:
        return self.state == QuestionState.RETIRED


def questions_to_pick() -> list[Pick]:
    """Every question with what it says now, by code. One query."""
    found = newest_versions().order_by("question__code")
    rows = found.values_list("question", "question__code", "stem", "question__state")
    return [Pick(*row) for row in rows]


def missing_questions(rows: Sequence[SectionSettings]) -> dict[int, list[Question]]:
    """By the section's index: what it asks for that is not drawn, as it is not in use. Retired
    questions only where they are listed: a rule means none of them. Two queries at most."""
    if not rows:
        return {}
    reach = Reach(rows)
    wanted = [_missing(reach, row) for row in rows]
    found = list(Question.objects.filter(reduce(or_, wanted)).order_by("code"))
    listed = [[each for each in found if _is_missing(reach, row, each)] for row in rows]
    return {index: each for index, each in enumerate(listed) if each}


def _missing(reach: Reach, row: SectionSettings) -> Q:
    unused = ~Q(state=QuestionState.IN_USE)
    if not row.question_ids:
        unused &= ~Q(state=QuestionState.RETIRED)
    return reach.condition(row) & unused


def _is_missing(reach: Reach, row: SectionSettings, question: Question) -> bool:
    if question.state == QuestionState.RETIRED and not row.question_ids:
        return False
    return reach.fits(row, question)


@dataclass(frozen=True)
class Cells:
    """How many questions are in use by difficulty, as a rule would find them: for a category with
    all below it, or (without one) for the whole bank; of a skill, or (without one) of any."""

    label: str
    depth: int
    is_skill: bool
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def bank_table() -> list[Cells]:
    """The whole bank, then each category that has questions, each followed by its skills where it
    has any. Three queries."""
    counted = Counter[tuple[int | None, int | None, int]]()
    found = Question.objects.filter(state=QuestionState.IN_USE).order_by()
    by_place = found.values_list("category", "skill", "difficulty").annotate(Count("pk"))
    for category, skill, difficulty, number in by_place:
        counted[category, skill, difficulty] = number
    categories = categories_in_order()
    parents = {category.pk: category.parent_id for category, __ in categories}
    skills = list(Skill.objects.all())
    table = _rows(_("All categories"), 0, counted, skills)
    for category, depth in categories:
        within = below(category.pk, parents)
        inside = Counter({place: n for place, n in counted.items() if place[0] in within})
        table += _rows(category.localised_name, depth + 1, inside, skills)
    return table


def _rows(
    label: str,
    depth: int,
    counted: Counter[tuple[int | None, int | None, int]],
    skills: Iterable[Skill],
) -> list[Cells]:
    def counts(skill: int | None) -> tuple[int, ...]:
        return tuple(
            sum(
                number
                for (__, of_skill, difficulty), number in counted.items()
                if difficulty == level and skill in (None, of_skill)
            )
            for level in Difficulty.values
        )

    rows = [Cells(label, depth, False, counts(None))]
    rows += [Cells(str(skill), depth + 1, True, counts(skill.pk)) for skill in skills]
    return [row for row in rows if row.total]
