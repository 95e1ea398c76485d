"""Starting, answering and handing in. `check_can_x` raises, `unmet_conditions` lists."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import SittingState
from assessments.errors import (
    AlreadySubmitted,
    CannotStart,
    ItemIsClosed,
    NotYetOver,
    SittingNotFound,
    TooLate,
    Unmet,
)
from assessments.models import Quiz, Sitting, SittingItem
from assessments.queries import Blueprint, Standing, blueprint, standing
from assessments.registries import start_conditions
from assessments.rules import sitting as process
from assessments.rules import timing
from assessments.rules.late import handed_in_from
from assessments.rules.sitting import Owner
from lms.people.models import Employee


def check_owns(actor: Employee, sitting: Sitting) -> None:
    """Raises `SittingNotFound`: nobody learns that somebody else's sitting exists."""
    if sitting.employee_id != actor.pk:
        raise SittingNotFound


def unmet_conditions(
    employee: Employee, quiz: Quiz, where: Standing | None = None, plan: Blueprint | None = None
) -> list[Unmet]:
    """What keeps the employee from a new sitting now. The door shows it, starting asks it.

    `where` is the employee's standing with the quiz and `plan` the quiz's blueprint, for who has
    read them already.
    """
    answers = [condition(employee, quiz) for condition in start_conditions]
    claimed = [missing for missing in answers if missing is not None]
    if not claimed:
        return [Unmet(_("This examination is not part of a course at present."))]
    unmet = [one for missing in claimed for one in missing]
    unmet += _out_of_window(quiz, timezone.now())
    unmet += _no_attempt(where or standing(employee, quiz), timezone.now())
    if quiz.is_draft:
        unmet.append(Unmet(_("This examination is still being written.")))
    elif not (plan or blueprint(quiz)).is_ready:
        unmet.append(Unmet(_("The question bank does not hold enough questions for it yet.")))
    return unmet


def _out_of_window(quiz: Quiz, now: datetime) -> list[Unmet]:
    if quiz.opens_at is not None and now < quiz.opens_at:
        return [Unmet(_("It opens on %(when)s.") % {"when": _written(quiz.opens_at)})]
    if quiz.closes_at is not None and not timing.is_open(quiz.opens_at, quiz.closes_at, now):
        return [Unmet(_("It closed on %(when)s.") % {"when": _written(quiz.closes_at)})]
    return []


def _no_attempt(where: Standing, now: datetime) -> list[Unmet]:
    if where.waiting is not None:
        text = _("Your last attempt waits to be marked. A new one can begin after that.")
        return [Unmet(text)]
    if where.attempts_left == 0:
        allowed = where.attempts_allowed or 0
        text = ngettext(
            "The %(allowed)d attempt allowed has been used.",
            "All %(allowed)d attempts allowed have been used.",
            allowed,
        )
        return [Unmet(text % {"allowed": allowed})]
    if where.next_attempt_at is not None and now < where.next_attempt_at:
        text = _("The next attempt may begin on %(when)s.")
        return [Unmet(text % {"when": _written(where.next_attempt_at)})]
    return []


def _written(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def check_can_start(
    actor: Employee, quiz: Quiz, where: Standing | None = None, plan: Blueprint | None = None
) -> None:
    """Raises `CannotStart` with every condition that does not hold; `where`, `plan` as above."""
    if unmet := unmet_conditions(actor, quiz, where, plan):
        raise CannotStart(unmet)


def check_is_open(actor: Employee, sitting: Sitting, now: datetime) -> None:
    """The learner's own sitting, open and in time. Raises `SittingNotFound`, `AlreadySubmitted`
    where they handed in themselves, `TooLate` where the deadline has passed."""
    check_owns(actor, sitting)
    if sitting.submitted_by_id == actor.pk:
        raise AlreadySubmitted
    if timing.is_late(sitting.deadline, now):
        raise TooLate
    if sitting.state != SittingState.OPEN:
        raise AlreadySubmitted


def check_can_close(actor: Employee, item: SittingItem, now: datetime) -> None:
    """Raises as `check_is_open`, and `ItemIsClosed`."""
    check_is_open(actor, item.sitting, now)
    if item.closed_at is not None:
        raise ItemIsClosed


def check_can_submit(actor: Employee, sitting: Sitting, now: datetime) -> None:
    """The learner until the deadline, the system after it and any grace. Raises as
    `check_is_open`, and `NotYetOver` where the system comes too early."""
    if not actor.is_system:
        check_is_open(actor, sitting, now)
        return
    last = handed_in_from(sitting.deadline, sitting.late_policy, sitting.grace_seconds)
    late = timing.is_late(last, now)
    if not process.can_move(sitting.state, by=Owner.SYSTEM, is_late=late):
        raise NotYetOver if not late else AlreadySubmitted
