"""Where the boxes of a branching talk stand, and which ways its arrows take between them.

Layers come from `scenario_graph.picture`. An arrow over several layers gets a narrow place of its
own in each layer that it passes (the dummy vertices of Sugiyama's method), so that it runs beside
the boxes and not behind them; then everything is moved towards its neighbours as far as there is
room. Lengths are in pixels, from the upper left corner.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.rules import scenario_graph
from assessments.rules.scenario_graph import Graph

WIDTH, HEIGHT = 216, 92
GAP_X, GAP_Y = 32, 92
# The place of an arrow that passes by.
_NARROW = 12
# How often everything is moved towards its neighbours, down and up again.
_SWEEPS = 6

Point = tuple[int, int]


@dataclass(frozen=True)
class Route:
    """The points that a choice's arrow passes: from the lower edge of its turn to the upper edge of
    the turn it leads to, or, where it `is_back` up the page, round the right side."""

    turn: int
    choice: int
    is_back: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Routes:
    """`corners` are the upper left corners of the turns."""

    corners: tuple[Point, ...]
    routes: tuple[Route, ...]
    width: int
    height: int


def routes(graph: Graph) -> Routes:
    """No box covers another one, and no arrow that leads down crosses a box."""
    edges = scenario_graph.picture(graph).edges
    longer, chains = _with_places_between(graph, edges)
    drawn = scenario_graph.picture(longer)
    rows: list[list[int]] = [[] for __ in range(drawn.layers)]
    for node in sorted(drawn.nodes, key=lambda node: node.place):
        rows[node.layer].append(node.turn)
    layer = {node.turn: node.layer for node in drawn.nodes}
    middles = _middles(longer, rows, [_size(turn, graph) for turn in range(len(longer))])
    tops = {turn: layer[turn] * (HEIGHT + GAP_Y) for turn in layer}
    right = max(
        (round(middle) + _size(turn, graph) // 2 for turn, middle in enumerate(middles)), default=0
    )
    found, back = [], 0
    for edge in edges:
        start = round(middles[edge.turn]) + _port(edge.choice, len(graph[edge.turn]))
        leave = (start, tops[edge.turn] + HEIGHT)
        end = round(middles[edge.to])
        if edge.is_back:
            back += 1
            points = _round(leave, (end + 80, tops[edge.to]), right + 20 * back)
        else:
            between = chains[edge.turn, edge.choice]
            points = _down(leave, (end, tops[edge.to]), between, middles, tops)
        found.append(Route(edge.turn, edge.choice, edge.is_back, points))
    corners = tuple((round(middles[turn]) - WIDTH // 2, tops[turn]) for turn in range(len(graph)))
    height = max(drawn.layers * (HEIGHT + GAP_Y) - GAP_Y, 0)
    return Routes(corners, tuple(found), right + 20 * back, height + (GAP_Y if back else 0))


def _with_places_between(
    graph: Graph, edges: Iterable[scenario_graph.Edge]
) -> tuple[list[list[int]], dict[tuple[int, int], list[int]]]:
    """The graph without what leads back, and with the vertices that long arrows pass."""
    layer = {node.turn: node.layer for node in scenario_graph.picture(graph).nodes}
    longer: list[list[int]] = [[] for __ in graph]
    chains: dict[tuple[int, int], list[int]] = {}
    for edge in edges:
        if edge.is_back:
            continue
        before, chain = edge.turn, list[int]()
        for __ in range(layer[edge.turn] + 1, layer[edge.to]):
            longer.append([])
            chain.append(len(longer) - 1)
            longer[before].append(chain[-1])
            before = chain[-1]
        longer[before].append(edge.to)
        chains[edge.turn, edge.choice] = chain
    return longer, chains


def _size(place: int, graph: Graph) -> int:
    """A turn has a box; what comes after the turns are places that arrows pass."""
    return WIDTH if place < len(graph) else _NARROW


def _middles(graph: Graph, rows: Sequence[Sequence[int]], size: Sequence[int]) -> list[float]:
    """Where the middle of each box and place stands, the leftmost one at the left edge."""
    above: list[list[int]] = [[] for __ in graph]
    for turn, choices in enumerate(graph):
        for to in choices:
            above[to].append(turn)
    middles = [0.0] * len(graph)
    for row in rows:
        for turn, at in zip(row, _apart([0.0] * len(row), row, size), strict=True):
            middles[turn] = at
    for sweep in range(2 * _SWEEPS):
        near, order = (above, rows) if sweep % 2 == 0 else (graph, rows[::-1])
        for row in order:
            wanted = [
                _mean([middles[other] for other in near[turn]], middles[turn]) for turn in row
            ]
            for turn, at in zip(row, _apart(wanted, row, size), strict=True):
                middles[turn] = at
    left = min((middles[turn] - size[turn] / 2 for turn in range(len(graph))), default=0)
    return [middle - left for middle in middles]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _apart(wanted: Sequence[float], row: Sequence[int], size: Sequence[int]) -> list[float]:
    """Near what is wanted, in the same order, with room between: the mean of pushing everything to
    the right and everything to the left, which both keep the distances."""
    gaps = [(size[one] + size[other]) / 2 + GAP_X for one, other in pairwise(row)]
    rightwards, leftwards = list(wanted), list(wanted)
    for place, gap in enumerate(gaps, start=1):
        rightwards[place] = max(rightwards[place], rightwards[place - 1] + gap)
    for place, gap in reversed(list(enumerate(gaps))):
        leftwards[place] = min(leftwards[place], leftwards[place + 1] - gap)
    return [(one + other) / 2 for one, other in zip(rightwards, leftwards, strict=True)]


def _port(choice: int, choices: int) -> int:
    """Where an arrow leaves its box, from the middle: the first choice left, the last right."""
    return WIDTH * (choice + 1) // (choices + 1) - WIDTH // 2


def _down(
    leave: Point,
    arrive: Point,
    between: Iterable[int],
    middles: Sequence[float],
    tops: dict[int, int],
) -> tuple[Point, ...]:
    points = [leave]
    for place in between:
        at = round(middles[place])
        points += [(at, tops[place]), (at, tops[place] + HEIGHT)]
    # Arrows from the left arrive left of the middle, so that their heads stand apart.
    shift = max(-70, min(70, (points[-1][0] - arrive[0]) // 3))
    return (*points, (arrive[0] + shift, arrive[1]))


def _round(leave: Point, arrive: Point, side: int) -> tuple[Point, ...]:
    low, high = leave[1] + GAP_Y * 2 // 3, arrive[1] - GAP_Y // 4
    return (
        leave,
        (leave[0], low),
        (side, low),
        (side, high),
        (arrive[0], high),
        arrive,
    )
