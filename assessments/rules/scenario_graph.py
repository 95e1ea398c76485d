"""The graph of a branching talk: what can be reached, the best score, and a picture of it.

A graph is a list of turns by index from 0, the beginning; each is the list of the turns to which
its choices lead.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Graph = Sequence[Sequence[int]]
Scores = Sequence[Sequence[int]]

# How often `layout` sweeps down and up again; further sweeps hardly change small graphs.
_SWEEPS = 4


def reached_from(graph: Graph, starts: Iterable[int]) -> set[int]:
    """The turns that can be reached from any of those, themselves included."""
    reached, waiting = set[int](), list(starts)
    while waiting:
        turn = waiting.pop()
        if turn not in reached:
            reached.add(turn)
            waiting.extend(graph[turn])
    return reached


def reaching(graph: Graph, ends: Iterable[int]) -> set[int]:
    """The turns from which any of those can be reached, themselves included."""
    reverse: list[list[int]] = [[] for __ in graph]
    for turn, choices in enumerate(graph):
        for to in choices:
            reverse[to].append(turn)
    return reached_from(reverse, ends)


def loops(graph: Graph) -> list[set[int]]:
    """For every turn those with which it stands in a loop, itself included (its strongly connected
    component): from each of them the others can be reached."""
    reached = [reached_from(graph, [turn]) for turn in range(len(graph))]
    return [{other for other in reached[one] if one in reached[other]} for one in range(len(graph))]


def earned_scores(graph: Graph, scores: Scores) -> list[list[int]]:
    """What each choice earns: its score, but nothing inside a loop, where it could be taken again
    and again."""
    inside = loops(graph)
    return [
        [
            0 if to in inside[turn] else score
            for to, score in zip(graph[turn], scores[turn], strict=True)
        ]
        for turn in range(len(graph))
    ]


def best_scores(graph: Graph, scores: Scores) -> list[int]:
    """For every turn the most that can still be earned from there on: the longest path over the
    graph of its loops, which has none. Within a loop all that leads out of it can be reached."""
    inside = loops(graph)
    earned = earned_scores(graph, scores)
    best: dict[int, int] = {}
    # What a turn leads to reaches fewer turns than itself, unless they stand in a loop.
    for turn in sorted(range(len(graph)), key=lambda one: len(reached_from(graph, [one]))):
        if turn not in best:
            ways = [
                gain + best[to]
                for member in inside[turn]
                for to, gain in zip(graph[member], earned[member], strict=True)
                if to not in inside[turn]
            ]
            best |= dict.fromkeys(inside[turn], max(ways, default=0))
    return [best[turn] for turn in range(len(graph))]


@dataclass(frozen=True)
class Node:
    """A turn in the picture: `layer` from the top, `place` from the left, both from 0."""

    turn: int
    layer: int
    place: int


@dataclass(frozen=True)
class Edge:
    """A choice in the picture, by its index in its turn. `is_back` where it leads upwards or to the
    turn itself."""

    turn: int
    choice: int
    to: int
    is_back: bool


@dataclass(frozen=True)
class Picture:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    layers: int
    widest: int


def picture(graph: Graph) -> Picture:
    """Where to draw the turns: in layers, so that choices lead down wherever no loop forbids it,
    and within a layer near the middle of those they come from and lead to (Sugiyama's method, with
    sweeps by barycentre). What the beginning does not reach begins a walk of its own. The same
    graph always gives the same picture. For at most a few hundred turns."""
    layer = _layers(graph)
    rows: list[list[int]] = [[] for __ in range(max(layer, default=-1) + 1)]
    for turn in _met(graph):
        rows[layer[turn]].append(turn)
    _untangle(graph, rows)
    nodes = sorted(
        (Node(turn, at, place) for at, row in enumerate(rows) for place, turn in enumerate(row)),
        key=lambda node: node.turn,
    )
    edges = [
        Edge(turn, choice, to, layer[to] <= layer[turn])
        for turn, choices in enumerate(graph)
        for choice, to in enumerate(choices)
    ]
    return Picture(tuple(nodes), tuple(edges), len(rows), max(map(len, rows), default=0))


def _met(graph: Graph) -> list[int]:
    """The turns in the order in which a reader of the choices meets them, breadth first: what an
    earlier choice leads to stands further left, where nothing else decides."""
    met: dict[int, None] = {}
    for start in range(len(graph)):
        waiting = deque([start])
        while waiting:
            turn = waiting.popleft()
            if turn not in met:
                met[turn] = None
                waiting.extend(graph[turn])
    return list(met)


def _layers(graph: Graph) -> list[int]:
    """The greatest distance of every turn from where a walk through the graph begins, without the
    choices that lead back to a turn on the way there."""
    finished, on_the_way = list[int](), set[int]()
    forward: list[list[int]] = [[] for __ in graph]

    def walk(turn: int) -> None:
        on_the_way.add(turn)
        for to in graph[turn]:
            if to in on_the_way:
                continue
            forward[turn].append(to)
            if to not in finished:
                walk(to)
        on_the_way.remove(turn)
        finished.append(turn)

    for turn in range(len(graph)):
        if turn not in finished:
            walk(turn)
    layer = [0] * len(graph)
    for turn in reversed(finished):
        for to in forward[turn]:
            layer[to] = max(layer[to], layer[turn] + 1)
    return layer


def _untangle(graph: Graph, rows: list[list[int]]) -> None:
    """Sort each row by the middle of its neighbours in the rows above, then below, in turns."""
    above: list[list[int]] = [[] for __ in graph]
    for turn, choices in enumerate(graph):
        for to in choices:
            above[to].append(turn)
    place = {turn: at for row in rows for at, turn in enumerate(row)}
    for sweep in range(2 * _SWEEPS):
        downwards = sweep % 2 == 0
        neighbours: Graph = above if downwards else graph

        def middle(turn: int, near: Graph = neighbours) -> float:
            places = [place[other] for other in near[turn] if other != turn]
            return sum(places) / len(places) if places else place[turn]

        for row in rows if downwards else reversed(rows):
            row.sort(key=middle)
            place.update((turn, at) for at, turn in enumerate(row))
