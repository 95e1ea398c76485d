"""Authors: question versions that never change, quizzes, and who may write them."""

from dataclasses import replace

import pytest
from wagtail.models import ModelLogEntry

from assessments.actions.save_question import save_question
from assessments.actions.save_quiz import save_quiz
from assessments.enums import Kind
from assessments.errors import CodeTaken, NotOneRight, QuestionVersionIsFixed
from assessments.models import Question, QuestionVersion, Quiz
from assessments.queries import pool, questions, quizzes, standings
from assessments.rules.quiz_settings import QuizSettings
from assessments.rules.wording import Wording
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import QuestionFactory, QuizFactory, sitting_of
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.rivals import overtaken

pytestmark = pytest.mark.django_db
WORDING = Wording(
    kind=Kind.SINGLE_CHOICE,
    stem="茶水几分满？",
    content={"options": ["五分", "七分"]},
    key={"right": [1]},
    marks=2,
)


@pytest.fixture
def trainer() -> Employee:
    return holder_of(Role.TRAINER, UnitFactory.create())


def logged(thing: Question | Quiz) -> list[tuple[str, int]]:
    entries = ModelLogEntry.objects.for_instance(thing).order_by("timestamp")
    return list(entries.values_list("action", "user_id"))


class TestQuestions:
    def test_an_edit_makes_the_next_version(self, trainer: Employee) -> None:
        question = save_question(actor=trainer, question=None, code="T-1", wording=WORDING)
        edited = replace(WORDING, stem="纸杯几分满？")
        for wording in (edited, edited):
            save_question(actor=trainer, question=question, code="T-1", wording=wording)
        assert [(v.number, v.wording) for v in question.versions.order_by("number")] == [
            (1, WORDING),
            (2, edited),
        ]
        assert question.current_version.created_by == trainer

    def test_author_and_edits_are_kept_in_the_history(self, trainer: Employee) -> None:
        question = save_question(actor=trainer, question=None, code="T-1", wording=WORDING)
        editor = holder_of(Role.TRAINER, UnitFactory.create())
        save_question(actor=editor, question=question, code="T-1", wording=WORDING)
        assert logged(question) == [("wagtail.create", trainer.pk), ("wagtail.edit", editor.pk)]

    def test_a_code_that_somebody_else_takes_meanwhile(self, trainer: Employee) -> None:
        rival = overtaken("assessments_question", lambda: QuestionFactory.create(code="T-1"))
        with rival, pytest.raises(CodeTaken):
            save_question(actor=trainer, question=None, code="T-1", wording=WORDING)

    def test_retiring_makes_no_version(self, trainer: Employee) -> None:
        question = save_question(actor=trainer, question=None, code="T-1", wording=WORDING)
        save_question(
            actor=trainer, question=question, code="T-1", wording=WORDING, is_retired=True
        )
        question.refresh_from_db()
        assert question.is_retired
        assert question.versions.count() == 1

    def test_refusals_leave_nothing_behind(self, trainer: Employee) -> None:
        save_question(actor=trainer, question=None, code="T-1", wording=WORDING)
        with pytest.raises(CodeTaken):
            save_question(actor=trainer, question=None, code="T-1", wording=WORDING)
        unmarkable = replace(WORDING, key={"right": []})
        with pytest.raises(NotOneRight):
            save_question(actor=trainer, question=None, code="T-2", wording=unmarkable)
        with pytest.raises(NotAllowed):
            save_question(
                actor=EmployeeFactory.create(), question=None, code="T-3", wording=WORDING
            )
        assert (Question.objects.count(), QuestionVersion.objects.count()) == (1, 1)

    def test_a_version_never_changes(self) -> None:
        version = QuestionFactory.create().current_version
        version.stem = "anders"
        everything = QuestionVersion.objects.filter(pk=version.pk)
        for change in (
            version.save,
            version.delete,
            everything.delete,
            lambda: everything.update(stem="anders"),
            lambda: everything.bulk_update([version], ["stem"]),
        ):
            with pytest.raises(QuestionVersionIsFixed):
                change()
        assert QuestionVersion.objects.get().stem != "anders"


class TestQuizzes:
    def test_questions_are_replaced_in_their_order(self, trainer: Employee) -> None:
        a, b, c = QuestionFactory.create_batch(3)
        settings = QuizSettings(title="考试", draw=2, shuffle=False)
        quiz = save_quiz(actor=trainer, quiz=None, code="exam", settings=settings, questions=[c, a])
        assert [version.question for version in pool(quiz)] == [c, a]
        harder = replace(settings, pass_percent=90)
        save_quiz(actor=trainer, quiz=quiz, code="", settings=harder, questions=[b, c])
        kept = Quiz.objects.get()
        assert [version.question for version in pool(kept)] == [b, c]
        assert (kept.code, kept.pass_percent) == ("exam", 90)
        drawn = [item.version.question for item in sitting_of(quiz=kept).items.all()]
        assert drawn == [b, c]

    def test_author_and_edits_are_kept_in_the_history(self, trainer: Employee) -> None:
        settings = QuizSettings(title="考试")
        quiz = save_quiz(actor=trainer, quiz=None, code="exam", settings=settings, questions=[])
        save_quiz(actor=trainer, quiz=quiz, code="", settings=settings, questions=[])
        assert logged(quiz) == [("wagtail.create", trainer.pk), ("wagtail.edit", trainer.pk)]

    def test_a_code_that_somebody_else_takes_meanwhile(self, trainer: Employee) -> None:
        settings = QuizSettings(title="考试")
        rival = overtaken("assessments_quiz", lambda: QuizFactory.create(code="exam"))
        with rival, pytest.raises(CodeTaken):
            save_quiz(actor=trainer, quiz=None, code="exam", settings=settings, questions=[])

    def test_refusals(self, trainer: Employee) -> None:
        settings = QuizSettings(title="考试")
        save_quiz(actor=trainer, quiz=None, code="exam", settings=settings, questions=[])
        with pytest.raises(CodeTaken):
            save_quiz(actor=trainer, quiz=None, code="exam", settings=settings, questions=[])
        with pytest.raises(NotAllowed):
            save_quiz(
                actor=EmployeeFactory.create(),
                quiz=None,
                code="other",
                settings=settings,
                questions=[],
            )

    def test_the_pool_counts_what_may_be_drawn(self) -> None:
        retired = QuestionFactory.create(is_retired=True)
        QuizFactory.create(of=[retired, QuestionFactory.create()], draw=2)
        assert [quiz.pool_size for quiz in quizzes()] == [1]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_a_fixed_number_of_queries(
    number: int, learner: Employee, django_assert_num_queries: object
) -> None:
    for quiz in QuizFactory.create_batch(number):
        sitting_of(learner, quiz)
    with django_assert_num_queries(3):  # type: ignore[operator]
        for question in questions():
            assert question.current_version.stem
            assert list(question.quizzes.all())
    every = list(Quiz.objects.all())
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = standings(learner, every)
        assert [where.attempts_used for where in found.values()] == [1] * number
