"""Processes as tables of moves, and their diagrams."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

State = TypeVar("State", bound=Enum)


@dataclass(frozen=True)
class Move(Generic[State]):
    """What brings one state into the next, and whose move it is."""

    source: State
    target: State
    owner: Enum
    event: str


def mermaid(start: Enum, moves: Iterable[Move[Any]]) -> str:
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
