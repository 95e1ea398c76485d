"""Questions of every kind as strategies, answers to them, and what a browser posts."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules import kinds

Draw = Callable[[st.SearchStrategy[Any]], Any]

LETTERS = "您好三声报修电话投诉abcXYZ019"
words = st.text(LETTERS, min_size=1, max_size=6)
unique = st.lists(words, min_size=3, max_size=6, unique_by=str.casefold)
points = st.lists(st.tuples(words, st.integers(1, 9)), min_size=1, max_size=4)


@dataclass(frozen=True)
class Sample:
    """A question, the right answer (None where a marker judges every one) and another answer."""

    kind: Kind
    question: kinds.AnyInteraction
    right: dict[str, Any] | None
    other: dict[str, Any]


def _sample(kind: Kind, content: Any, key: Any, right: Any, other: Any) -> Sample:
    question = kinds.interaction(kind, content, key)
    question.check()
    return Sample(kind, question, right, other)


@st.composite
def single_choice(draw: Draw) -> Sample:
    options = draw(unique)
    indexes = st.integers(0, len(options) - 1)
    right = {"right": [draw(indexes)]}
    return _sample(
        Kind.SINGLE_CHOICE,
        {"options": options},
        right,
        {"chosen": right["right"]},
        {"chosen": [draw(indexes)]},
    )


@st.composite
def multiple_choice(draw: Draw) -> Sample:
    options = draw(unique)
    indexes = st.integers(0, len(options) - 1)
    right = sorted(draw(st.sets(indexes, min_size=2, max_size=len(options) - 1)))
    return _sample(
        Kind.MULTIPLE_CHOICE,
        {"options": options, "feedback": [f"{option}!" for option in options]},
        {"right": right, "credit": draw(st.sampled_from(["exact", "balance", "each"]))},
        {"chosen": right},
        {"chosen": sorted(draw(st.sets(indexes)))},
    )


@st.composite
def true_false(draw: Draw) -> Sample:
    asks, right = draw(st.booleans()), draw(st.booleans())
    reason = {"reason": draw(words)} if asks else {}
    return _sample(
        Kind.TRUE_FALSE,
        {"asks_reason": asks},
        {"right": right},
        None if asks else {"value": right},
        {"value": draw(st.booleans())} | reason,
    )


@st.composite
def short_text(draw: Draw) -> Sample:
    texts = draw(unique)
    percents = [100, *draw(st.lists(st.integers(1, 100), min_size=5, max_size=5))]
    accepted = [
        {"text": text, "percent": percent} for text, percent in zip(texts, percents, strict=False)
    ]
    return _sample(
        Kind.SHORT_TEXT,
        {},
        {"accepted": accepted, "synonyms": [["业主", "住户"]]},
        {"text": texts[0]},
        {"text": draw(st.sampled_from([*texts, "", "别的"]))},
    )


@st.composite
def number(draw: Draw) -> Sample:
    units = draw(st.sampled_from([[], ["元"], ["分钟", "小时"]]))
    numbers = st.decimals(-1000, 1000, places=2).map(str)
    unit = draw(st.integers(0, max(0, len(units) - 1)))
    key = {"value": draw(numbers), "tolerance": draw(st.sampled_from(["0", "0.5"])), "unit": unit}
    if len(units) > 1 and draw(st.booleans()):
        key["per_unit"] = ["1", "60"]
    other = draw(st.one_of(numbers, st.just(""), st.just("１，０００．５")))
    other_unit = 1 - unit if other and len(units) > 1 else 0
    right = {"number": key["value"], "unit": unit}
    return _sample(Kind.NUMBER, {"units": units}, key, right, {"number": other, "unit": other_unit})


@st.composite
def matching(draw: Draw) -> Sample:
    left, right = draw(unique), draw(unique)
    partners = st.integers(0, len(right) - 1)
    pairs = [draw(partners) for __ in left]
    return _sample(
        Kind.MATCHING,
        {"left": left, "right": right},
        {"pairs": pairs},
        {"pairs": pairs},
        {"pairs": [draw(st.none() | partners) for __ in left]},
    )


@st.composite
def ordering(draw: Draw) -> Sample:
    steps = draw(unique)
    order = list(range(len(steps)))
    return _sample(
        Kind.ORDERING,
        {"steps": steps},
        {"credit": draw(st.sampled_from(["exact", "neighbours"]))},
        {"order": order},
        {"order": draw(st.permutations(order) | st.just([]))},
    )


@st.composite
def cloze(draw: Draw) -> Sample:
    parts, choices, accepted = [draw(words)], [], []
    right, other = [], []
    for is_choice in draw(st.lists(st.booleans(), min_size=1, max_size=4)):
        options = draw(unique)
        parts.append(draw(words | st.just("")))
        choices.append(options if is_choice else [])
        some = sorted(draw(st.sets(st.integers(0, len(options) - 1), min_size=1, max_size=2)))
        accepted.append([str(index) if is_choice else options[index] for index in some])
        right.append(accepted[-1][-1])
        indexes = [str(index) for index in range(len(options))]
        other.append(draw(st.sampled_from(["", *(indexes if is_choice else options)])))
    content = {"parts": parts, "choices": choices}
    return _sample(Kind.CLOZE, content, {"accepted": accepted}, {"gaps": right}, {"gaps": other})


@st.composite
def graphs(draw: Draw, most: int = 6) -> tuple[list[list[int]], list[list[int]]]:
    """Talks that are in order: from every turn one way leads to the next, the last is the ending.
    With the scores of the choices, one of which cannot stand in a loop."""
    turns = draw(st.integers(2, most))
    graph, scores = [], []
    for turn in range(turns - 1):
        more = draw(st.lists(st.integers(0, turns - 1), max_size=2))
        graph.append([*more, turn + 1])
        scores.append([draw(st.integers(0, 5)) for __ in graph[-1]])
    scores[-1][-1] += 1
    return [*graph, []], [*scores, []]


@st.composite
def scenario(draw: Draw) -> Sample:
    graph, scores = draw(graphs())
    turns = [
        {
            "text": draw(words),
            "name": f"第{turn}轮",
            "speaker": draw(st.sampled_from(["", "住户"])),
            "choices": [
                {"say": f"{draw(words)} {choice}", "to": to, "reply": draw(st.just("") | words)}
                for choice, to in enumerate(ways)
            ],
            "is_end": not ways,
        }
        for turn, ways in enumerate(graph)
    ]
    path, turn = [], 0
    while graph[turn] and len(path) < 8 and draw(st.integers(0, 5)):
        path.append(draw(st.integers(0, len(graph[turn]) - 1)))
        turn = graph[turn][path[-1]]
    question = kinds.interaction(Kind.SCENARIO, {"turns": turns}, {"scores": scores})
    question.check()
    return Sample(Kind.SCENARIO, question, _best_path(question, graph), {"path": path})


def _best_path(question: kinds.AnyInteraction, graph: list[list[int]]) -> dict[str, Any]:
    """The shortest walk that earns everything, found by trying."""
    waiting: deque[list[int]] = deque([[]])
    seen = set()
    while waiting:
        path = waiting.popleft()
        turn = 0
        for choice in path:
            turn = graph[turn][choice]
        share = question.grade({"path": path})
        if share == 1:
            return {"path": path}
        if (turn, share) not in seen:
            seen.add((turn, share))
            waiting.extend([*path, choice] for choice in range(len(graph[turn])))
    raise AssertionError("no walk earns the best score")


@st.composite
def essay(draw: Draw) -> Sample:
    rubric = [{"text": text, "points": most} for text, most in draw(points)]
    content = {"least": draw(st.integers(0, 20)), "most": draw(st.integers(100, 4000))}
    text = {"text": draw(words | st.just(""))}
    return _sample(Kind.ESSAY, content, {"rubric": rubric, "model": "…"}, None, text)


@st.composite
def role_play(draw: Draw) -> Sample:
    key = {"points": [{"text": text, "weight": weight} for text, weight in draw(points)]}
    text = {"text": draw(words | st.just(""))}
    return _sample(Kind.ROLE_PLAY, {"situation": draw(words)}, key, None, text)


SAMPLES: dict[Kind, st.SearchStrategy[Sample]] = {
    Kind.SINGLE_CHOICE: single_choice(),
    Kind.MULTIPLE_CHOICE: multiple_choice(),
    Kind.TRUE_FALSE: true_false(),
    Kind.SHORT_TEXT: short_text(),
    Kind.NUMBER: number(),
    Kind.MATCHING: matching(),
    Kind.ORDERING: ordering(),
    Kind.CLOZE: cloze(),
    Kind.SCENARIO: scenario(),
    Kind.ESSAY: essay(),
    Kind.ROLE_PLAY: role_play(),
}


@st.composite
def orders(draw: Draw, sample: Sample) -> list[int]:
    return draw(st.just([]) | st.permutations(range(sample.question.movable)))


def posted(kind: Kind, shown: Any) -> dict[str, list[str]]:
    """What a browser sends of a page as it stands, without a change."""
    return _POSTED[kind](shown)


def _chosen(choices: Sequence[Any]) -> list[str]:
    return [choice.value for choice in choices if choice.is_chosen]


def _options(shown: Any) -> dict[str, list[str]]:
    return {"choice": ["", *_chosen(shown.choices)]}


def _truth(shown: Any) -> dict[str, list[str]]:
    reason = {shown.reason.name: [shown.reason.value]} if shown.reason else {}
    return {shown.choices[0].name: _chosen(shown.choices)} | reason


def _text(shown: Any) -> dict[str, list[str]]:
    return {shown.name: [shown.value]}


def _number(shown: Any) -> dict[str, list[str]]:
    return {shown.name: [shown.value], shown.unit_name: _chosen(shown.units)}


def _matching(shown: Any) -> dict[str, list[str]]:
    return {pair.name: [pair.chosen.value if pair.chosen else ""] for pair in shown.pairs}


def _ordering(shown: Any) -> dict[str, list[str]]:
    return {step.name: [step.value] for step in shown.steps}


def _cloze(shown: Any) -> dict[str, list[str]]:
    gaps = [part.gap for part in shown.parts if part.gap]
    return {
        gap.name: (_chosen(gap.options) or [""]) if gap.options else [gap.value] for gap in gaps
    }


def _scenario(shown: Any) -> dict[str, list[str]]:
    return {shown.path_name: [shown.path]}


_POSTED: dict[Kind, Callable[[Any], dict[str, list[str]]]] = {
    Kind.SINGLE_CHOICE: _options,
    Kind.MULTIPLE_CHOICE: _options,
    Kind.TRUE_FALSE: _truth,
    Kind.SHORT_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.CLOZE: _cloze,
    Kind.SCENARIO: _scenario,
    Kind.ESSAY: _text,
    Kind.ROLE_PLAY: _text,
}
