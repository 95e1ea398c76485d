"""Bars for the grades before and after calibration; in the chart's own units."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.queries.board import Board
from reviews.rules.distribution import Share

WIDTH, BASE, TALLEST = 360.0, 136.0, 108.0
GAP, WIDEST = 2.0, 36.0


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    count: int

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        return self.y - 6


@dataclass(frozen=True)
class Pair:
    """A grade with its two bars, and the row of the table beside them."""

    name: str
    middle: float
    bars: tuple[Bar, Bar]
    before: Share
    after: Share

    @property
    def change(self) -> int:
        return self.after.count - self.before.count


def pairs_of(board: Board) -> Sequence[Pair]:
    """In the order of the columns."""
    spread, columns = board.spread, board.columns
    most = max([1, *(each.count for each in (*spread.before, *spread.after))])
    room = WIDTH / max(1, len(columns))
    found = []
    for index, column in enumerate(columns):
        middle = room * (index + 0.5)
        before, after = spread.before[index], spread.after[index]
        width = min(WIDEST, room / 2 - 4 * GAP)
        bars = (
            _bar(middle - GAP - width, width, before.count, most),
            _bar(middle + GAP, width, after.count, most),
        )
        found.append(Pair(column.name, middle, bars, before, after))
    return found


def _bar(x: float, width: float, count: int, most: int) -> Bar:
    height = TALLEST * count / most
    return Bar(round(x, 1), round(BASE - height, 1), round(width, 1), round(height, 1), count)
