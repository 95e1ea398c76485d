"""Some of the demo's people are halfway, some have passed, all through the ordinary actions."""

from collections.abc import Container
from typing import Any

from django.db.models import QuerySet

from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.models import Quiz
from assessments.queries import paper, standing
from courses.actions.acknowledge_statement import acknowledge_statement
from courses.actions.finish_lesson import finish_lesson
from courses.models import CoursePage, Enrolment, LessonPage
from courses.queries import journey_of, shown_hash, statements_for
from lms.demo.answers import answer_to
from lms.people.models import Employee

# Of ten answers one is wrong on the way to a pass, and every second one on the way to a failure.
WRONG_EVERY = {"pass": 10, "fail": 2}


def load_journeys(company: dict[str, Any], course: CoursePage) -> None:
    """Let people read and sit as their rows say, as far as they have not done so already."""
    lessons = list(_lessons(course))
    for person in company["people"]:
        if person.get("reads"):
            employee = Employee.objects.get(staff_number=person["number"])
            number = len(lessons) if person["reads"] == "all" else person["reads"]
            _read(employee, course, lessons[:number])
            if "sits" in person and course.examination:
                sit(employee, course.examination, WRONG_EVERY[person["sits"]])


def read_whole(employee: Employee, course: CoursePage) -> None:
    """Let somebody who is enrolled read a course to its end, unless they began it already."""
    _read(employee, course, list(_lessons(course)))


def _lessons(course: CoursePage) -> QuerySet[LessonPage]:
    found: QuerySet[LessonPage] = LessonPage.objects.live().descendant_of(course)
    return found.order_by("path")


def _read(employee: Employee, course: CoursePage, lessons: list[LessonPage]) -> None:
    journey = journey_of(employee, course.path)
    if journey is None or journey.enrolment is None or journey.progress:
        return
    for lesson in lessons:
        _confirm(employee, journey.enrolment, lesson)
        finish_lesson(actor=employee, lesson=lesson)


def _confirm(employee: Employee, enrolment: Enrolment, lesson: LessonPage) -> None:
    for statement in statements_for(employee, lesson):
        acknowledge_statement(
            actor=employee,
            enrolment=enrolment,
            lesson=lesson,
            block_id=statement.block_id,
            seen_hash=shown_hash(statement),
        )


def sit(employee: Employee, quiz: Quiz, wrong_every: int) -> None:
    """Let somebody sit an examination, unless they have. Where `wrong_every` is 10, the 10th and
    the 20th answer are wrong."""
    if standing(employee, quiz).sittings:
        return
    sitting = open_sitting(actor=employee, quiz=quiz)
    items = paper(sitting).items
    wrong: Container[int] = range(wrong_every, len(items) + 1, wrong_every)
    for item in items:
        data = answer_to(item, is_right=item.position not in wrong)
        save_answer(actor=employee, sitting_id=sitting.pk, position=item.position, data=data)
    submit_sitting(actor=employee, sitting=sitting)
