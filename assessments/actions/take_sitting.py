"""Finished sittings that come in a dump of django-quiz-app. Part of a larger action,
`import_questions`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from assessments.enums import MarkCause, SittingState
from assessments.errors import MalformedAnswer, import_words
from assessments.errors.exchange import QuestionNotTaken
from assessments.errors.exchange_words import said
from assessments.models import (
    ItemMark,
    Question,
    QuestionVersion,
    Quiz,
    Response,
    ResultMark,
    Sitting,
    SittingItem,
    SittingResult,
)
from assessments.rules import marking
from assessments.rules.evidence import examination_finished
from assessments.rules.exchange.django_quiz import Dump
from assessments.rules.exchange.django_quiz_sittings import DumpedSitting, answer_of
from assessments.rules.exchange.report import Came, Taken
from assessments.rules.wording import Wording
from lms.ledger.rules.envelope import Record
from lms.people.models import Employee
from lms.people.policies import may

SETTLE = "assessments.settle_sitting"
# Nothing there says until when a sitting could be handed in.
AFTERWARDS = timedelta(minutes=1)
# Above 100 nobody passes there; the table holds no more than this.
MOST_PERCENT = 32_767


@dataclass(frozen=True)
class PlannedSitting:
    """What is to become of a sitting. `answers` are those that fit, by the number of the question
    in the dump."""

    taken: Taken
    dumped: DumpedSitting
    employee: Employee
    quiz_code: str
    answers: dict[int, dict[str, object]]


class SittingIntake:
    """The sittings of a dump. `codes` and `wordings` are those of its questions that were taken
    over, `quizzes` the codes of its quizzes, each by the number in the dump."""

    def __init__(
        self,
        actor: Employee,
        dump: Dump,
        codes: dict[int, str],
        wordings: dict[int, Wording],
        quizzes: dict[int, str],
    ) -> None:
        self.actor, self.dump = actor, dump
        self.codes, self.wordings, self.quizzes = codes, wordings, quizzes
        self._met: set[tuple[str, int, datetime]] = set()
        self._people: dict[str, Employee | None] = {}
        self._versions: dict[int, QuestionVersion] = {}

    def plan(self, dumped: DumpedSitting) -> PlannedSitting:
        """Raises `QuestionNotTaken` with what keeps the sitting out."""
        employee = self._person(dumped.person)
        code = self._quiz(dumped)
        for number in dumped.questions:
            if number not in self.codes:
                text = said(import_words.SITTING_QUESTION_UNKNOWN, number=number)
                raise QuestionNotTaken.saying(text)
        if len({self.codes[number] for number in dumped.questions}) < len(dumped.questions):
            raise QuestionNotTaken.saying(said(import_words.SITTING_SAME_QUESTION))
        losses = list(dumped.losses)
        answers = self._answers(dumped, losses)
        came = self._came(code, employee, _aware(dumped.started), losses)
        taken = Taken(dumped.place, dumped.person, code, came, tuple(losses))
        return PlannedSitting(taken, dumped, employee, code, answers)

    def _came(self, code: str, employee: Employee, start: datetime, losses: list[str]) -> Came:
        key = (code, employee.pk, start)
        if key in self._met:
            losses.append(said(import_words.SITTING_TWICE))
            return Came.UNCHANGED
        self._met.add(key)
        sat = Sitting.objects.filter(quiz__code=code, employee=employee, started_at=start)
        return Came.UNCHANGED if sat.exists() else Came.NEW

    def _quiz(self, dumped: DumpedSitting) -> str:
        """The code of a quiz that nobody can sit here."""
        if dumped.quiz not in self.quizzes:
            raise QuestionNotTaken.saying(said(import_words.SITTING_QUIZ_UNKNOWN))
        code = self.quizzes[dumped.quiz]
        if Quiz.objects.filter(code=code, is_draft=False).exists():
            raise QuestionNotTaken.saying(said(import_words.SITTING_QUIZ_IN_USE))
        return code

    def _person(self, name: str) -> Employee:
        """Whoever has the name as staff number, where the actor may decide about their marks."""
        if name not in self._people:
            number = name.strip().upper()
            found = Employee.objects.filter(staff_number=number).first()
            self._people[name] = found if found and may(self.actor, SETTLE, found) else None
        if (person := self._people[name]) is None:
            raise QuestionNotTaken.saying(said(import_words.SITTER_UNKNOWN, name=name))
        if person == self.actor:
            raise QuestionNotTaken.saying(said(import_words.SITTING_OF_ONESELF))
        return person

    def _answers(self, dumped: DumpedSitting, losses: list[str]) -> dict[int, dict[str, object]]:
        found = {}
        for number in dumped.questions:
            if number not in dumped.answers:
                continue
            wording = self.wordings[number]
            bound = wording.interaction
            answer = answer_of(self.dump, number, wording.kind, dumped.answers[number])
            try:
                if answer is None:
                    raise MalformedAnswer
                found[number] = bound.written(bound.answer(answer))
            except MalformedAnswer:
                losses.append(said(import_words.ANSWER_NOT_READ, number=number))
        return found

    def take(self, planned: PlannedSitting) -> Record | None:
        """Write the sitting with its paper, answers, marks and result, as they were told; the entry
        to record. None where it is here. The caller has opened the transaction."""
        if planned.taken.came == Came.UNCHANGED:
            return None
        # The row of the employee stands for "their sittings"; see `open_sitting`.
        people = Employee.objects.select_for_update(no_key=True, of=("self",))
        employee = people.get(pk=planned.employee.pk)
        quiz = Quiz.objects.get(code=planned.quiz_code)
        number = Sitting.objects.filter(quiz=quiz, employee=employee).aggregate(
            last=Max("number", default=0)
        )["last"]
        versions = [self._version(each) for each in planned.dumped.questions]
        sitting = self._sitting(planned.dumped, quiz, employee, number + 1, versions)
        items = SittingItem.objects.bulk_create(
            SittingItem(
                sitting=sitting,
                position=position,
                version=version,
                closed_at=sitting.submitted_at,
                mark=_mark(planned.dumped, question, version),
            )
            for position, (question, version) in enumerate(
                zip(planned.dumped.questions, versions, strict=True), start=1
            )
        )
        return self._result(planned, sitting, items)

    def _sitting(
        self,
        dumped: DumpedSitting,
        quiz: Quiz,
        employee: Employee,
        number: int,
        versions: list[QuestionVersion],
    ) -> Sitting:
        started, ended = _aware(dumped.started), _aware(dumped.ended)
        pairs = zip(dumped.questions, versions, strict=True)
        return Sitting.objects.create(
            quiz=quiz,
            employee=employee,
            number=number,
            seed=0,
            sections=[{"title": "", "title_en": "", "min_percent": None}],
            pass_percent=min(max(0, dumped.percent), MOST_PERCENT),
            state=SittingState.MARKED,
            started_at=started,
            deadline=ended + AFTERWARDS,
            submitted_at=ended,
            submitted_by=employee,
            score=marking.score(_mark(dumped, *pair) for pair in pairs),
            max_score=sum(version.marks for version in versions),
            passed=dumped.passed,
        )

    def _result(
        self, planned: PlannedSitting, sitting: Sitting, items: list[SittingItem]
    ) -> Record:
        now = timezone.now()
        dumped = planned.dumped
        by_question = dict(zip(dumped.questions, items, strict=True))
        responses = {
            question: Response.objects.create(
                item=by_question[question],
                revision=1,
                answer=answer,
                saved_at=_aware(dumped.ended),
            )
            for question, answer in planned.answers.items()
        }
        marks = ItemMark.objects.bulk_create(
            ItemMark(
                item=item,
                number=1,
                response=responses.get(question),
                mark=_mark(dumped, question, item.version),
                cause=MarkCause.IMPORTED,
                marked_at=now,
                marked_by=self.actor,
            )
            for question, item in by_question.items()
        )
        result = SittingResult.objects.create(
            sitting=sitting,
            number=1,
            cause=MarkCause.IMPORTED,
            score=marking.score(mark.mark for mark in marks),
            passed=dumped.passed,
            made_at=now,
            made_by=self.actor,
        )
        ResultMark.objects.bulk_create(ResultMark(result=result, mark=mark) for mark in marks)
        return examination_finished(result, marks)

    def _version(self, question: int) -> QuestionVersion:
        """The version that says what the dump says; the newest where it was edited before."""
        if question not in self._versions:
            kept = Question.objects.get(code=self.codes[question])
            found = list(kept.versions.select_related("question").order_by("number"))
            same = [each for each in found if _says(each, self.wordings[question])]
            self._versions[question] = (same or found[-1:])[0]
        return self._versions[question]


def _says(version: QuestionVersion, wording: Wording) -> bool:
    ours = (version.kind, version.stem, version.content, version.key)
    return ours == (wording.kind, wording.stem, wording.content, wording.key)


def _mark(dumped: DumpedSitting, question: int, version: QuestionVersion) -> Decimal:
    return Decimal(0 if question in dumped.wrong else version.marks).quantize(Decimal("0.01"))


def _aware(time: datetime) -> datetime:
    """Dumps of a site without time zones mean its own clock."""
    return timezone.make_aware(time) if time.tzinfo is None else time
