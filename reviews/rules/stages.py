"""The way of one review as its person sees it: what is done, what is on, what lies ahead."""

from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from reviews.rules.procedure import START, State, moves_from
from reviews.rules.review_file import ReviewFile
from reviews.rules.timeline import Timeline, due_on, planned_until

# Every review goes this way; an appeal comes in between only where there is one.
WAY = (
    State.SELF_ASSESSMENT,
    State.RATING,
    State.CALIBRATION,
    State.TALK,
    State.SIGN_OFF,
    State.APPEAL_TIME,
    State.APPEALED,
)


class Standing(StrEnum):
    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Stage:
    """`day` is when it was left, until when there is time for it, or for what lies ahead until when
    it is planned; None where that depends on what comes before."""

    state: State
    standing: Standing
    day: date | None


def stages_of(
    file: ReviewFile, timeline: Timeline, period_until: date, opened_on: date, zone: tzinfo
) -> list[Stage]:
    """In the order of the way; of a review that has ended, those it went through."""
    left = _left(file, zone)
    since = file.since.astimezone(zone).date() if file.since else opened_on
    due = due_on(file.state, timeline, period_until, since)
    stages = []
    for state in WAY:
        if state == file.state:
            stages.append(Stage(state, Standing.NOW, due))
        elif state in left:
            stages.append(Stage(state, Standing.DONE, left[state]))
        elif file.state in WAY and state != State.APPEALED and _comes_after(state, file.state):
            planned = planned_until(timeline, period_until).get(state)
            # Where a stage before takes longer, the plan does not hold any more.
            is_late = planned is not None and due is not None and planned <= due
            stages.append(Stage(state, Standing.AHEAD, None if is_late else planned))
    return stages


def _comes_after(state: State, other: State) -> bool:
    return WAY.index(state) > WAY.index(other)


def _left(file: ReviewFile, zone: tzinfo) -> dict[State, date]:
    """When each state was last left for a later one; what the review went back over is not done."""
    left: dict[State, date] = {}
    state = START
    for step in file.steps:
        target = moves_from(state, step.kind)[0].target
        if target in WAY and _comes_after(state, target):
            left = {each: day for each, day in left.items() if _comes_after(target, each)}
        elif target != state:
            left[state] = step.at.astimezone(zone).date()
        state = target
    return left
