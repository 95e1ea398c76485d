"""Who may, and when. `check_can_x` raises, `can_x` answers."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import SittingState
from assessments.errors import (
    AlreadySubmitted,
    CannotStart,
    NotYetOver,
    SittingNotFound,
    TooLate,
    Unmet,
)
from assessments.models import Question, Quiz, Sitting
from assessments.queries import Standing, pool_size, standing
from assessments.registries import start_conditions
from assessments.rules import sitting as process
from assessments.rules.sitting import Owner
from assessments.rules.timing import is_late
from lms.people.models import Employee
from lms.people.policies import check_may


def check_owns(actor: Employee, sitting: Sitting) -> None:
    """Raises `SittingNotFound`: nobody learns that somebody else's sitting exists."""
    if sitting.employee_id != actor.pk:
        raise SittingNotFound


# Starting ------------------------------------------------------------------------------------


def unmet_conditions(employee: Employee, quiz: Quiz, where: Standing | None = None) -> list[Unmet]:
    """What keeps the employee from a new sitting now. The door shows it, starting asks it.

    `where` is the employee's standing with the quiz, for who has read it already.
    """
    answers = [condition(employee, quiz) for condition in start_conditions]
    claimed = [missing for missing in answers if missing is not None]
    if not claimed:
        return [Unmet(_("This examination is not part of a course at present."))]
    unmet = [one for missing in claimed for one in missing]
    where = where or standing(employee, quiz)
    if where.attempts_left == 0:
        allowed = quiz.attempts_allowed
        text = ngettext(
            "The %(allowed)d attempt allowed has been used.",
            "All %(allowed)d attempts allowed have been used.",
            allowed,
        )
        unmet.append(Unmet(text % {"allowed": allowed}))
    if pool_size(quiz) < quiz.draw:
        unmet.append(Unmet(_("The question bank does not hold enough questions for it yet.")))
    return unmet


def check_can_start(actor: Employee, quiz: Quiz, where: Standing | None = None) -> None:
    """Raises `CannotStart` with every condition that does not hold; `where` as above."""
    if unmet := unmet_conditions(actor, quiz, where):
        raise CannotStart(unmet)


# Answering and handing in --------------------------------------------------------------------


def check_can_answer(actor: Employee, sitting: Sitting, now: datetime) -> None:
    """The learner's own sitting, open and in time. Raises `SittingNotFound`, `AlreadySubmitted`
    where they handed in themselves, `TooLate` where the deadline has passed."""
    check_owns(actor, sitting)
    if sitting.submitted_by_id == actor.pk:
        raise AlreadySubmitted
    if is_late(sitting.deadline, now):
        raise TooLate
    if sitting.state != SittingState.OPEN:
        raise AlreadySubmitted


def check_can_submit(actor: Employee, sitting: Sitting, now: datetime) -> None:
    """The learner until the deadline, the system after it. Raises as `check_can_answer`, and
    `NotYetOver` where the system comes too early."""
    if not actor.is_system:
        check_can_answer(actor, sitting, now)
        return
    late = is_late(sitting.deadline, now)
    if not process.can_move(sitting.state, by=Owner.SYSTEM, is_late=late):
        raise NotYetOver if not late else AlreadySubmitted


# Authors -------------------------------------------------------------------------------------


def check_can_write_question(actor: Employee, question: Question | None) -> None:
    """Adding where `question` is None. Raises `lms.people.errors.NotAllowed`."""
    action = "add" if question is None else "change"
    check_may(actor, f"assessments.{action}_question")


def check_can_write_quiz(actor: Employee, quiz: Quiz | None) -> None:
    """Adding where `quiz` is None. Raises `lms.people.errors.NotAllowed`."""
    check_may(actor, f"assessments.{'add' if quiz is None else 'change'}_quiz")
