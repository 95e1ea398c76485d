"""Sittings of a quiz whose question turns out to be wrong."""

from collections.abc import Callable, Sequence

from assessments.actions.move_question import move_question, review_version
from assessments.actions.regrade_question import regrade_question
from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, QuestionState, RegradeMode
from assessments.models import Question, QuestionVersion, Quiz, Regrade, Sitting
from assessments.queries.dry_run import DryRun, dry_run
from lms.people.models import Employee
from tests.factories.assessments import handed_in, quiz_of_kinds, sitting_of

RIGHT, WRONG = "1", "0"
WHY = "第一声就接起才对。"


def quiz_of(size: int = 2, **settings: object) -> Quiz:
    """Single choices of two marks each, the second option right; half of the marks pass."""
    return quiz_of_kinds(*[Kind.SINGLE_CHOICE] * size, pass_percent=50, **settings)


def question_at(quiz: Quiz, position: int = 1) -> Question:
    section = quiz.sections.get()
    return list(section.listed.order_by("position"))[position - 1].question


def begun(quiz: Quiz, choices: Sequence[str | None], employee: Employee | None = None) -> Sitting:
    """Answered like this, and not handed in."""
    sitting = sitting_of(employee, quiz)
    for position, choice in enumerate(choices, start=1):
        if choice is not None:
            save_answer(
                actor=sitting.employee,
                sitting_id=sitting.pk,
                position=position,
                data={"choice": [choice]},
            )
    return sitting


def sat(quiz: Quiz, *choices: str | None, employee: Employee | None = None) -> Sitting:
    return handed_in(begun(quiz, choices, employee))


def rekeyed(question: Question, right: int = 0, **changes: object) -> QuestionVersion:
    """A newer version with this option right, reviewed by somebody else."""
    old = question.current_version
    values = {
        "kind": old.kind,
        "stem": old.stem,
        "content": old.content,
        "key": {"right": [right]},
        "marks": old.marks,
        "explanation": WHY,
    } | changes
    system = Employee.objects.system()
    version = QuestionVersion.objects.create(
        question=question, number=old.number + 1, created_by=system, **values
    )
    review_version(actor=system, question=question)
    question.refresh_from_db()
    return version


def regraded(
    question: Question,
    run_jobs: Callable[[], None],
    *,
    actor: Employee | None = None,
    mode: RegradeMode = RegradeMode.BY_KEY,
) -> Regrade:
    """As the dry run shows it, and worked through."""
    regrade = asked_for(question, actor=actor, mode=mode)
    run_jobs()
    regrade.refresh_from_db()
    return regrade


def asked_for(
    question: Question,
    *,
    actor: Employee | None = None,
    mode: RegradeMode = RegradeMode.BY_KEY,
    shown: DryRun | None = None,
) -> Regrade:
    question.refresh_from_db()
    found = shown or dry_run(question, mode)
    return regrade_question(
        actor=actor or Employee.objects.system(),
        question=question,
        mode=mode,
        reason="答案有误",
        shown=found.digest,
    )


def quarantine(question: Question, run_jobs: Callable[[], None]) -> Question:
    moved = move_question(
        actor=Employee.objects.system(),
        question=question,
        target=QuestionState.QUARANTINED,
        reason="两个选项都对",
    )
    run_jobs()
    return moved


def put_back(question: Question, run_jobs: Callable[[], None]) -> Question:
    moved = move_question(
        actor=Employee.objects.system(), question=question, target=QuestionState.IN_USE
    )
    run_jobs()
    return moved
