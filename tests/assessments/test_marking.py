"""What a marker judges, and what all marks together come to."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from django_tasks_db.models import DBTaskResult

from assessments.actions.mark_item import mark_item
from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, MarkCause, Outcome, SittingState
from assessments.errors import MarkIsFixed, NothingToMark, PointsOutOfRange
from assessments.models import ItemMark, Quiz, Sitting, SittingItem
from assessments.queries import newest_responses, standing
from assessments.registries import after_marking
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.assessments import (
    QuestionFactory,
    QuizFactory,
    SectionFactory,
    handed_in,
    list_questions,
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import EmployeeFactory, holder_of
from tests.ledger.reading import check_agreement

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["1"]}, {"choice": ["0"]}
IN_WORDS = {"text": ["先致歉，再说时限。"]}
FOLLOW_UP = "assessments.tasks.submit_overdue_sittings"


def save(sitting: Sitting, position: int, data: dict[str, list[str]]) -> None:
    save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=position, data=data)


def judge(item: SittingItem, *points: object, by: Employee | None = None) -> ItemMark:
    marker = by or Employee.objects.system()
    given = [Decimal(str(each)) for each in points]
    return mark_item(actor=marker, item=item, points=given, remark="说得清楚。")


def waiting(*kinds: str, **settings: object) -> Sitting:
    """Handed in with every answer in words."""
    sitting = sitting_of(quiz=quiz_of_kinds(*kinds, **settings))
    for position in range(1, len(kinds) + 1):
        save(sitting, position, IN_WORDS)
    return handed_in(sitting)


@pytest.mark.parametrize(
    ("kind", "points", "mark"),
    [
        (Kind.ESSAY, ("4", "6"), "2.00"),
        (Kind.ESSAY, ("2.5", "0"), "0.50"),
        (Kind.ESSAY, ("0", "0"), "0.00"),
        (Kind.ROLE_PLAY, ("2", "1"), "1.50"),
        (Kind.ROLE_PLAY, ("0", "1"), "0.50"),
    ],
)
def test_points_become_the_share_of_the_marks(kind: str, points: Sequence[str], mark: str) -> None:
    sitting = waiting(kind)
    item = sitting.items.get()
    scale = [one.points for one in item.interaction.criteria]
    if kind == Kind.ROLE_PLAY:  # met, partly, missed: as halves of what a point is worth
        points = [str(Decimal(each) / 2 * int(scale[0])) for each in points]
    kept = judge(item, *points)
    assert (kept.mark, kept.number, kept.cause) == (Decimal(mark), 1, MarkCause.MARKER)
    assert (kept.remark, kept.points) == ("说得清楚。", [str(Decimal(each)) for each in points])
    assert kept.response == newest_responses(sitting)[item.pk]
    sitting.refresh_from_db()
    assert (sitting.state, sitting.score) == (SittingState.MARKED, Decimal(mark))
    with pytest.raises(MarkIsFixed):
        kept.save()


def test_a_reason_is_judged_beside_the_choice() -> None:
    question = QuestionFactory.create(
        version__kind=Kind.TRUE_FALSE, version__content={"asks_reason": True}
    )
    sitting = sitting_of(quiz=QuizFactory.create(of=[question], size=1))
    save(sitting, 1, {"choice": ["true"], "reason": ["等久了会挂断。"]})
    waits = handed_in(sitting)
    assert waits.state == SittingState.SUBMITTED
    item = waits.items.get()
    judge(item, *[one.points for one in item.interaction.criteria])
    waits.refresh_from_db()
    assert waits.score == 2


@pytest.mark.parametrize(
    "points", [(), ("4",), ("4", "6", "1"), ("5", "0"), ("-1", "6"), ("0", "6.01")]
)
def test_points_that_the_rubric_does_not_offer_are_refused(points: Sequence[str]) -> None:
    sitting = waiting(Kind.ESSAY)
    with pytest.raises(PointsOutOfRange):
        judge(sitting.items.get(), *points)
    sitting.refresh_from_db()
    assert sitting.state == SittingState.SUBMITTED and not ItemMark.objects.exists()


def test_a_role_play_knows_only_met_partly_and_missed() -> None:
    item = waiting(Kind.ROLE_PLAY).items.get()
    offered = item.interaction.criteria[0]
    with pytest.raises(PointsOutOfRange):
        judge(item, Decimal(int(offered.points)) / 3, 0)


def test_the_last_mark_makes_the_result_and_its_consequences() -> None:
    sitting = waiting(Kind.ESSAY, Kind.ESSAY, pass_percent=50)
    after_marking.register(FOLLOW_UP)
    try:
        first, second = sitting.items.order_by("position")
        judge(second, 4, 6)
        sitting.refresh_from_db()
        assert (sitting.state, sitting.passed) == (SittingState.SUBMITTED, None)
        assert not DBTaskResult.objects.filter(task_path=FOLLOW_UP).exists()
        judge(first, 0, 0)
    finally:
        after_marking.unregister(FOLLOW_UP)
    sitting.refresh_from_db()
    assert (sitting.state, sitting.score, sitting.passed) == (SittingState.MARKED, 2, True)
    result = sitting.results.get()
    assert (result.cause, result.number) == (MarkCause.MARKER, 1)
    assert result.made_by == Employee.objects.system()
    assert DBTaskResult.objects.filter(task_path=FOLLOW_UP).count() == 1
    assert check_agreement() == 2


def test_there_is_nothing_to_mark_twice_nor_before() -> None:
    sitting = waiting(Kind.ESSAY)
    item = sitting.items.get()
    judge(item, 4, 6)
    open_one = sitting_of(quiz=quiz_of_kinds(Kind.ESSAY))
    save(open_one, 1, IN_WORDS)
    by_key = handed_in(sitting_of(quiz=quiz_of_kinds(Kind.SINGLE_CHOICE)))
    for nothing in (item, open_one.items.get(), by_key.items.get()):
        with pytest.raises(NothingToMark):
            judge(nothing, 0, 0)
    assert item.marks.count() == 1


def test_who_may_mark() -> None:
    sitting = waiting(Kind.ESSAY)
    item, unit = sitting.items.get(), sitting.employee.unit
    other = EmployeeFactory.create().unit
    assert unit is not None and other is not None
    for nobody in (
        sitting.employee,
        EmployeeFactory.create(unit=unit),
        holder_of(Role.TRAINER, other),
        holder_of(Role.AUDITOR, unit),
    ):
        with pytest.raises(NotAllowed):
            judge(item, 4, 6, by=nobody)
    judge(item, 4, 6, by=holder_of(Role.TRAINER, unit))


def test_nobody_marks_themselves() -> None:
    unit = EmployeeFactory.create().unit
    assert unit is not None
    trainer = holder_of(Role.TRAINER, unit)
    sitting = sitting_of(trainer, quiz_of_kinds(Kind.ESSAY))
    save(sitting, 1, IN_WORDS)
    handed_in(sitting)
    with pytest.raises(NotAllowed):
        judge(sitting.items.get(), 4, 6, by=trainer)


class TestSections:
    """Two sections of two questions; the second asks for 75 per cent, the whole for half."""

    @pytest.fixture
    def quiz(self) -> Quiz:
        quiz = QuizFactory.create(
            size=0, pass_percent=50, shuffle_questions=False, shuffle_options=False
        )
        for position, minimum in enumerate((None, 75)):
            section = SectionFactory.create(
                quiz=quiz, position=position, count=2, min_percent=minimum
            )
            list_questions(section, QuestionFactory.create_batch(2))
        return quiz

    @pytest.mark.parametrize(
        ("right", "passed"),
        [({1, 2, 3}, False), ({3, 4}, True), ({1, 3, 4}, True), ({1, 2}, False), ({4}, False)],
    )
    def test_every_section_reaches_its_minimum(
        self, quiz: Quiz, right: set[int], passed: bool
    ) -> None:
        sitting = sitting_of(quiz=quiz)
        for position in right:
            save(sitting, position, RIGHT)
        marked = handed_in(sitting)
        assert (marked.score, marked.passed) == (2 * len(right), passed)

    def test_a_minimum_that_changes_later_does_not_reach_the_sitting(self, quiz: Quiz) -> None:
        sitting = sitting_of(quiz=quiz)
        quiz.sections.update(min_percent=None)
        for position in (1, 2, 3):
            save(sitting, position, RIGHT)
        assert handed_in(sitting).passed is False


class TestWhichAttemptCounts:
    """Three attempts at four questions with 2, 4 and 1 right; 60 per cent pass."""

    RIGHT = (2, 4, 1)

    @pytest.mark.parametrize(
        ("method", "percent", "best", "passing"),
        [
            (Outcome.BEST, 100, 2, 2),
            (Outcome.LAST, 25, 3, 2),
            (Outcome.FIRST, 50, 1, None),
            (Outcome.AVERAGE, 58, 2, 2),
        ],
    )
    def test_the_standing_follows_the_quiz(
        self, learner: Employee, method: str, percent: int, best: int, passing: int | None
    ) -> None:
        quiz = quiz_of_kinds(*[Kind.SINGLE_CHOICE] * 4, outcome=method, pass_percent=60)
        assert (standing(learner, quiz).percent, standing(learner, quiz).best) == (None, None)
        for right in self.RIGHT:
            sitting = sitting_of(learner, quiz)
            for position in range(1, right + 1):
                save(sitting, position, RIGHT)
            handed_in(sitting)
        where = standing(learner, quiz)
        assert where.percent == percent
        assert where.best is not None and where.best.number == best
        assert (where.passing and where.passing.number) == passing
        assert where.passed is (passing is not None)
        assert (where.attempts_used, where.attempts_left) == (3, 0)

    def test_one_that_waits_counts_as_used_and_not_yet_as_marked(self, learner: Employee) -> None:
        quiz = quiz_of_kinds(Kind.ESSAY, attempts_allowed=2)
        sitting = sitting_of(learner, quiz)
        save(sitting, 1, IN_WORDS)
        handed_in(sitting)
        where = standing(learner, quiz)
        assert (where.attempts_used, where.attempts_left, where.percent) == (1, 1, None)
        assert (where.waiting, where.marked) == (sitting, ())
