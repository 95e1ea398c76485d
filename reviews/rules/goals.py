"""How far goals are reached, and where they stand on a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

FULL = 100
LIGHTEST, HEAVIEST = 1, 5
# A goal is due soon for so long before its day.
SOON = timedelta(days=14)


class GoalState(StrEnum):
    TO_COME = "to_come"
    UNDER_WAY = "under_way"
    REACHED = "reached"
    OVER = "over"
    WITHDRAWN = "withdrawn"


def state_on(
    day: date, *, from_on: date, due_on: date, percent: int, is_withdrawn: bool
) -> GoalState:
    if is_withdrawn:
        return GoalState.WITHDRAWN
    if percent >= FULL:
        return GoalState.REACHED
    if due_on < day:
        return GoalState.OVER
    return GoalState.TO_COME if day < from_on else GoalState.UNDER_WAY


def reached_together(goals: Sequence[tuple[int, int]]) -> int | None:
    """Of weights and percents the mean in percent, half upwards; None without any goal."""
    weight = sum(each for each, __ in goals)
    if not weight:
        return None
    return (2 * sum(each * percent for each, percent in goals) + weight) // (2 * weight)
