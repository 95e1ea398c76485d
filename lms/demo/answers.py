"""What somebody of the demo answers: for every kind a form as the page sends it, right or wrong."""

from collections.abc import Callable
from typing import Any

from assessments.enums import Kind
from assessments.queries import PaperItem
from assessments.rules import scenario_graph
from assessments.rules.kinds.base import FormData, in_order

# Said where nothing else was written down.
IN_WORDS = "先问好，再听住户说完，记下是谁、什么事、几点，告诉住户我们什么时候答复。"
NOT_KNOWN = "不清楚"


def answer_to(item: PaperItem, *, is_right: bool, text: str = "") -> FormData:
    """`text` is what somebody writes where the answer is their own words."""
    return BY_KIND[item.version.kind](item, is_right, text)


def _options(item: PaperItem, is_right: bool, text: str) -> FormData:
    right = item.version.key["right"]
    order = in_order(item.row.option_order, len(item.version.content["options"]))
    chosen = [str(place) for place, index in enumerate(order) if (index in right) is is_right]
    return {"choice": chosen if item.version.kind == Kind.MULTIPLE_CHOICE else chosen[:1]}


def _statement(item: PaperItem, is_right: bool, text: str) -> FormData:
    value = item.version.key["right"] is is_right
    return {"choice": [str(value).lower()], "reason": [text or IN_WORDS]}


def _short_text(item: PaperItem, is_right: bool, text: str) -> FormData:
    full = (one["text"] for one in item.version.key["accepted"] if one.get("percent", 100) == 100)
    return {"text": [text or (next(full) if is_right else NOT_KNOWN)]}


def _number(item: PaperItem, is_right: bool, text: str) -> FormData:
    key = item.version.key
    wrong = float(key["value"]) + 2 * float(key["tolerance"]) + 5
    value = key["value"] if is_right else f"{wrong:g}"
    return {"number": [value], "unit": [str(key.get("unit", 0))]}


def _matching(item: PaperItem, is_right: bool, text: str) -> FormData:
    pairs, count = item.version.key["pairs"], len(item.version.content["right"])
    order = in_order(item.row.option_order, count)
    chosen = [pair if is_right else (pair + 1) % count for pair in pairs]
    return {f"pair-{line}": [str(order.index(index))] for line, index in enumerate(chosen)}


def _ordering(item: PaperItem, is_right: bool, text: str) -> FormData:
    count = len(item.version.content["steps"])
    order = in_order(item.row.option_order, count)
    numbers = [index + 1 if is_right else count - index for index in order]
    return {f"step-{place}": [str(number)] for place, number in enumerate(numbers)}


def _cloze(item: PaperItem, is_right: bool, text: str) -> FormData:
    form, shown = {}, [part.gap for part in item.shown.parts if part.gap]
    for gap, accepted in zip(shown, item.version.key["accepted"], strict=True):
        if gap.options:
            options = item.version.content["choices"][gap.number - 1]
            right = {options[int(index)] for index in accepted}
            value = next(each.value for each in gap.options if (each.text in right) is is_right)
        else:
            value = accepted[0] if is_right else NOT_KNOWN
        form[gap.name] = [value]
    return form


def _talk(item: PaperItem, is_right: bool, text: str) -> FormData:
    """To an end by the choices that are worth most, or least, without going round."""
    turns, scores = item.version.content["turns"], item.version.key["scores"]
    graph = [[choice["to"] for choice in turn.get("choices", ())] for turn in turns]
    best = scenario_graph.best_scores(graph, scores)
    path: list[int] = []
    met = [0]
    while graph[met[-1]]:
        here = met[-1]
        worth = [
            (scores[here][choice] + best[to], choice)
            for choice, to in enumerate(graph[here])
            if to not in met
        ]
        path.append((max if is_right else min)(worth)[1])
        met.append(graph[here][path[-1]])
    return {"path": [".".join(map(str, path))]}


def _in_words(item: PaperItem, is_right: bool, text: str) -> FormData:
    key: dict[str, Any] = item.version.key
    return {"text": [text or (key.get("model") if is_right else None) or IN_WORDS]}


BY_KIND: dict[str, Callable[[PaperItem, bool, str], FormData]] = {
    Kind.SINGLE_CHOICE: _options,
    Kind.MULTIPLE_CHOICE: _options,
    Kind.TRUE_FALSE: _statement,
    Kind.SHORT_TEXT: _short_text,
    Kind.NUMBER: _number,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.CLOZE: _cloze,
    Kind.SCENARIO: _talk,
    Kind.ESSAY: _in_words,
    Kind.ROLE_PLAY: _in_words,
}
