from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessments.enums import Lateness

# What a device may count up to, and what the database can keep.
MOST_REVISIONS = 2**31 - 1


@dataclass(frozen=True)
class Sent:
    """What a device says of a saving beside the answer; a form without JavaScript says less.

    `client_id` is the device's own name for it, `epoch` that of the sitting when the device took
    it, `revision` the device's count for the question, `given_at` when the answer was given by the
    device's clock, `seen_at` the last time of the server that the device had seen.
    """

    client_id: UUID | None = None
    epoch: int | None = None
    revision: int | None = None
    given_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """Proof for the learner that an answer is kept. Printed as "8-2": the second answer saved for
    question 8. `counts` says whether it counts as of now, `is_elsewhere` that another device has
    taken the sitting over."""

    position: int
    revision: int
    saved_at: datetime
    lateness: str = Lateness.IN_TIME
    counts: bool = True
    is_elsewhere: bool = False

    def __str__(self) -> str:
        return f"{self.position}-{self.revision}"
