"""The picture of a branching talk for its author: where boxes and arrows stand, and what they say.

`rules.scenario_routes` finds the places. What lies on a best way through is
marked, so that an author sees at once whether it is the one that was meant. Lengths are in pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase
from typing import Any

from assessments.rules import scenario_graph
from assessments.rules.kinds.base import Json
from assessments.rules.scenario_routes import HEIGHT, WIDTH, Point, Route, Routes, routes

MARGIN = 28
# Room for the head of an arrow.
_HEAD = 7
# How many half widths (a Chinese character has two) fit into a line of a box.
_FIT = 28
_FIT_NAME = 20


@dataclass(frozen=True)
class Box:
    """A turn. `lines` are the first words of its text."""

    number: int
    name: str
    lines: tuple[str, ...]
    x: int
    y: int
    is_start: bool
    is_end: bool
    is_best: bool
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Arrow:
    """A choice under its letter, with its score at (`label_x`, `label_y`)."""

    letter: str
    score: int
    path: str
    label_x: int
    label_y: int
    is_best: bool


@dataclass(frozen=True)
class ChoiceRow:
    letter: str
    say: str
    reply: str
    to: str
    score: int
    is_best: bool


@dataclass(frozen=True)
class TurnRow:
    """The same in words."""

    number: int
    name: str
    speaker: str
    text: str
    is_end: bool
    is_best: bool
    choices: tuple[ChoiceRow, ...]


@dataclass(frozen=True)
class ScenarioPicture:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    rows: tuple[TurnRow, ...]
    best: int
    """The most points that can be earned."""


def scenario_picture(content: Json, key: Json) -> ScenarioPicture:
    """Of a talk whose choices lead to turns that there are; dead ends and turns out of reach may
    be in it."""
    turns, scores = content["turns"], key["scores"]
    graph = [[choice["to"] for choice in turn.get("choices", ())] for turn in turns]
    best = scenario_graph.best_scores(graph, scores)
    on_way = _best_choices(graph, scores, best)
    drawn = routes(graph)
    boxes = tuple(_boxes(turns, drawn, on_way))
    return ScenarioPicture(
        width=2 * MARGIN + drawn.width,
        height=2 * MARGIN + drawn.height,
        boxes=boxes,
        arrows=tuple(_arrow(route, scores, on_way) for route in drawn.routes),
        rows=tuple(_rows(turns, scores, boxes, on_way)),
        best=best[0] if best else 0,
    )


def _best_choices(
    graph: Sequence[Sequence[int]], scores: Sequence[Sequence[int]], best: Sequence[int]
) -> dict[int, set[int]]:
    """The turns on the best ways from the beginning, each with the choices that stay on one."""
    earned = scenario_graph.earned_scores(graph, scores)
    found: dict[int, set[int]] = {}
    waiting = [0] if graph else []
    while waiting:
        turn = waiting.pop()
        if turn in found:
            continue
        worth = [
            (gain + best[to], gain) for to, gain in zip(graph[turn], earned[turn], strict=True)
        ]
        found[turn] = {choice for choice, one in enumerate(worth) if one == max(worth)}
        waiting += [graph[turn][choice] for choice in found[turn]]
    return found


def _boxes(turns: Sequence[Any], drawn: Routes, on_way: dict[int, set[int]]) -> Iterator[Box]:
    for index, (x, y) in enumerate(drawn.corners):
        yield Box(
            number=index + 1,
            name=_cut(_name(turns, index), _FIT_NAME),
            lines=tuple(_first_lines(turns[index]["text"])),
            x=MARGIN + x,
            y=MARGIN + y,
            is_start=index == 0,
            is_end=bool(turns[index].get("is_end")),
            is_best=index in on_way,
        )


def _arrow(route: Route, scores: Sequence[Sequence[int]], on_way: dict[int, set[int]]) -> Arrow:
    points = [(x + MARGIN, y + MARGIN) for x, y in route.points]
    points[-1] = (points[-1][0], points[-1][1] - _HEAD)
    return Arrow(
        letter=ascii_uppercase[route.choice % len(ascii_uppercase)],
        score=scores[route.turn][route.choice],
        path=_straight(points) if route.is_back else _curved(points),
        label_x=points[0][0],
        # More than three labels stand in two lines.
        label_y=points[0][1] + 20 + 27 * (len(scores[route.turn]) > 3 and route.choice % 2),
        is_best=route.choice in on_way.get(route.turn, ()),
    )


def _straight(points: Sequence[Point]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in points)


def _curved(points: Sequence[Point]) -> str:
    """Between two layers an arrow leaves and arrives upright; beside a box it goes straight."""
    path = f"M{points[0][0]} {points[0][1]}"
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (to_y - y) // 2
        path += f" C{x} {y + half} {to_x} {to_y - half} {to_x} {to_y}"
    return path


def _rows(
    turns: Sequence[Any],
    scores: Sequence[Sequence[int]],
    boxes: Sequence[Box],
    on_way: dict[int, set[int]],
) -> Iterator[TurnRow]:
    for index, turn in enumerate(turns):
        choices = tuple(
            ChoiceRow(
                letter=ascii_uppercase[place % len(ascii_uppercase)],
                say=choice["say"],
                reply=choice.get("reply", ""),
                to=_name(turns, choice["to"]),
                score=scores[index][place],
                is_best=place in on_way.get(index, ()),
            )
            for place, choice in enumerate(turn.get("choices", ()))
        )
        yield TurnRow(
            number=index + 1,
            name=_name(turns, index),
            speaker=turn.get("speaker", ""),
            text=turn["text"],
            is_end=boxes[index].is_end,
            is_best=boxes[index].is_best,
            choices=choices,
        )


def _name(turns: Sequence[Any], index: int) -> str:
    return turns[index].get("name") or str(index + 1)


def _size(character: str) -> int:
    return 1 if ord(character) < 0x2E80 else 2


def _cut(text: str, fit: int) -> str:
    """As much of a text as fits, with dots where that is not all."""
    if sum(map(_size, text)) <= fit:
        return text
    kept, left = "", fit - 2
    for character in text:
        left -= _size(character)
        if left < 0:
            break
        kept += character
    return f"{kept}…"


def _first_lines(text: str) -> Iterator[str]:
    """The first two lines of a box."""
    rest = " ".join(text.split())
    line, left = "", _FIT
    for place, character in enumerate(rest):
        left -= _size(character)
        if left < 0:
            yield line
            yield _cut(rest[place:].lstrip(), _FIT)
            return
        line += character
    yield line
