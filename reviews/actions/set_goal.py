from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee
from reviews.actions.withdraw_goal import locked_goal, withdraw
from reviews.errors import GoalDueBeforeItBegins, GoalDueInThePast, PersonHasLeft
from reviews.models import Goal
from reviews.policies import check_can_set_goals


@dataclass(frozen=True)
class Terms:
    """What is to be reached, and by when; `weight` from 1 to 5."""

    title: str
    measured_by: str
    weight: int
    from_on: date
    due_on: date


def set_goal(
    *,
    actor: Employee,
    employee: Employee,
    terms: Terms,
    instead_of: Goal | None = None,
    because: str = "",
) -> Goal:
    """Set somebody a goal and tell them; `instead_of` another one of theirs, which is withdrawn
    `because` of something. The same goal set twice by one person is one.

    Raises `NotAllowed`, `PersonHasLeft`, `GoalDueBeforeItBegins`, `GoalDueInThePast`; with another
    goal also `GoalIsWithdrawn`, `ReasonMissing`.
    """
    check_can_set_goals(actor, employee)
    _check(terms, employee)
    with transaction.atomic(durable=True):
        # Two at once wait for each other here.
        Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        if there := _the_same(actor, employee, terms):
            return there
        if instead_of is not None:
            withdraw(actor, locked_goal(employee.goals.get(pk=instead_of.pk)), because)
        goal = Goal.objects.create(
            employee=employee, set_by=actor, set_at=timezone.now(), **asdict(terms)
        )
        if employee.has_sign_in:
            notify_all([_letter(goal, is_changed=instead_of is not None)])
    return goal


def _check(terms: Terms, employee: Employee) -> None:
    today = timezone.localdate()
    if employee.has_left_by(today):
        raise PersonHasLeft
    if terms.due_on < terms.from_on:
        raise GoalDueBeforeItBegins
    if terms.due_on < today:
        raise GoalDueInThePast


def _the_same(actor: Employee, employee: Employee, terms: Terms) -> Goal | None:
    live = employee.goals.filter(withdrawn_at__isnull=True, set_by=actor)
    return live.filter(**asdict(terms)).first()


def _letter(goal: Goal, *, is_changed: bool) -> Letter:
    person = goal.employee
    with translation.override(person.language):
        title = _("A goal of yours was changed") if is_changed else _("A goal was set for you")
        text = _("It is to be reached by %(day)s.") % {"day": date_format(goal.due_on)}
    url = reverse("reviews:own-goal", args=[goal.token])
    return Letter(person.pk, title, text, url, person.language, email=person.email)
