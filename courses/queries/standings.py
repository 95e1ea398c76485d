"""Where many people stand in several courses: what the cells of the team's table say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from assessments.models import Quiz
from courses.models import CoursePage, Enrolment
from courses.queries.attempts import Attempts, attempts_of
from courses.queries.certificates import with_certificate
from courses.queries.outlines import outlines_by_key
from courses.rules.standing import URGENCY, Facts, Standing, State, standing_of
from lms.people.models import Employee, Leave


@dataclass(frozen=True)
class TeamCourse:
    """A course as a column of the table: its lessons of today and its examination."""

    key: UUID
    title: str
    url: str
    lessons: frozenset[UUID]
    quiz: Quiz | None


@dataclass(frozen=True)
class Cell:
    course: TeamCourse
    standing: Standing
    enrolment: Enrolment | None = None


@dataclass(frozen=True)
class Member:
    """Somebody of the team with a cell for each course, in the order of the columns."""

    employee: Employee
    away: Leave | None
    cells: tuple[Cell, ...]

    @property
    def done(self) -> int:
        """In how many of the courses taken there is nothing left to do."""
        ready = (State.COMPLETED, State.EXPIRING)
        return sum(cell.standing.state in ready for cell in self.cells)

    @property
    def taken(self) -> int:
        return sum(cell.enrolment is not None for cell in self.cells)

    @property
    def has_open(self) -> bool:
        """Whether there is a course to be reminded of."""
        return any(
            cell.enrolment is not None and cell.enrolment.completed_at is None
            for cell in self.cells
        )

    @property
    def most_urgent(self) -> State:
        return min((cell.standing.state for cell in self.cells), key=URGENCY.index)


def team_courses(courses: Iterable[CoursePage]) -> list[TeamCourse]:
    """The courses as columns, in their order. Two queries."""
    courses = list(courses)
    outlines = outlines_by_key(course.translation_key for course in courses)
    return [
        TeamCourse(
            key=course.translation_key,
            title=outlines[course.translation_key].title,
            url=outlines[course.translation_key].url,
            lessons=frozenset(lesson.key for lesson in outlines[course.translation_key].lessons),
            quiz=course.examination,
        )
        for course in courses
        if course.translation_key in outlines
    ]


def members(people: Sequence[Employee], courses: Sequence[TeamCourse], today: date) -> list[Member]:
    """These people with their cells, in four queries however many they are."""
    away = leaves_on(people, today)
    enrolments = {
        (enrolment.employee_id, enrolment.course_key): enrolment
        for enrolment in enrolments_read(courses).filter(employee__in=[p.pk for p in people])
    }
    sat = attempts_of(people, {course.quiz for course in courses if course.quiz})
    return [
        Member(
            employee,
            away.get(employee.pk),
            tuple(
                _cell(
                    course,
                    enrolments.get((employee.pk, course.key)),
                    sat.get((employee.pk, course.quiz.pk)) if course.quiz else None,
                    today,
                    is_away=employee.pk in away,
                )
                for course in courses
            ),
        )
        for employee in people
    ]


def leaves_on(people: Sequence[Employee], day: date) -> dict[int, Leave]:
    """Who of them is away, by the employee's id."""
    found: Any = Leave.objects.on(day).filter(employee__in=[person.pk for person in people])
    return {leave.employee_id: leave for leave in found}


def enrolments_read(courses: Sequence[TeamCourse]) -> QuerySet[Enrolment]:
    """The enrolments in these courses; `read` counts the lessons of today that were read, `begun`
    those that are gone too, `suspensions` the questions that suspend the result that completed it;
    the certificate that counts is fetched along."""
    lessons = set[UUID]().union(*(course.lessons for course in courses))
    was_read = Q(progress__read_at__isnull=False)
    found = Enrolment.objects.filter(course_key__in=[course.key for course in courses]).annotate(
        begun=Count("progress", filter=was_read),
        read=Count("progress", filter=was_read & Q(progress__lesson_key__in=lessons)),
        suspensions=F("passed_sitting__suspensions"),
    )
    return with_certificate(found.order_by())


def _cell(
    course: TeamCourse,
    enrolment: Enrolment | None,
    sat: Attempts | None,
    today: date,
    *,
    is_away: bool,
) -> Cell:
    if enrolment is None:
        return Cell(course, standing_of(None, today))
    certificate = enrolment.certificate
    facts = Facts(
        read=enrolment.read,  # type: ignore[attr-defined]
        total=len(course.lessons),
        has_begun=enrolment.begun > 0,  # type: ignore[attr-defined]
        is_completed=enrolment.completed_at is not None,
        due_on=enrolment.due_on,
        valid_until=certificate.valid_until if certificate else None,
        is_revoked=certificate is not None and certificate.revoked_at is not None,
        attempts_left=sat.left if sat else None,
        is_waiting=sat is not None and sat.is_waiting,
        is_suspended=bool(
            enrolment.suspensions  # type: ignore[attr-defined]
            if enrolment.completed_at
            else sat and sat.is_suspended
        ),
    )
    return Cell(course, standing_of(facts, today, is_away=is_away), enrolment)
