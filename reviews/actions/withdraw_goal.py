from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee
from reviews.errors import GoalIsWithdrawn, ReasonMissing
from reviews.models import Goal
from reviews.policies import check_can_set_goals


def withdraw_goal(*, actor: Employee, goal: Goal, because: str) -> Goal:
    """A goal counts no more, except in results that are frozen; the person is told.

    Raises `NotAllowed`, `GoalIsWithdrawn`, `ReasonMissing`.
    """
    check_can_set_goals(actor, goal.employee)
    with transaction.atomic(durable=True):
        goal = withdraw(actor, locked_goal(goal), because)
        if goal.employee.has_sign_in:
            notify_all([_letter(goal)])
    return goal


def locked_goal(goal: Goal) -> Goal:
    """The goal, as nobody else can withdraw it until the transaction ends."""
    rows = Goal.objects.select_for_update(of=("self",)).select_related(
        "employee__unit", "employee__post"
    )
    return rows.get(pk=goal.pk)


def withdraw(actor: Employee, goal: Goal, because: str) -> Goal:
    """In the caller's transaction; the goal is locked.

    Raises `GoalIsWithdrawn`, `ReasonMissing`.
    """
    if goal.withdrawn_at is not None:
        raise GoalIsWithdrawn
    if not because.strip():
        raise ReasonMissing
    goal.withdrawn_by, goal.withdrawn_at = actor, timezone.now()
    goal.withdrawn_because = because.strip()
    goal.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    return goal


def _letter(goal: Goal) -> Letter:
    person = goal.employee
    with translation.override(person.language):
        title = _("A goal of yours was withdrawn")
        text = _("It counts no more. There it says why.")
    url = reverse("reviews:own-goal", args=[goal.token])
    return Letter(person.pk, title, text, url, person.language, email=person.email)
