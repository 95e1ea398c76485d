"""The process of a sitting: one table of moves, one owner per state."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assessments.enums import SittingState


class Owner(StrEnum):
    """Whose turn it is."""

    LEARNER = "the learner"
    SYSTEM = "the system"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Move:
    source: SittingState
    target: SittingState
    owner: Owner
    event: str


TRANSITIONS = (
    Move(SittingState.OPEN, SittingState.MARKED, Owner.LEARNER, "hands in, until the deadline"),
    Move(
        SittingState.OPEN, SittingState.MARKED, Owner.SYSTEM, "hands in, once the deadline passed"
    ),
)
START = SittingState.OPEN


def owner(state: str, *, is_late: bool) -> Owner:
    """Whose turn it is: the learner's until the deadline, then the system's, then nobody's."""
    if state != SittingState.OPEN:
        return Owner.NOBODY
    return Owner.SYSTEM if is_late else Owner.LEARNER


def can_move(state: str, *, by: Owner, is_late: bool) -> bool:
    """Whether `by` may hand the sitting in now."""
    return owner(state, is_late=is_late) is by and any(
        move.source == state and move.owner is by for move in TRANSITIONS
    )


def mermaid(start: SittingState, moves: Iterable[Move]) -> str:
    """The table as a Mermaid state diagram."""
    moves = tuple(moves)
    lines = ["stateDiagram-v2", f"    [*] --> {start.value}"]
    lines += [
        f"    {move.source.value} --> {move.target.value}: {move.owner.value} {move.event}"
        for move in moves
    ]
    sources = {move.source for move in moves}
    final = dict.fromkeys(move.target for move in moves if move.target not in sources)
    lines += [f"    {state.value} --> [*]" for state in final]
    return "\n".join(lines) + "\n"
