"""Answers that reach the server late, twice or in the wrong order: which of them count. All of them
are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.enums import Lateness, LatePolicy
from assessments.rules.timing import is_late


@dataclass(frozen=True, order=True)
class Save:
    """A saved answer among those to the same question. `epoch` grows whenever another device takes
    the sitting over, `revision` with each change on the device that has it."""

    epoch: int
    revision: int


def newest(saves: Iterable[Save]) -> Save | None:
    """The save that counts, in whatever order they arrived; None where there is none."""
    return max(saves, default=None)


def judge(
    *,
    now: datetime,
    deadline: datetime,
    is_open: bool,
    item_closed: bool,
    handed_in_by_learner: bool,
    policy: str,
    grace_seconds: int,
) -> tuple[Lateness, bool]:
    """Why an answer that arrives `now` comes too late, and whether it counts.

    An open sitting takes answers until its deadline, and under the policy `grace` for so long
    after. What the learner has finished (the question, the sitting) no later answer changes by
    itself. `is_open`: the sitting has not been handed in, by the learner or by the system."""
    late = is_late(deadline, now)
    if not is_open and (handed_in_by_learner or not late):
        return Lateness.HANDED_IN, False
    if item_closed:
        return Lateness.CLOSED, False
    if is_open and not late:
        return Lateness.IN_TIME, True
    last_moment = handed_in_from(deadline, policy, grace_seconds)
    return Lateness.DEADLINE, is_open and not is_late(last_moment, now)


def handed_in_from(deadline: datetime, policy: str, grace_seconds: int) -> datetime:
    """The last moment at which an answer counts: once it has passed (`timing.is_late`), the system
    hands in what lies open."""
    return deadline + timedelta(seconds=grace_seconds if policy == LatePolicy.GRACE else 0)
