"""Until when each stage of a review has time."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from reviews.rules.procedure import State

# The stages whose days are planned from the end of the period, one after the other.
PLANNED = (State.SELF_ASSESSMENT, State.RATING, State.CALIBRATION, State.TALK)
STAGES = (*PLANNED, State.SIGN_OFF, State.APPEAL_TIME, State.APPEALED)
# Nobody is left without time because a stage before took too long.
AT_LEAST = 3


@dataclass(frozen=True)
class Timeline:
    """Days for each stage; those up to the talk follow one another from the end of the period, the
    others begin when the review comes there."""

    self_days: int = 7
    rating_days: int = 7
    calibration_days: int = 7
    talk_days: int = 7
    sign_days: int = 5
    appeal_days: int = 10
    decision_days: int = 10

    def days_of(self, state: State) -> int:
        """0 for a state that has no time of its own."""
        return {
            State.SELF_ASSESSMENT: self.self_days,
            State.RATING: self.rating_days,
            State.CALIBRATION: self.calibration_days,
            State.TALK: self.talk_days,
            State.SIGN_OFF: self.sign_days,
            State.APPEAL_TIME: self.appeal_days,
            State.APPEALED: self.decision_days,
        }.get(state, 0)


def planned_until(timeline: Timeline, period_until: date) -> dict[State, date]:
    """The last day of each planned stage."""
    days = accumulate(timeline.days_of(state) for state in PLANNED)
    return {
        state: period_until + timedelta(days=number)
        for state, number in zip(PLANNED, days, strict=True)
    }


def due_on(state: State, timeline: Timeline, period_until: date, since: date) -> date | None:
    """The last day of the stage for a review that came there on the day `since`; None where nothing
    is due. A planned day is kept to, but leaves `AT_LEAST` days."""
    planned = planned_until(timeline, period_until).get(state)
    if planned is not None:
        return max(planned, since + timedelta(days=AT_LEAST))
    days = timeline.days_of(state)
    return since + timedelta(days=days) if days else None
