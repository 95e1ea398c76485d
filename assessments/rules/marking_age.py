"""How long an answer may wait for its marker."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Age(StrEnum):
    IN_TIME = "in_time"
    DUE = "due"  # today is the last day
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Wait:
    """Work that came on the local day `since` and waits on the local day `today`, with so many
    `days` to be done in: what comes on Monday with three days is due on Thursday."""

    since: date
    today: date
    days_allowed: int

    @property
    def days(self) -> int:
        return (self.today - self.since).days

    @property
    def due_on(self) -> date:
        return self.since + timedelta(days=self.days_allowed)

    @property
    def days_over(self) -> int:
        """0 until it is overdue."""
        return max(0, (self.today - self.due_on).days)

    @property
    def age(self) -> Age:
        if self.today < self.due_on:
            return Age.IN_TIME
        return Age.DUE if self.today == self.due_on else Age.OVERDUE
