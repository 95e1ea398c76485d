"""A review as its steps make it: everything about where it stands is derived here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from reviews.rules import steps as said
from reviews.rules.procedure import START, State, StepKind, moves_from

Content = TypeVar("Content")
# Who took one of these steps had a part in the result.
PART_IN_RESULT = (
    StepKind.RATED,
    StepKind.SENT_BACK,
    StepKind.MOVED,
    StepKind.FROZEN,
    StepKind.TALKED,
)


@dataclass(frozen=True)
class Step:
    """`actor` by token; `at` is aware."""

    kind: StepKind
    actor: str
    at: datetime
    content: Any


@dataclass(frozen=True)
class ReviewFile:
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "ReviewFile":
        return cls(tuple(steps))

    def with_step(self, step: Step) -> "ReviewFile":
        return ReviewFile((*self.steps, step))

    @cached_property
    def state(self) -> State:
        """Raises `ValueError` for a step that has no place where it stands."""
        state = START
        for step in self.steps:
            moves = moves_from(state, step.kind)
            if not moves:
                raise ValueError(f"{step.kind} has no place in {state}")
            state = moves[0].target
        return state

    @property
    def since(self) -> datetime | None:
        """When the review came into its present state; None for one that has just been opened."""
        found, state = None, START
        for step in self.steps:
            target = moves_from(state, step.kind)[0].target
            if target != state:
                found, state = step.at, target
        return found

    def last(self, content: type[Content]) -> Content | None:
        """What the newest step of a kind says."""
        step = self.last_step(content)
        return step.content if step is not None else None

    def last_step(self, content: type[Any]) -> Step | None:
        kind = said.kind_of_type(content)
        return next((step for step in reversed(self.steps) if step.kind == kind), None)

    @property
    def rating(self) -> said.Rated | None:
        """The one that counts: the newest, unless it was sent back since."""
        for step in reversed(self.steps):
            if step.kind == StepKind.SENT_BACK:
                return None
            if step.kind == StepKind.RATED:
                rated: said.Rated = step.content
                return rated
        return None

    @property
    def calibrated(self) -> said.Moved | None:
        """The grade somebody was moved to since they were last rated, unless that was sent back."""
        for step in reversed(self.steps):
            if step.kind in (StepKind.RATED, StepKind.SENT_BACK):
                return None
            if step.kind == StepKind.MOVED:
                moved: said.Moved = step.content
                return moved
        return None

    @property
    def result(self) -> str | None:
        """The token of the version that holds."""
        for step in reversed(self.steps):
            token: str = getattr(step.content, "result", "")
            if token:
                return token
        return None
