"""The parts of a result as blocks: one side is the weight, the other the score, so that the area is
what each brings to the total. Lying for a desk, standing for a phone; in the charts' own units."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reviews.queries.trace_words import percent, plain

# Of the lying chart.
WIDTH, GAP, TOP, HEIGHT = 636.0, 4.0, 20.0, 96.0
LINE = 15.0
# Of the standing one.
LABELLED, LENGTH, STEP, LEAST, OF_TWO = 104.0, 176.0, 2.4, 20.0, 34.0
FULL = Decimal(100)
WIDE, NARROW = 12.6, 6.9


@dataclass(frozen=True)
class Block:
    """`lines` is its name where it fits under the block, else its number in `Blocks.numbered`."""

    name: str
    lines: tuple[str, ...]
    score: str
    weight: str
    x: float
    width: float
    y: float
    height: float
    row_y: float
    row_height: float
    length: float
    beside: tuple[str, ...]
    is_heaviest: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def score_y(self) -> float:
        """Inside near the top; above a block that is too low for it."""
        return self.y + 18 if self.height >= 26 else self.y - 6

    @property
    def is_low(self) -> bool:
        return self.height < 26

    @property
    def row_middle(self) -> float:
        return self.row_y + self.row_height / 2 + 4

    @property
    def beside_labels(self) -> list[tuple[float, str]]:
        first = self.row_middle - LINE * (len(self.beside) - 1) / 2
        return [(first + LINE * at, line) for at, line in enumerate(self.beside)]

    @property
    def labels(self) -> list[tuple[float, str]]:
        return [(TOP + HEIGHT + 18 + LINE * at, line) for at, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Blocks:
    blocks: tuple[Block, ...]
    numbered: tuple[tuple[str, str], ...]
    text_lines: int

    @property
    def weights_y(self) -> float:
        return TOP + HEIGHT + 18 + LINE * self.text_lines

    @property
    def height(self) -> float:
        return self.weights_y + 4

    @property
    def row_height(self) -> float:
        last = self.blocks[-1] if self.blocks else None
        return last.row_y + last.row_height + 4 if last else 0

    @property
    def in_words(self) -> list[tuple[str, str, str]]:
        return [(each.name, each.score, each.weight) for each in self.blocks]


def blocks_of(rows: Sequence[tuple[str, Decimal, Decimal]]) -> Blocks:
    """`rows` are name, weight in percent, score of 100; those of weight 0 are left out before."""
    heaviest = max((row[1] for row in rows), default=None)
    room = WIDTH - GAP * max(0, len(rows) - 1)
    blocks: list[Block] = []
    numbered: list[tuple[str, str]] = []
    x, y, is_marked = 0.0, 4.0, False
    for name, weight, score in rows:
        width = room * float(weight / FULL)
        lines = _lines(name, width + GAP)
        if not lines:
            number = str(len(numbered) + 1)
            numbered.append((number, name))
            lines = (number,)
        height = HEIGHT * float(score / FULL)
        beside = _lines(name, LABELLED - 8) or (name,)
        thick = max(LEAST if len(beside) == 1 else OF_TWO, STEP * float(weight))
        blocks.append(
            Block(
                name,
                lines,
                plain(score),
                percent(weight),
                x,
                width,
                TOP + HEIGHT - height,
                height,
                y,
                thick,
                LENGTH * float(score / FULL),
                beside,
                is_heaviest=weight == heaviest and not is_marked,
            )
        )
        is_marked = is_marked or weight == heaviest
        x += width + GAP
        y += thick + GAP
    return Blocks(tuple(blocks), tuple(numbered), max((len(b.lines) for b in blocks), default=1))


def _lines(name: str, room: float) -> tuple[str, ...]:
    """The name in at most two lines, broken between words; empty where that is too wide."""
    if _wide(name) <= room:
        return (name,)
    first, __, rest = name.partition(" ")
    if rest and _wide(first) <= room and _wide(rest) <= room:
        return (first, rest)
    return ()


def _wide(text: str) -> float:
    return sum(WIDE if unicodedata.east_asian_width(c) in "WF" else NARROW for c in text)
