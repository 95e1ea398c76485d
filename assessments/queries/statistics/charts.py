"""Where things stand in the drawings; the figures stand in a table beside each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.queries.statistics.items import ItemRow
from assessments.rules.statistics.figures import WholeFigures

# The drawing area of each chart, in its own units; labels stand around it.
WIDTH, HEIGHT = 300.0, 140.0
SIDE = 200.0
GAP = 3.0


@dataclass(frozen=True)
class Bar:
    """So many sittings reached `low` to `high` per cent."""

    low: int
    high: int
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float

    @property
    def label_y(self) -> float:
        return round(self.y - 4, 1)


@dataclass(frozen=True)
class Histogram:
    bars: Sequence[Bar]
    pass_x: float | None


def histogram(whole: WholeFigures, pass_percent: int | None) -> Histogram:
    """The distribution of results. `pass_percent` draws the pass mark."""
    most = max(whole.bins, default=0) or 1
    step, room = WIDTH / len(whole.bins), 100 // len(whole.bins)
    bars = []
    for place, count in enumerate(whole.bins):
        height = round(count / most * HEIGHT, 1)
        bars.append(
            Bar(
                low=place * room,
                high=place * room + room,
                count=count,
                x=round(place * step + GAP / 2, 1),
                y=round(HEIGHT - height, 1),
                width=round(step - GAP, 1),
                height=height,
                middle=round((place + 0.5) * step, 1),
            )
        )
    return Histogram(bars, None if pass_percent is None else round(pass_percent / 100 * WIDTH, 1))


@dataclass(frozen=True)
class Dot:
    """A question at its facility (from left to right, 0 to 100 %) and discrimination (upwards, -100
    to 100 %). One to look at is drawn as a diamond."""

    row: ItemRow
    x: float
    y: float

    @property
    def diamond(self) -> str:
        """Its outline."""
        return f"M{self.x} {self.y - 6}l6 6-6 6-6-6z"


def item_map(rows: Iterable[ItemRow]) -> list[Dot]:
    """Of the questions of which both may be said; the ones to look at on top."""
    dots = [
        Dot(
            row,
            round(row.reading.facility.value * SIDE, 1),
            round((1 - row.reading.discrimination.value) / 2 * SIDE, 1),
        )
        for row in rows
        if row.reading.facility.value is not None and row.reading.discrimination.value is not None
    ]
    return sorted(dots, key=lambda dot: bool(dot.row.flags))
