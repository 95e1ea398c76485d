"""What the pages that put packages together show."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments.queries import Standing, standings
from courses.blocks import first_picture
from courses.models import CoursePage, LessonPage
from courses.queries import Journey, courses_with_examination, journeys_of
from lms.files.models import Picture
from lms.people.models import Employee


@dataclass(frozen=True)
class Step:
    """One step on the way to the certificate."""

    name: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class CourseCard:
    """A course somebody takes, with its examination."""

    journey: Journey
    course: CoursePage
    standing: Standing | None

    @property
    def is_completed(self) -> bool:
        return self.journey.is_completed

    @property
    def waits_for_examination(self) -> bool:
        """Everything is read, the examination is not passed yet."""
        return self.standing is not None and not self.journey.left and not self.standing.passed

    @property
    def waits_for_marking(self) -> bool:
        """Everything is read, and what was handed in waits for its marker."""
        return bool(
            self.standing
            and self.waits_for_examination
            and self.standing.waiting
            and not self.standing.open
        )

    @property
    def is_suspended(self) -> bool:
        """Everything is read, and a question in quarantine decides whether it is passed."""
        return bool(
            self.standing
            and self.waits_for_examination
            and self.standing.suspended
            and not self.standing.open
        )

    @property
    def days_left(self) -> int | None:
        """Days until the course is due, negative when overdue; None without a date."""
        due_on: date | None = self.journey.enrolment.due_on if self.journey.enrolment else None
        return (due_on - timezone.localdate()).days if due_on else None

    @property
    def steps(self) -> list[Step]:
        """Lessons, examination (where there is one), certificate."""
        done = {"lessons": not self.journey.left}
        if self.standing is not None:
            done["examination"] = self.standing.passed
        done["certificate"] = self.is_completed
        now = next((name for name, is_done in done.items() if not is_done), None)
        return [Step(name, is_done, name == now) for name, is_done in done.items()]


def course_cards(employee: Employee) -> list[CourseCard]:
    """The courses somebody is enrolled in, the most urgent first; a constant number of queries."""
    journeys = journeys_of(employee)
    courses = courses_with_examination(journey.outline.key for journey in journeys)
    standing = standings(
        employee, {course.examination for course in courses.values() if course.examination}
    )
    return [
        CourseCard(
            journey,
            courses[journey.outline.key],
            standing.get(courses[journey.outline.key].examination_id),
        )
        for journey in journeys
    ]


def standings_begun(cards: list[CourseCard]) -> list[Standing]:
    """Each examination that was sat, once, even where two courses share it."""
    found = {card.standing.quiz.pk: card.standing for card in cards if card.standing}
    return [standing for standing in found.values() if standing.sittings]


def picture_for(card: CourseCard) -> Picture | None:
    """What the card of the course to go on with shows: the first picture of the next lesson, or
    the cover of the course."""
    lesson = card.journey.resume
    page = LessonPage.objects.filter(translation_key=lesson.key).first() if lesson else None
    return (page and first_picture(page.body)) or card.course.cover
