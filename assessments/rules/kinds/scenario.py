"""A talk that branches: in every turn the learner chooses what to say, which leads to another turn.

content: {"turns": [{"name": "…", "speaker": "…", "text": "…", "is_end": bool,
"choices": [{"say": "…", "to": index, "reply": "…"}, …]}, …]}, beginning at turn 0 ·
key: {"scores": [[int, …], …]} for the choices of every turn ·
answer: {"path": [index of the choice, …]} from the beginning.

A choice that leads round in a loop scores nothing, as it could be taken again and again; what was
earned counts against the best way through (`rules.scenario_graph`). A choice once made stands.

Form fields: "path" ("0.2.1", the choices made before) and "choice" (the next one, optional).
Choices keep their order. `scenario_notation` is how authors write it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import msgspec

from assessments.errors import (
    ChoiceTwice,
    DeadEnd,
    EndingWithChoices,
    MalformedAnswer,
    NothingToEarn,
    NoWayOut,
    ScenarioEmpty,
    ScoreOutOfRange,
    TalkTooLong,
    TooManyChoices,
    TooManyParts,
    TurnUnknown,
    TurnUnreachable,
    TurnWithoutText,
    WordingRefused,
)
from assessments.rules import scenario_graph
from assessments.rules.kinds.base import (
    FIELD,
    FormData,
    Interaction,
    Json,
    Line,
    Part,
    index_at,
    single,
)
from assessments.rules.kinds.scenario_notation import parse, unparse

__all__ = ["Scenario", "layout", "parse", "unparse"]

PATH = "path"
MOST_TURNS = 60
MOST_CHOICES = 6
# Loops allow for any length; a talk of this one leads nowhere.
MOST_STEPS = 200
# "0.2.1" with indexes of one digit.
_MOST_PATH = 2 * MOST_STEPS


class Say(Part, frozen=True):
    say: str
    to: int
    reply: str = ""


class Turn(Part, frozen=True):
    text: str
    name: str = ""
    speaker: str = ""
    choices: tuple[Say, ...] = ()
    is_end: bool = False


class Turns(Part, frozen=True):
    turns: tuple[Turn, ...]


class Scores(Part, frozen=True):
    scores: tuple[tuple[int, ...], ...]


class Path(Part, frozen=True):
    path: tuple[int, ...]


@dataclass(frozen=True)
class ShownExchange:
    """A turn that is over: what was said to the learner, what they said, and the reply, if any."""

    speaker: str
    text: str
    say: str
    reply: str


@dataclass(frozen=True)
class ShownChoice:
    """Something to say next. `name` and `value` are what the form sends."""

    name: str
    value: str
    text: str


@dataclass(frozen=True)
class ShownScenario:
    """The talk so far and the turn it has come to, which has no choices where the talk `is_over`.
    `path_name` and `path` belong into a hidden field. `turns` is the whole talk as JSON, without
    scores and names, for a script that goes on without a network."""

    path_name: str
    path: str
    said: tuple[ShownExchange, ...]
    speaker: str
    text: str
    choices: tuple[ShownChoice, ...]
    is_over: bool
    turns: list[dict[str, Any]]


class Scenario(Interaction[Turns, Scores, Path]):
    Content = Turns
    Key = Scores
    Answer = Path
    texts = frozenset({"text", "speaker", "say", "reply"})

    def check(self) -> None:
        super().check()
        turns, scores = self.content.turns, self.key.scores
        if len(turns) < 2:
            raise ScenarioEmpty
        if len(turns) > MOST_TURNS:
            raise TooManyParts(most=MOST_TURNS)
        if [len(turn.choices) for turn in turns] != list(map(len, scores)):
            raise WordingRefused
        for index, turn in enumerate(turns):
            self._check_turn(turn, self._name(index), scores[index])
        self._check_graph()
        if not self._best[0]:
            raise NothingToEarn

    def _check_turn(self, turn: Turn, name: str, scores: Sequence[int]) -> None:
        says = [choice.say.strip() for choice in turn.choices]
        if not all(says) or not (turn.text.strip() or turn.is_end):
            raise TurnWithoutText(turn=name)
        if len(set(says)) < len(says):
            raise ChoiceTwice(turn=name)
        if len(says) > MOST_CHOICES:
            raise TooManyChoices(turn=name, most=MOST_CHOICES)
        if not all(0 <= score <= 100 for score in scores):
            raise ScoreOutOfRange(turn=name)
        if not all(0 <= choice.to < len(self.content.turns) for choice in turn.choices):
            raise TurnUnknown(turn=name)
        if says and turn.is_end:
            raise EndingWithChoices(turn=name)
        if not says and not turn.is_end:
            raise DeadEnd(turn=name)

    def _check_graph(self) -> None:
        ends = [index for index, turn in enumerate(self.content.turns) if turn.is_end]
        reached = scenario_graph.reached_from(self._graph, [0])
        ending = scenario_graph.reaching(self._graph, ends)
        for index in range(len(self.content.turns)):
            if index not in reached:
                raise TurnUnreachable(turn=self._name(index))
            if index not in ending:
                raise NoWayOut(turn=self._name(index))

    def _name(self, turn: int) -> str:
        return self.content.turns[turn].name or str(turn + 1)

    @cached_property
    def _graph(self) -> list[list[int]]:
        return [[choice.to for choice in turn.choices] for turn in self.content.turns]

    @cached_property
    def _earned(self) -> list[list[int]]:
        return scenario_graph.earned_scores(self._graph, self.key.scores)

    @cached_property
    def _best(self) -> list[int]:
        return scenario_graph.best_scores(self._graph, self.key.scores)

    def _walk(self, path: Sequence[int]) -> list[int]:
        """The turns on a path, the one it has come to included. Raises `MalformedAnswer` where the
        path takes a choice that its turn has not."""
        turns = [0]
        for choice in path:
            leads_to = self._graph[turns[-1]]
            if not 0 <= choice < len(leads_to):
                raise MalformedAnswer
            turns.append(leads_to[choice])
        return turns

    def show(self, order: Sequence[int], answer: Json | None) -> ShownScenario:
        path = self.answer(answer).path if answer else ()
        *past, now = (self.content.turns[index] for index in self._walk(path))
        said = tuple(
            ShownExchange(
                turn.speaker, turn.text, turn.choices[choice].say, turn.choices[choice].reply
            )
            for turn, choice in zip(past, path, strict=True)
        )
        choices = tuple(
            ShownChoice(FIELD, str(index), choice.say) for index, choice in enumerate(now.choices)
        )
        return ShownScenario(
            PATH,
            ".".join(map(str, path)),
            said,
            now.speaker,
            now.text,
            choices,
            is_over=not choices,
            turns=[_for_script(turn) for turn in self.content.turns],
        )

    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        if PATH not in data:
            raise MalformedAnswer
        before, choice = single(data, PATH, _MOST_PATH + 1), single(data, FIELD)
        path = [index_at((), MOST_CHOICES, step) for step in before.split(".") if before]
        if choice:
            path.append(index_at((), MOST_CHOICES, choice))
        if len(path) > MOST_STEPS:
            raise TalkTooLong
        self._walk(path)
        return self.written(Path(tuple(path)))

    def fits(self, answer: Path) -> bool:
        if len(answer.path) > MOST_STEPS:
            return False
        try:
            self._walk(answer.path)
        except MalformedAnswer:
            return False
        return True

    def is_blank(self, answer: Json) -> bool:
        return not self.answer(answer).path

    def may_follow(self, before: Json, answer: Json) -> bool:
        made = self.answer(before).path
        return self.answer(answer).path[: len(made)] == made

    def grade(self, answer: Json) -> Fraction:
        path = self.answer(answer).path
        steps = zip(self._walk(path), path, strict=False)
        return Fraction(sum(self._earned[turn][choice] for turn, choice in steps), self._best[0])

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        """Turn by turn what was said, beside what would have kept most within reach; last the turn
        that still waits for a choice, where the talk is not over."""
        path = self.answer(answer).path if answer else ()
        lines = []
        for step, index in enumerate(self._walk(path)):
            turn = self.content.turns[index]
            if not turn.choices:
                break
            right = self._right_choices(index)
            given = path[step] if step < len(path) else None
            lines.append(
                Line(
                    f"{turn.speaker}：{turn.text}" if turn.speaker else turn.text,
                    given="" if given is None else turn.choices[given].say,
                    right=" / ".join(turn.choices[choice].say for choice in right),
                    is_right=given in right,
                )
            )
        return tuple(lines)

    def _right_choices(self, turn: int) -> list[int]:
        """Those after which most can be earned in all, and of these those that earn most at once: a
        way round in a loop costs nothing, but is no right choice."""
        worth = [
            (gain + self._best[to], gain)
            for to, gain in zip(self._graph[turn], self._earned[turn], strict=True)
        ]
        return [choice for choice, one in enumerate(worth) if one == max(worth)]


def _for_script(turn: Turn) -> dict[str, Any]:
    """A turn with all its parts. Its name is the author's and may judge."""
    return {
        "speaker": turn.speaker,
        "text": turn.text,
        "choices": [msgspec.structs.asdict(choice) for choice in turn.choices],
    }


def layout(content: Json) -> scenario_graph.Picture:
    """The picture of a checked talk for its author; nodes and edges name turns and choices of the
    content by index."""
    return scenario_graph.picture(
        [[choice["to"] for choice in turn.get("choices", ())] for turn in content["turns"]]
    )
