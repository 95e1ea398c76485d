"""What a quiz asks for, and what the bank has for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from assessments.models import (
    Question,
    QuestionVersion,
    Quiz,
    Section,
    SittingItem,
)
from assessments.queries.bank import drawable, parents
from assessments.rules import blueprint as rules
from assessments.rules.quiz_settings import SectionSettings
from assessments.rules.tree import below
from lms.people.models import Employee
from lms.ui.language import in_readers_language


@dataclass(frozen=True)
class Blueprint:
    """The sections of a quiz with the questions that each may draw now; `versions` by id. `rows`
    say what each section asks for."""

    sections: tuple[rules.Section, ...]
    rows: tuple[SectionSettings, ...]
    versions: dict[int, QuestionVersion]

    @property
    def shortage(self) -> rules.Shortage | None:
        return rules.can_fill(self.sections)

    @property
    def is_ready(self) -> bool:
        """Whether a paper can be drawn: there is something to ask, and the bank holds enough."""
        return bool(self.sections) and self.shortage is None


def blueprint(quiz: Quiz) -> Blueprint:
    return blueprints([quiz])[quiz.pk]


def blueprints(quizzes: Iterable[Quiz]) -> dict[int, Blueprint]:
    """By the quiz's id. Four queries at most, however many quizzes, sections and questions."""
    asked: dict[int, list[SectionSettings]] = {quiz.pk: [] for quiz in quizzes}
    found = Section.objects.filter(quiz__in=asked).prefetch_related("listed")
    for row in found.order_by("position", "pk"):
        asked[row.quiz_id].append(settings_of(row))
    bank = _Bank([each for rows in asked.values() for each in rows])
    return {pk: bank.blueprint(rows) for pk, rows in asked.items()}


def blueprint_of(rows: Sequence[SectionSettings]) -> Blueprint:
    """That of sections which need not have been saved. Two queries at most."""
    return _Bank(rows).blueprint(rows)


def settings_of(row: Section) -> SectionSettings:
    """The section as it is written; one query unless `listed` is prefetched."""
    return SectionSettings(
        count=row.count,
        title=row.title,
        title_en=row.title_en,
        min_percent=row.min_percent,
        question_ids=tuple(each.question_id for each in row.listed.all()),
        category_id=row.category_id,
        skill_id=row.skill_id,
        difficulty=row.difficulty,
    )


class Reach:
    """Which questions sections ask for: the rule of each as a condition. One query at most."""

    def __init__(self, rows: Iterable[SectionSettings]) -> None:
        ids = {row.category_id for row in rows if row.category_id and not row.question_ids}
        tree = parents() if ids else {}
        self.categories = {pk: below(pk, tree) for pk in ids}

    def condition(self, row: SectionSettings, prefix: str = "") -> Q:
        """For a query of questions, or of what leads to them by `prefix`."""
        if row.question_ids:
            return Q(**{f"{prefix}pk__in": row.question_ids})
        asked = {f"{prefix}pk__isnull": False}
        condition = Q(**asked)
        if row.category_id:
            condition &= Q(**{f"{prefix}category__in": self.categories[row.category_id]})
        if row.skill_id:
            condition &= Q(**{f"{prefix}skill": row.skill_id})
        if row.difficulty:
            condition &= Q(**{f"{prefix}difficulty": row.difficulty})
        return condition

    def fits(self, row: SectionSettings, question: Question) -> bool:
        """The same of a question that has been read."""
        if row.question_ids:
            return question.pk in row.question_ids
        return (
            (row.category_id is None or question.category_id in self.categories[row.category_id])
            and row.skill_id in (None, question.skill_id)
            and row.difficulty in (None, question.difficulty)
        )


class _Bank:
    """What the bank has to draw for these sections."""

    def __init__(self, rows: Sequence[SectionSettings]) -> None:
        self.reach = Reach(rows)
        conditions = [self.reach.condition(row, "question__") for row in rows]
        found = drawable().filter(reduce(or_, conditions)) if conditions else drawable().none()
        self.versions = {version.pk: version for version in found.order_by("question__code")}

    def blueprint(self, rows: Sequence[SectionSettings]) -> Blueprint:
        sections = tuple(
            rules.Section(
                in_readers_language(row.title, row.title_en), self._candidates(row), row.count
            )
            for row in rows
        )
        return Blueprint(sections, tuple(rows), self.versions)

    def _candidates(self, row: SectionSettings) -> tuple[rules.Candidate, ...]:
        """The questions that this section may draw: those listed in their order."""
        found = [each for each in self.versions.values() if self.reach.fits(row, each.question)]
        place = _places(row.question_ids)
        found.sort(key=lambda version: place.get(version.question_id, 0))
        return tuple(map(_candidate, found))


def _places(ids: Sequence[int]) -> Mapping[int, int]:
    return {pk: place for place, pk in enumerate(ids)}


def _candidate(version: QuestionVersion) -> rules.Candidate:
    bound = version.wording.interaction
    return rules.Candidate(version.pk, version.question_id, bound.movable, bound.must_move)


def seen_questions(employee: Employee, quiz: Quiz) -> set[int]:
    """The questions that the employee has met in earlier sittings of the quiz."""
    met = SittingItem.objects.filter(sitting__employee=employee, sitting__quiz=quiz)
    return set(met.values_list("version__question_id", flat=True))


def short_of_questions(quizzes: Collection[Quiz]) -> list[Quiz]:
    """Those of the quizzes that nobody can start, as the bank holds too few questions."""
    plans = blueprints(quizzes)
    return [quiz for quiz in quizzes if plans[quiz.pk].shortage is not None]
