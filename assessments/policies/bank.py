"""Writing questions and quizzes, and moving them on. `check_can_x` raises, `can_x` answers."""

from assessments.enums import QuestionState
from assessments.errors import NotThisMove, OwnReview
from assessments.models import Category, Question, QuestionVersion, Quiz, Skill
from assessments.rules import question_process
from assessments.rules.question_process import Owner as QuestionOwner
from lms.people.models import Employee
from lms.people.policies import check_may, may

REGRADE = "assessments.regrade_question"


def check_can_write_question(actor: Employee, question: Question | None) -> None:
    """Adding where `question` is None. Raises `lms.people.errors.NotAllowed`."""
    action = "add" if question is None else "change"
    check_may(actor, f"assessments.{action}_question")


def moves_open_to(actor: Employee, question: Question) -> list[str]:
    """The states into which the actor may bring the question, in the order of the table."""
    owners = [
        owner
        for owner, permission in _PERMISSION_OF.items()
        if may(actor, permission) and owner is not QuestionOwner.NOBODY
    ]
    return [
        target
        for owner in owners
        for target in question_process.targets(question.state, owner)
        if target != question.state
    ]


_PERMISSION_OF = {
    QuestionOwner.REVIEWER: "assessments.review_question",
    QuestionOwner.WRITER: "assessments.change_question",
}


def check_can_move_question(actor: Employee, question: Question, target: str) -> None:
    """Raises `NotThisMove`, `NotAllowed`."""
    owner = question_process.mover(question.state, target)
    if owner is None or owner not in _PERMISSION_OF:
        raise NotThisMove
    check_may(actor, _PERMISSION_OF[owner])


def check_can_review(actor: Employee, question: Question, version: QuestionVersion) -> None:
    """Somebody else than the writer, of a version that was not reviewed. Raises `NotAllowed`,
    `OwnReview`, `NotThisMove`."""
    target = question.state if question.state != QuestionState.DRAFT else QuestionState.REVIEWED
    check_can_move_question(actor, question, target)
    if question.drawn_id == version.pk and question.state != QuestionState.DRAFT:
        raise NotThisMove
    if version.created_by_id == actor.pk and not actor.is_system:
        raise OwnReview


def check_can_write_category(actor: Employee, category: Category | None) -> None:
    """Adding where `category` is None. Raises `lms.people.errors.NotAllowed`."""
    check_may(actor, f"assessments.{'add' if category is None else 'change'}_category")


def check_can_write_skill(actor: Employee, skill: Skill | None) -> None:
    """Adding where `skill` is None. Raises `lms.people.errors.NotAllowed`."""
    check_may(actor, f"assessments.{'add' if skill is None else 'change'}_skill")


def check_can_write_quiz(actor: Employee, quiz: Quiz | None) -> None:
    """Adding where `quiz` is None. Raises `lms.people.errors.NotAllowed`."""
    check_may(actor, f"assessments.{'add' if quiz is None else 'change'}_quiz")
