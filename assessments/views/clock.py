from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.models import Sitting
from assessments.rules.timing import remaining_seconds


@dataclass(frozen=True)
class Clock:
    """What the head of every page of a sitting shows of the time."""

    deadline: datetime
    remaining: int

    @property
    def digits(self) -> str:
        """ "24:17", or "1:24:17" above an hour."""
        minutes, seconds = divmod(self.remaining, 60)
        if minutes < 60:
            return f"{minutes}:{seconds:02}"
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def clock(sitting: Sitting) -> Clock:
    return Clock(sitting.deadline, remaining_seconds(sitting.deadline, timezone.now()))
