from datetime import date

from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee
from reviews.actions.withdraw_goal import locked_goal
from reviews.errors import (
    GoalIsWithdrawn,
    NotAPercentage,
    NotedAfterTheRating,
    NotedAhead,
    NotedBeforeTheGoal,
    PersonHasLeft,
)
from reviews.models import Goal, GoalNote
from reviews.policies import check_can_note_progress
from reviews.queries.goals import is_rated
from reviews.rules.goals import FULL


def note_progress(
    *, actor: Employee, goal: Goal, percent: int, rests_on: str, on_day: date
) -> GoalNote:
    """Note how far a goal was reached on a day, in percent, and on what that rests. Sent twice in a
    row it is one note.

    Raises `NotAllowed`, `GoalIsWithdrawn`, `PersonHasLeft`, `NotAPercentage`, `NotedAhead`,
    `NotedBeforeTheGoal`; `NotedAfterTheRating` for the person themselves.
    """
    check_can_note_progress(actor, goal)
    today = timezone.localdate()
    with transaction.atomic(durable=True):
        goal = locked_goal(goal)
        if goal.withdrawn_at is not None:
            raise GoalIsWithdrawn
        if goal.employee.has_left_by(today):
            raise PersonHasLeft
        if actor == goal.employee and is_rated(goal):
            raise NotedAfterTheRating
        if not 0 <= percent <= FULL:
            raise NotAPercentage
        if on_day > today:
            raise NotedAhead
        if on_day < goal.from_on:
            raise NotedBeforeTheGoal
        said = {"percent": percent, "note": rests_on.strip(), "on_day": on_day, "by": actor}
        last = goal.notes.order_by("-pk").first()
        if last is not None and all(getattr(last, name) == each for name, each in said.items()):
            return last
        return GoalNote.objects.create(goal=goal, noted_at=timezone.now(), **said)
