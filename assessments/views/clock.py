from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.models import Sitting
from assessments.rules.timing import remaining_seconds

# With more time than this left, the day to hand in says more than a countdown.
LONG = 24 * 3600


@dataclass(frozen=True)
class Clock:
    """What the head of every page of a sitting shows of the time."""

    deadline: datetime
    remaining: int

    @property
    def counts_down(self) -> bool:
        return self.remaining < LONG

    @property
    def is_over(self) -> bool:
        """The page is still open where late answers count within a grace period."""
        return self.remaining == 0

    @property
    def digits(self) -> str:
        """ "24:17", or "1:24:17" above an hour."""
        minutes, seconds = divmod(self.remaining, 60)
        if minutes < 60:
            return f"{minutes}:{seconds:02}"
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def clock(sitting: Sitting) -> Clock:
    return Clock(sitting.deadline, remaining_seconds(sitting.deadline, timezone.now()))
