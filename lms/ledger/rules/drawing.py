"""One entry's place in the tree, as a figure and as sums.

The figure shows the lowest levels: the entry, what is computed from it on the way up, the hashes
that the proof gives, and (where there is room) what lies beneath those and is not needed. Levels
further up are only counted. Coordinates are whole units of an SVG's view box.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lms.ledger.rules.tree import Span, inclusion_path, split
from lms.ledger.rules.verifier import node_hash

# Levels drawn above the entry; further ones are counted.
LEVELS = 3
STEP, NARROW_STEP = 94, 80
ROW = 82
MARGIN = 52
ROOT_Y = 32
BELOW_BRANCHES = 116
NARROWEST = 200
MOST_BRANCHES = 3  # diamonds that stand for further levels


@dataclass(frozen=True)
class Sum:
    """One step up: the hash over two children."""

    left: bytes
    right: bytes
    result: bytes


@dataclass(frozen=True)
class Box:
    """A node: `kind` is entry, computed, given or unneeded; `label` the entries beneath it, where
    nothing beneath it is drawn."""

    x: int
    y: int
    kind: str
    hash: bytes
    label: str = ""


@dataclass(frozen=True)
class Edge:
    """From a node up to its parent, as an SVG path."""

    kind: str  # computed, given or unneeded, as the lower node is
    path: str


@dataclass(frozen=True)
class Drawing:
    """`further` levels lie between the uppermost box and the root."""

    width: int
    height: int
    boxes: Sequence[Box]
    edges: Sequence[Edge]
    root_x: int
    top_y: int
    further: int

    @property
    def branches(self) -> Sequence[int]:
        """Where, from the top, the siblings of the further levels are hinted at."""
        return [ROOT_Y + 53 + 16 * number for number in range(min(self.further, MOST_BRANCHES))]

    @property
    def is_left_free(self) -> bool:
        """On which side of the stem there is more room for words."""
        return self.root_x * 2 > self.width


@dataclass(frozen=True)
class _Node:
    span: Span
    kind: str
    hash: bytes
    level: int
    children: tuple["_Node", ...] = ()


def climb(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> list[Sum]:
    """The sums from the entry's hash up to the root (RFC 9162, 2.1.3.2), none in a tree of one.

    Raises `ValueError` where the proof is not one for this place.
    """
    sums, found = [], leaf
    for span, other in zip(inclusion_path(index, size), proof, strict=True):
        left, right = (other, found) if span.end <= index else (found, other)
        found = node_hash(left, right)
        sums.append(Sum(left, right, found))
    return sums


def draw(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], *, is_narrow: bool = False
) -> Drawing:
    """The figure of an inclusion proof. A narrow one leaves out what the proof does not need.

    Raises `ValueError` where the proof is not one for this place.
    """
    top = _lowest_levels(index, size, leaf, proof, is_narrow)
    slots, step = list(_slots(top)), NARROW_STEP if is_narrow else STEP
    width = max(2 * MARGIN + (len(slots) - 1) * step, NARROWEST)
    first = (width - (len(slots) - 1) * step) // 2
    columns = {node.span: first + number * step for number, node in enumerate(slots)}
    further = len(proof) - top.level
    is_root = bool(proof) and not further
    top_y = ROOT_Y if is_root else ROOT_Y + (BELOW_BRANCHES if further else ROW)
    height = {node: top_y + (top.level - node.level) * ROW for node, __ in _all(top)}
    boxes = [
        Box(_x(node, columns), y, node.kind, node.hash, _label(node)) for node, y in height.items()
    ]
    return Drawing(
        width=width,
        height=max(height.values()) + 58,
        boxes=boxes[1:] if is_root else boxes,
        edges=_edges(top, height, columns),
        root_x=boxes[0].x,
        top_y=top_y,
        further=further,
    )


def _lowest_levels(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], is_narrow: bool
) -> _Node:
    node = _Node(Span(index, index + 1), "entry", leaf, 0)
    steps = list(
        zip(inclusion_path(index, size), proof, climb(index, size, leaf, proof), strict=True)
    )
    for level, (span, other, found) in enumerate(steps[:LEVELS]):
        fits = not is_narrow and span.end - span.start <= 1 << level
        sibling = _Node(span, "given", other, level, _beneath(span) if fits else ())
        pair = (sibling, node) if span.end <= index else (node, sibling)
        whole = Span(pair[0].span.start, pair[1].span.end)
        node = _Node(whole, "computed", found.result, level + 1, pair)
    return node


def _beneath(span: Span) -> tuple[_Node, ...]:
    if span.end - span.start == 1:
        return ()
    middle = split(span)
    return tuple(
        _Node(half, "unneeded", b"", (half.end - half.start - 1).bit_length(), _beneath(half))
        for half in (Span(span.start, middle), Span(middle, span.end))
    )


def _slots(node: _Node) -> Iterator[_Node]:
    """From the left, the nodes with nothing drawn beneath them."""
    if not node.children:
        yield node
    for child in node.children:
        yield from _slots(child)


def _all(node: _Node, parent: _Node | None = None) -> Iterator[tuple[_Node, _Node | None]]:
    yield node, parent
    for child in node.children:
        yield from _all(child, node)


def _edges(top: _Node, height: dict[_Node, int], columns: dict[Span, int]) -> list[Edge]:
    """The faint ones first, so that the way up lies over them."""
    edges = []
    for node, parent in _all(top):
        if parent:
            kind = "computed" if node.kind == "entry" else node.kind
            over = height[parent]
            turn = over + ROW // 2
            path = f"M{_x(node, columns)} {height[node]}V{turn}H{_x(parent, columns)}V{over}"
            edges.append(Edge(kind, path))
    return sorted(edges, key=lambda edge: ("unneeded", "given", "computed").index(edge.kind))


def _x(node: _Node, columns: dict[Span, int]) -> int:
    if not node.children:
        return columns[node.span]
    return sum(_x(child, columns) for child in node.children) // 2


def _label(node: _Node) -> str:
    first, last = node.span.start, node.span.end - 1
    if node.children:
        return ""
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"


CHART_HEIGHT, BAR_STEP, BAR_WIDTH = 48, 12, 9


@dataclass(frozen=True)
class Bar:
    """How much one day brought: a bar that stands on the chart's lower edge."""

    day: date
    count: int
    x: int
    y: int
    height: int


def bars(growth: Sequence[tuple[date, int]]) -> list[Bar]:
    """The tallest fills the chart; a day that brought anything shows at least a line."""
    most = max((count for __, count in growth), default=0)
    found = []
    for number, (day, count) in enumerate(growth):
        height = max(2, count * CHART_HEIGHT // most) if count else 0
        found.append(Bar(day, count, number * BAR_STEP, CHART_HEIGHT - height, height))
    return found
