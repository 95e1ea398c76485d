"""What somebody had learned of a rule before they were charged under it, and whether the training
that a decision ordered was followed by more of the same."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from assessments.models import Sitting
from conduct_records.models import Case, CodebookVersion
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.reading import said as in_readers_words
from conduct_records.queries.teaching import Taught, taught_by, taught_in_lessons
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import (
    ENDED_WITHOUT_EFFECT,
    HIDDEN_FROM_SUBJECT,
    State,
)
from conduct_records.rules.cases.steps import Charged
from courses.models import Enrolment, LessonProgress
from courses.queries import courses_with_examination, outlines_by_key


@dataclass(frozen=True)
class FinishedLesson:
    title: str
    url: str
    read_at: datetime
    course: UUID


@dataclass(frozen=True)
class PassedQuiz:
    title: str
    percent: int
    passed_at: datetime
    sitting: UUID


@dataclass(frozen=True)
class TaughtCharge:
    """A charge with the lessons on its rule that the person had finished before it happened, and
    the examinations of their courses that they had passed."""

    charge: Charged
    title: str
    lessons: tuple[FinishedLesson, ...]
    quizzes: tuple[PassedQuiz, ...]


@dataclass(frozen=True)
class _Read:
    """A lesson as somebody read it: what it taught in those words."""

    taught: Taught
    course: UUID
    lesson: FinishedLesson


def taught_before(case: Case, file: CaseFile | None = None) -> list[TaughtCharge]:
    """By charge, in their order; some queries, however many charges and lessons."""
    file = file or file_of(case)
    charges = list(file.charges.values())
    if not charges:
        return []
    happened_at = case.incident.happened_at
    read = _read_before(case, happened_at)
    quizzes = _passed_before(case, {each.course for each in read}, happened_at)
    titles = _titles(charges)
    found = []
    for charge in charges:
        own = _on(charge, read)
        courses = dict.fromkeys(each.course for each in own)
        passed = tuple(quizzes[course] for course in courses if course in quizzes)
        lessons = tuple(each.lesson for each in own)
        found.append(TaughtCharge(charge, titles.get(charge.rule, charge.rule), lessons, passed))
    return found


def _read_before(case: Case, happened_at: datetime) -> list[_Read]:
    """The lessons that teach rules and that the person finished; those counted that taught them
    in the words that were read."""
    keys = {each.lesson for each in taught_in_lessons()}
    rows = LessonProgress.objects.filter(
        enrolment__employee=case.subject_id, lesson_key__in=keys, read_at__lt=happened_at
    )
    rows = rows.select_related("enrolment", "revision").order_by("read_at")
    outlines = outlines_by_key({row.enrolment.course_key for row in rows})
    lessons = {each.key: each for outline in outlines.values() for each in outline.lessons}
    found = []
    for row in rows:
        lesson = lessons.get(row.lesson_key)
        assert row.revision is not None and row.read_at is not None
        taught = taught_by(row.lesson_key, json.loads(row.revision.content["body"]))
        if lesson is not None and taught is not None:
            name = f"{lesson.number} {lesson.title}".strip()
            course = row.enrolment.course_key
            finished = FinishedLesson(name, lesson.url, row.read_at, course)
            found.append(_Read(taught, course, finished))
    return found


def _on(charge: Charged, read: Iterable[_Read]) -> list[_Read]:
    """Those that name the rule; where none does, those that show its list."""
    named = [each for each in read if charge.rule in each.taught.codes]
    return named or [each for each in read if charge.line in each.taught.lines]


def _passed_before(
    case: Case, keys: Iterable[UUID], happened_at: datetime
) -> dict[UUID, PassedQuiz]:
    """By course, the last pass of its examination."""
    quizzes = {
        key: course.examination
        for key, course in courses_with_examination(keys).items()
        if course.examination is not None
    }
    sittings = Sitting.objects.filter(
        employee=case.subject_id,
        quiz__in=list(quizzes.values()),
        passed=True,
        suspensions=0,
        submitted_at__lt=happened_at,
    )
    last = {sitting.quiz_id: sitting for sitting in sittings.order_by("submitted_at")}
    found = {}
    for key, quiz in quizzes.items():
        if quiz.pk in last:
            sitting = last[quiz.pk]
            assert sitting.submitted_at is not None
            found[key] = PassedQuiz(
                quiz.localised_title, sitting.percent, sitting.submitted_at, sitting.pk
            )
    return found


def _titles(charges: Iterable[Charged]) -> dict[str, str]:
    """By rule, as the version charged has it."""
    charges = list(charges)
    versions = CodebookVersion.objects.filter(number__in={each.version for each in charges})
    books = {each.number: each.codebook for each in versions}
    rules = (books[each.version].rule(each.rule) for each in charges if each.version in books)
    return {rule.code: in_readers_words(rule.title) for rule in rules if rule is not None}


@dataclass(frozen=True)
class TrainingSince:
    """The training that a decision ordered, and what is known since. `further` counts the cases
    about the same person under the same rules that happened after it was finished."""

    title: str
    due_on: date
    is_enrolled: bool
    finished_on: date | None = None
    is_finished_before: bool = False
    further: int = 0
    days: int = 0

    @property
    def is_late(self) -> bool:
        return self.finished_on is None and self.due_on < timezone.localdate()


def training_since(case: Case, file: CaseFile | None = None) -> TrainingSince | None:
    """None where no decision that stands ordered any. Two queries."""
    file = file or file_of(case)
    measure = file.decision.measure if file.decision and file.served_at else None
    if measure is None or measure.training is None or file.state == State.OVERTURNED:
        return None
    ordered, key = measure.training, UUID(measure.training.course)
    enrolment = Enrolment.objects.filter(employee=case.subject_id, course_key=key).first()
    finished_at = enrolment.completed_at if enrolment else None
    if finished_at is None:
        return TrainingSince(ordered.title, ordered.due_on, enrolment is not None)
    assert file.served_at is not None
    finished_on = timezone.localdate(finished_at)
    return TrainingSince(
        ordered.title,
        ordered.due_on,
        True,
        finished_on,
        is_finished_before=finished_at < file.served_at,
        further=_further(case, file, max(finished_at, file.served_at)),
        days=(timezone.localdate() - max(finished_on, timezone.localdate(file.served_at))).days,
    )


def _further(case: Case, file: CaseFile, since: datetime) -> int:
    """Cases that the person was told of and that did not end without effect."""
    rules = [charge.rule for charge in file.proven]
    not_refuted = Q(charges__is_proven=True) | Q(charges__is_proven__isnull=True)
    others = Case.objects.filter(
        not_refuted,
        subject=case.subject_id,
        incident__happened_at__gt=since,
        charges__rule_code__in=rules,
    )
    others = others.exclude(pk=case.pk)
    others = others.exclude(state__in=(*ENDED_WITHOUT_EFFECT, *HIDDEN_FROM_SUBJECT))
    return others.distinct().count()
