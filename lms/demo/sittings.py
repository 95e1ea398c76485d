"""Sittings that waited for something: for a marker, for a word about a late answer, for a resit.
From `content/sittings.yaml`, through the actions, each with the clock set to its time."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from assessments.actions.close_item import close_item
from assessments.actions.decide_late import decide_late
from assessments.actions.grant_allowance import grant_allowance
from assessments.actions.mark_item import mark_item
from assessments.actions.open_sitting import open_sitting
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.models import Allowance, Quiz, Sitting
from assessments.queries import PaperItem, late_responses, paper, standing
from assessments.rules.receipts import Sent
from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.models import CoursePage, Enrolment
from lms.demo import clock
from lms.demo.answers import answer_to
from lms.demo.files import CONTENT, read
from lms.demo.journeys import read_whole
from lms.demo.questions import Row
from lms.demo.stories import course_of, person
from lms.people.models import Employee

HR = "20213"
# What a device says of an answer that it could not send: given so long before the deadline, when
# it had last heard of the server so much earlier.
GIVEN_BEFORE, UNHEARD_FOR = timedelta(seconds=50), timedelta(seconds=130)
A_MOMENT = timedelta(seconds=20)


def load_sittings(system: Employee) -> None:
    """Add what is missing. Who sat a quiz already is left to themselves; so is a course whose
    authors gave it no examination."""
    rows = read(CONTENT / "sittings.yaml")
    for row in rows["sittings"]:
        if (quiz := course_of(row["course"]).examination) is not None:
            Sat(system, row, quiz).play()
    for row in rows["allowances"]:
        if (quiz := course_of(row["course"]).examination) is not None:
            _allow(row, quiz)


def _enrolled(employee: Employee, course: CoursePage, at: datetime) -> Enrolment:
    found = Enrolment.objects.filter(employee=employee, course_key=course.translation_key).first()
    if found is not None:
        return found
    with clock.at(at):
        return enrol_employee(actor=person(HR), employee=employee, course=course)


def _allow(row: Row, quiz: Quiz) -> None:
    employee, course = person(row["who"]), course_of(row["course"])
    if Allowance.objects.filter(quiz=quiz, employee=employee).exists():
        return
    at = clock.from_today(row["day"], row["time"])
    _enrolled(employee, course, at - timedelta(days=1))
    with clock.at(at):
        grant_allowance(
            actor=person(row["by"]),
            quiz=quiz,
            employee=employee,
            extra_minutes=row.get("minutes", 0),
            extra_attempts=row.get("attempts", 0),
            reason=row["reason"],
        )


class Sat:
    """One sitting as its row tells it."""

    def __init__(self, system: Employee, row: Row, quiz: Quiz) -> None:
        self.system, self.row, self.quiz = system, row, quiz
        self.employee, self.course = person(row["who"]), course_of(row["course"])
        # The place of the first answer that came late.
        self.late_from: int | None = row["late"]["from"] if "late" in row else None

    def play(self) -> None:
        if standing(self.employee, self.quiz).sittings:
            return
        enrolled, learned, begun = (
            clock.from_today(*self.row[name]) for name in ("enrolled", "read", "begun")
        )
        enrolment = _enrolled(self.employee, self.course, enrolled)
        with clock.at(learned):
            read_whole(self.employee, self.course)
        with clock.at(begun):
            sitting = open_sitting(actor=self.employee, quiz=self.quiz)
        items = paper(sitting).items
        over = self._answer(sitting, items, begun)
        over = self._judge(sitting, items, over)
        with clock.at(over):
            complete_course(actor=self.system, enrolment=enrolment)

    def _answer(self, sitting: Sitting, items: tuple[PaperItem, ...], begun: datetime) -> datetime:
        """At an even pace. What is late arrives after the system has handed in."""
        in_time = items if self.late_from is None else items[: self.late_from - 1]
        lasted = timedelta(minutes=self.row.get("minutes", 0))
        ends = begun + lasted if self.late_from is None else sitting.deadline
        pace = (ends - begun) / (len(items) + 1)
        for item in in_time:
            self._save(sitting, item, begun + pace * item.position)
        if self.late_from is None:
            with clock.at(ends):
                submit_sitting(actor=self.employee, sitting=sitting)
            return ends
        with clock.at(ends + A_MOMENT):
            submit_sitting(actor=self.system, sitting=sitting)
        arrived = ends + timedelta(minutes=self.row["late"]["minutes"])
        for item in items[len(in_time) :]:
            self._save(sitting, item, arrived, given=ends - GIVEN_BEFORE)
        return arrived

    def _save(
        self, sitting: Sitting, item: PaperItem, at: datetime, given: datetime | None = None
    ) -> None:
        is_right = item.position not in self.row["wrong"]
        words = self.row.get("words", {}).get(item.version.question.code, "")
        given_at = given or at
        with clock.at(at):
            save_answer(
                actor=self.employee,
                sitting_id=sitting.pk,
                position=item.position,
                data=answer_to(item, is_right=is_right, text=words.strip()),
                sent=Sent(
                    client_id=uuid4(),
                    epoch=0,
                    revision=1,
                    given_at=given_at,
                    seen_at=given_at - UNHEARD_FOR,
                ),
            )
            if self.quiz.is_sequential and given is None:
                close_item(actor=self.employee, sitting=sitting, position=item.position)

    def _judge(self, sitting: Sitting, items: tuple[PaperItem, ...], over: datetime) -> datetime:
        """What a marker did, if one did; and when all was over."""
        for marks in self.row.get("marks", ()):
            over = clock.from_today(marks["day"], marks["time"])
            with clock.at(over):
                _mark(items, marks)
        if "by" in (late := self.row.get("late", {})):
            over = clock.from_today(late["day"], late["time"])
            with clock.at(over):
                _let_count(sitting, late)
        return over


def _mark(items: tuple[PaperItem, ...], row: Row) -> None:
    by_code = {item.version.question.code: item.row for item in items}
    for code, said in row["items"].items():
        points = [Decimal(str(each)) for each in said["points"]]
        mark_item(actor=person(row["by"]), item=by_code[code], points=points, remark=said["remark"])


def _let_count(sitting: Sitting, row: Row) -> None:
    for response in late_responses(sitting):
        decide_late(
            actor=person(row["by"]), response=response, is_allowed=True, reason=row["reason"]
        )
