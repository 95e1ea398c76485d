from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Receipt:
    """Proof for the learner that an answer is kept. Printed as "8-2": the second answer saved for
    question 8."""

    position: int
    number: int
    saved_at: datetime

    def __str__(self) -> str:
        return f"{self.position}-{self.number}"
