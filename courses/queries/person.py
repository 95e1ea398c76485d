"""All there is about one person's training, for who looks after it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from assessments.queries import Standing as QuizStanding
from assessments.queries import standings
from courses.models import Acknowledgement, Certificate, Reminder
from courses.queries.acknowledgements import acknowledgements_of
from courses.queries.certificates import certificates_of
from courses.queries.journeys import Journey, journeys_of
from courses.queries.outlines import courses_with_examination
from courses.queries.standings import Cell, members, team_courses
from courses.queries.team import reminders_to
from courses.rules.journey import Lesson
from lms.people.models import Employee, Leave


@dataclass(frozen=True)
class CourseRecord:
    """One course somebody takes: where they stand, every lesson, every sitting."""

    cell: Cell
    journey: Journey
    examination: QuizStanding | None

    @property
    def lessons(self) -> list[tuple[Lesson, datetime | None]]:
        """The lessons of today with the moment each was read."""
        read = {row.lesson_key: row.read_at for row in self.journey.progress}
        return [(lesson, read.get(lesson.key)) for lesson in self.journey.outline.lessons]


@dataclass(frozen=True)
class PersonRecord:
    away: Leave | None
    courses: list[CourseRecord]
    certificates: QuerySet[Certificate]
    acknowledgements: QuerySet[Acknowledgement]
    reminders: QuerySet[Reminder]

    @property
    def has_open(self) -> bool:
        """Whether there is a course to be reminded of."""
        return any(not record.journey.is_completed for record in self.courses)


def person_record(employee: Employee, today: date) -> PersonRecord:
    """The same number of queries however many courses there are."""
    journeys = journeys_of(employee)
    pages = courses_with_examination(journey.outline.key for journey in journeys)
    columns = team_courses(
        pages[journey.outline.key] for journey in journeys if journey.outline.key in pages
    )
    [member] = members([employee], columns, today)
    cells = {cell.course.key: cell for cell in member.cells}
    sat = standings(employee, {page.examination for page in pages.values() if page.examination})
    return PersonRecord(
        away=member.away,
        courses=[
            CourseRecord(
                cells[journey.outline.key],
                journey,
                sat.get(pages[journey.outline.key].examination_id),
            )
            for journey in journeys
            if journey.outline.key in cells
        ],
        certificates=certificates_of(employee),
        acknowledgements=acknowledgements_of(employee),
        reminders=reminders_to(employee),
    )
