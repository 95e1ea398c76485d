"""What is left of a review when its person is erased: what figures are made of, without words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reviews.rules.trace import Item, Source, Trace

# What is put in words, by whoever.
WORDS = frozenset(
    {
        *("went_well", "to_improve", "support", "text", "reason", "reasons", "comment"),
        *("grounds", "signature", "scan", "example", "note"),
    }
)
# Whose refs name a question of the scorecard, or how many there were.
NAMELESS = (Source.RATING, Source.PEERS)


def is_erased(item: Item) -> bool:
    """Whether the row that it came from is named no more."""
    return item.source not in NAMELESS and item.ref.startswith("-")


@dataclass(frozen=True)
class Refs:
    """By what the items of one review are called instead of by the rows they came from; below
    zero, so that no row is ever meant. The same in all versions of its result."""

    by_ref: Mapping[str, str]

    @classmethod
    def of(cls, traces: Iterable[Trace]) -> "Refs":
        found = (
            item.ref for trace in traces for item in trace.items if item.source not in NAMELESS
        )
        return cls({ref: str(-number) for number, ref in enumerate(dict.fromkeys(found), start=1)})

    def ref(self, ref: str) -> str:
        return self.by_ref.get(ref, ref)

    def key(self, key: str) -> str:
        """Of an `Item.key`."""
        measure, __, ref = key.partition(":")
        return f"{measure}:{self.ref(ref)}"

    def item(self, item: Item) -> Item:
        if item.source in NAMELESS:
            return item
        return replace(item, ref=self.ref(item.ref), label="", label_en="")


def left_of_trace(trace: Trace, refs: Refs) -> Trace:
    """It comes to the same result; what the items were called is gone."""
    return replace(trace, items=tuple(refs.item(item) for item in trace.items))


def left_of_outcome(outcome: Mapping[str, Any], refs: Refs) -> dict[str, Any]:
    return {**outcome, "capped": [refs.ref(each) for each in outcome.get("capped", ())]}


def left_of_step(data: Mapping[str, Any], refs: Refs) -> dict[str, Any]:
    """Points, grades, days and tokens stay; what was agreed in a talk goes altogether."""
    return {name: _left(name, value, refs) for name, value in data.items()}


def _left(name: str, value: Any, refs: Refs) -> Any:
    if name in WORDS:
        return ""
    if name == "follow_ups":
        return []
    if name == "struck":
        return [refs.key(key) for key in value]
    if name == "case":
        return refs.ref(value)
    if name == "ratings":
        return [left_of_step(each, refs) for each in value]
    return value
