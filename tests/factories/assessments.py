"""Questions, quizzes and sittings for tests. Sittings are opened by the action, never made up."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from assessments.actions.open_sitting import open_sitting
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind, QuestionState
from assessments.models import (
    Category,
    Question,
    QuestionVersion,
    Quiz,
    Section,
    SectionQuestion,
    Sitting,
    Skill,
)
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory

# Content and key of one question of each kind, as `rules.kinds` wants them.
OF_KIND: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    Kind.SINGLE_CHOICE: ({"options": ["一声", "三声", "五声", "七声"]}, {"right": [1]}),
    Kind.MULTIPLE_CHOICE: ({"options": ["水杯", "手帕", "雨伞", "纸巾"]}, {"right": [1, 3]}),
    Kind.TRUE_FALSE: ({}, {"right": True}),
    Kind.SHORT_TEXT: ({}, {"accepted": [{"text": "您好"}]}),
    Kind.NUMBER: ({"units": ["分钟"]}, {"value": "10", "tolerance": "0", "unit": 0}),
    Kind.MATCHING: (
        {"left": ["漏水", "小修"], "right": ["半天", "十分钟", "一周"]},
        {"pairs": [1, 0]},
    ),
    Kind.ORDERING: ({"steps": ["问好", "报姓名", "记下来意"]}, {"credit": "neighbours"}),
    Kind.CLOZE: (
        {"parts": ["铃响", "之内接起，先说", "。"], "choices": [[], ["您好", "喂"]]},
        {"accepted": [["三声", "3声"], ["0"]]},
    ),
    Kind.SCENARIO: (
        {
            "turns": [
                {
                    "name": "开场",
                    "text": "我被狗抓伤了！",
                    "choices": [{"say": "您先坐。", "to": 1}, {"say": "狗不归我们管。", "to": 2}],
                },
                {"name": "安抚", "text": "谢谢。", "is_end": True},
                {"name": "激怒", "text": "我要投诉！", "is_end": True},
            ]
        },
        {"scores": [[2, 0], [], []]},
    ),
    Kind.ESSAY: (
        {},
        {"rubric": [{"text": "先致歉", "points": 4}, {"text": "说时限", "points": 6}]},
    ),
    Kind.ROLE_PLAY: (
        {"situation": "住户来访，情绪激动。"},
        {"points": [{"text": "让她平静"}, {"text": "建议接种疫苗"}]},
    ),
}


class QuestionVersionFactory(DjangoModelFactory[QuestionVersion]):
    """Single choice, the second option right; `kind=Kind.NUMBER` takes content and key of
    `OF_KIND`, and the traits are short for two of them."""

    class Meta:
        model = QuestionVersion

    class Params:
        multiple = factory.Trait(kind=Kind.MULTIPLE_CHOICE)
        true_false = factory.Trait(kind=Kind.TRUE_FALSE)

    question = factory.SubFactory("tests.factories.assessments.QuestionFactory", version=None)
    number = 1
    kind = Kind.SINGLE_CHOICE
    stem = factory.Sequence(lambda n: f"电话铃响第几声之内要接起来？（{n}）")
    content = factory.LazyAttribute(lambda version: OF_KIND[version.kind][0])
    key = factory.LazyAttribute(lambda version: OF_KIND[version.kind][1])
    explanation = "三声之内接起。"
    marks = 2
    created_by = factory.LazyFunction(Employee.objects.system)


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    code = factory.Sequence(lambda n: f"category-{n}")
    name = factory.Sequence(lambda n: f"电话{n}")


class SkillFactory(DjangoModelFactory[Skill]):
    class Meta:
        model = Skill

    code = factory.Sequence(lambda n: f"skill-{n}")
    name = factory.Sequence(lambda n: f"应答{n}")


class QuestionFactory(DjangoModelFactory[Question]):
    """A question in use with one version; `version__kind=Kind.CLOZE` makes it a cloze."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"Q-{n:03}")
    version = factory.RelatedFactory(QuestionVersionFactory, factory_related_name="question")

    @factory.post_generation
    def in_use(self, create: bool, is_wanted: bool | None, **kwargs: Any) -> None:
        """`in_use=False` leaves it a draft; the version is that of above, if any."""
        if is_wanted is not False and self.versions.exists():
            put_in_use(self)


def put_in_use(question: Question, state: str = QuestionState.IN_USE) -> Question:
    """The newest version is drawn from now on, whoever wrote or reviewed it."""
    question.drawn = question.versions.order_by("-number").first()
    question.state = state
    question.save(update_fields=["drawn", "state"])
    return question


class SectionFactory(DjangoModelFactory[Section]):
    class Meta:
        model = Section

    quiz = factory.SubFactory("tests.factories.assessments.QuizFactory", size=0)
    position = factory.Sequence(lambda n: n)
    count = 1


class QuizFactory(DjangoModelFactory[Quiz]):
    """A quiz of `size` single-choice questions, all of them drawn unless `draw` says less; `of`
    gives the questions. `size=0` makes none, for a test that adds its own sections."""

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
        questions, draw = kwargs.pop("of", None), kwargs.pop("draw")
        quiz: Quiz = super()._create(model_class, *args, **kwargs)
        if questions is None:
            questions = QuestionFactory.create_batch(draw)
        if draw:
            list_questions(Section.objects.create(quiz=quiz, count=draw), questions)
        return quiz


def list_questions(section: Section, questions: list[Question]) -> Section:
    SectionQuestion.objects.bulk_create(
        SectionQuestion(section=section, question=question, position=position)
        for position, question in enumerate(questions)
    )
    return section


def quiz_of_kinds(*kinds: str, **settings: Any) -> Quiz:
    """A quiz with one question of each kind in this order, unshuffled."""
    questions = [QuestionFactory.create(version__kind=kind) for kind in kinds]
    settings = {"shuffle_questions": False, "shuffle_options": False} | settings
    return QuizFactory.create(of=questions, size=len(questions), **settings)


def sitting_of(employee: Employee | None = None, quiz: Quiz | None = None) -> Sitting:
    """A sitting that has just begun."""
    return open_sitting(
        actor=employee or EmployeeFactory.create(), quiz=quiz or QuizFactory.create()
    )


def handed_in(sitting: Sitting) -> Sitting:
    """By its learner, as it stands."""
    return submit_sitting(actor=sitting.employee, sitting=sitting)
