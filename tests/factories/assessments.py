"""Questions, quizzes and sittings for tests. Sittings are opened by the action, never made up."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from assessments.actions.open_sitting import open_sitting
from assessments.enums import Kind
from assessments.models import Question, QuestionVersion, Quiz, QuizQuestion, Sitting
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory


class QuestionVersionFactory(DjangoModelFactory[QuestionVersion]):
    """Single choice, the second option right; the traits make the other kinds."""

    class Meta:
        model = QuestionVersion

    class Params:
        multiple = factory.Trait(
            kind=Kind.MULTIPLE_CHOICE,
            content={"options": ["水杯", "手帕", "雨伞", "纸巾"]},
            key={"right": [1, 3]},
        )
        true_false = factory.Trait(kind=Kind.TRUE_FALSE, content={}, key={"right": True})

    question = factory.SubFactory("tests.factories.assessments.QuestionFactory", version=None)
    number = 1
    kind = Kind.SINGLE_CHOICE
    stem = factory.Sequence(lambda n: f"电话铃响第几声之内要接起来？（{n}）")
    content = factory.LazyFunction(lambda: {"options": ["一声", "三声", "五声", "七声"]})
    key = factory.LazyFunction(lambda: {"right": [1]})
    explanation = "三声之内接起。"
    marks = 2
    created_by = factory.LazyFunction(Employee.objects.system)


class QuestionFactory(DjangoModelFactory[Question]):
    """A question with one version; `version__multiple=True` makes it multiple choice."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"Q-{n:03}")
    topic = "电话"
    version = factory.RelatedFactory(QuestionVersionFactory, factory_related_name="question")


class QuizFactory(DjangoModelFactory[Quiz]):
    """A quiz of `size` single-choice questions, all of them drawn unless `draw` says less."""

    class Meta:
        model = Quiz
        exclude = ["size"]
        skip_postgeneration_save = True

    size = 3
    code = factory.Sequence(lambda n: f"exam-{n}")
    title = factory.Sequence(lambda n: f"客户服务·考试{n}")
    draw = factory.SelfAttribute("size")

    @classmethod
    def _create(cls, model_class: type[Quiz], *args: Any, **kwargs: Any) -> Quiz:
        questions = kwargs.pop("of", None)
        quiz: Quiz = super()._create(model_class, *args, **kwargs)
        if questions is None:
            questions = QuestionFactory.create_batch(quiz.draw)
        QuizQuestion.objects.bulk_create(
            QuizQuestion(quiz=quiz, question=question, position=position)
            for position, question in enumerate(questions)
        )
        return quiz


def sitting_of(employee: Employee | None = None, quiz: Quiz | None = None) -> Sitting:
    """A sitting that has just begun."""
    return open_sitting(
        actor=employee or EmployeeFactory.create(), quiz=quiz or QuizFactory.create()
    )
