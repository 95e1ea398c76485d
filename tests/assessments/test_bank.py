"""Authors: question versions that never change, quizzes, and who may write them."""

from dataclasses import replace
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from assessments.actions.save_category import save_category
from assessments.actions.save_question import Place, save_question
from assessments.actions.save_quiz import save_quiz
from assessments.actions.save_skill import save_skill
from assessments.enums import Difficulty, Kind, QuestionState
from assessments.errors import (
    CategoryInItself,
    CodeTaken,
    NoSections,
    NotOneRight,
    QuestionVersionIsFixed,
    SectionRefused,
)
from assessments.models import Category, Question, QuestionVersion, Quiz, Skill
from assessments.queries import branches, questions, standings, usages, used_in
from assessments.rules.quiz_settings import QuizSettings, SectionSettings
from assessments.rules.wording import Wording
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import (
    CategoryFactory,
    QuestionFactory,
    QuizFactory,
    SectionFactory,
    SkillFactory,
    put_in_use,
    sitting_of,
)
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

    def test_its_place_changes_without_a_version(self, trainer: Employee) -> None:
        first = Place(tags=["茶水"])
        question = save_question(
            actor=trainer, question=None, code="T-1", wording=WORDING, place=first
        )
        other = Place(CategoryFactory.create().pk, SkillFactory.create().pk, Difficulty.HARD, "en")
        save_question(actor=trainer, question=question, code="", wording=WORDING, place=other)
        save_question(actor=trainer, question=question, code="", wording=WORDING)
        question.refresh_from_db()
        assert (question.category_id, question.skill_id) == (other.category_id, other.skill_id)
        assert (question.difficulty, question.language) == (Difficulty.HARD, "en")
        assert not question.tags.exists()
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
    def save(self, actor: Employee, quiz: Quiz | None = None, **more: Any) -> Quiz:
        given = {
            "code": "exam",
            "settings": QuizSettings(title="考试"),
            "sections": [SectionSettings(count=1)],
        }
        return save_quiz(actor=actor, quiz=quiz, **given | more)

    def test_sections_are_replaced_in_their_order(self, trainer: Employee) -> None:
        a, b, c = QuestionFactory.create_batch(3)
        settings = QuizSettings(title="考试", shuffle_questions=False)
        listing = [SectionSettings(count=2, question_ids=(c.pk, a.pk))]
        quiz = self.save(trainer, settings=settings, sections=listing)
        assert drawn(quiz) == [c, a]
        harder = replace(settings, pass_percent=90)
        others = [
            SectionSettings(1, question_ids=(b.pk,)),
            SectionSettings(1, question_ids=(c.pk,)),
        ]
        self.save(trainer, quiz, code="", settings=harder, sections=others)
        kept = Quiz.objects.get()
        assert (kept.code, kept.pass_percent) == ("exam", 90)
        assert drawn(kept) == [b, c]

    def test_author_and_edits_are_kept_in_the_history(self, trainer: Employee) -> None:
        quiz = self.save(trainer)
        self.save(trainer, quiz, code="")
        assert logged(quiz) == [("wagtail.create", trainer.pk), ("wagtail.edit", trainer.pk)]

    def test_a_code_that_somebody_else_takes_meanwhile(self, trainer: Employee) -> None:
        rival = overtaken("assessments_quiz", lambda: QuizFactory.create(code="exam"))
        with rival, pytest.raises(CodeTaken):
            self.save(trainer)

    def test_refusals(self, trainer: Employee) -> None:
        self.save(trainer)
        with pytest.raises(CodeTaken):
            self.save(trainer)
        with pytest.raises(NoSections):
            self.save(trainer, code="other", sections=[])
        with pytest.raises(SectionRefused):
            self.save(trainer, code="other", sections=[SectionSettings(2, question_ids=(1,))])
        with pytest.raises(NotAllowed):
            self.save(EmployeeFactory.create(), code="other")
        assert Quiz.objects.count() == 1


def drawn(quiz: Quiz) -> list[Question]:
    items = sitting_of(quiz=quiz).items.order_by("position")
    return [item.version.question for item in items]


class TestCategories:
    """The code is the category's for good; the tree stays one."""

    def save(self, actor: Employee, category: Category | None, **more: Any) -> Category:
        return save_category(
            actor=actor, category=category, **{"code": "phone", "name": "电话"} | more
        )

    def test_moved_and_renamed(self, trainer: Employee) -> None:
        above = self.save(trainer, None)
        under = self.save(trainer, None, code="answer", parent=above, position=3)
        self.save(trainer, under, code="other", name="接听", name_en="Answering")
        under.refresh_from_db()
        assert (under.code, under.name, under.name_en) == ("answer", "接听", "Answering")
        assert (under.parent, under.position) == (None, 0)

    def test_a_loop_is_refused(self, trainer: Employee) -> None:
        above = self.save(trainer, None)
        middle = self.save(trainer, None, code="b", parent=above)
        under = self.save(trainer, None, code="c", parent=middle)
        for parent in (above, middle, under):
            with pytest.raises(CategoryInItself):
                self.save(trainer, above, parent=parent)
        above.refresh_from_db()
        assert above.parent is None

    def test_refusals(self, trainer: Employee) -> None:
        self.save(trainer, None)
        save_skill(actor=trainer, skill=None, code="words", name="说得出")
        with pytest.raises(CodeTaken):
            self.save(trainer, None)
        with pytest.raises(CodeTaken):
            save_skill(actor=trainer, skill=None, code="words", name="说得出")
        stranger = EmployeeFactory.create()
        with pytest.raises(NotAllowed):
            self.save(stranger, None, code="other")
        with pytest.raises(NotAllowed):
            save_skill(actor=stranger, skill=Skill.objects.get(), code="", name="x")
        assert (Category.objects.count(), Skill.objects.get().name) == (1, "说得出")

    def test_the_tree_with_its_counts(self) -> None:
        above = CategoryFactory.create(code="b")
        under = CategoryFactory.create(code="a", parent=above)
        last = CategoryFactory.create(code="c")
        for category in (above, under, under):
            QuestionFactory.create(category=category)
        put_in_use(QuestionFactory.create(category=under), QuestionState.RETIRED)
        found = [(row.category, row.depth, row.own, row.within) for row in branches()]
        assert found == [(above, 0, 1, 3), (under, 1, 2, 2), (last, 0, 0, 0)]


def test_where_a_question_is_used() -> None:
    """By rules as well, and in all that is below their category."""
    above, skill = CategoryFactory.create(), SkillFactory.create()
    fits = QuestionFactory.create(category=CategoryFactory.create(parent=above), skill=skill)
    listed, neither = QuestionFactory.create_batch(2)
    ruling = SectionFactory.create(category=above, skill=skill).quiz
    listing = QuizFactory.create(of=[listed], size=1)
    found = usages([fits, listed, neither])
    assert [
        (found[each.pk].listed, found[each.pk].fitting) for each in (fits, listed, neither)
    ] == [
        ((), (ruling,)),
        ((listing,), ()),
        ((), ()),
    ]
    for quiz, question in ((ruling, fits), (listing, listed)):
        assert list(Question.objects.filter(used_in(quiz))) == [question]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_a_fixed_number_of_queries(
    number: int, learner: Employee, django_assert_num_queries: object
) -> None:
    for quiz in QuizFactory.create_batch(number):
        sitting_of(learner, quiz)
    with django_assert_num_queries(5):  # type: ignore[operator]
        for question in questions():
            assert question.current_version.stem
            assert next(iter(question.sections.all())).quiz.code
    every = list(Quiz.objects.all())
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = standings(learner, every)
        assert [where.attempts_used for where in found.values()] == [1] * number
