"""A result as it is handed out: all that its figures stand on, so that whoever has it can work them
out once more without us."""

from collections.abc import Mapping
from typing import Any

import msgspec

from reviews.rules import scorecard
from reviews.rules.scorecard import Scorecard
from reviews.rules.scoring import Outcome, score
from reviews.rules.trace import Trace, as_json, content_hash, trace_of_json

FORMAT = "review-result/1"


def exported(
    facts: Mapping[str, Any], trace: Any, outcome: Any, cards: Mapping[str, Scorecard]
) -> dict[str, Any]:
    """Trace and outcome as they were frozen, in JSON values; the scorecards by their tokens;
    `facts` is what else is known of the result."""
    return {
        "format": FORMAT,
        "result": dict(facts),
        "scorecards": {token: scorecard.as_json(card) for token, card in sorted(cards.items())},
        "trace": trace,
        "outcome": outcome,
    }


def outcome_of_json(said: Any) -> Outcome:
    """Raises `msgspec.ValidationError` for what is no outcome."""
    return msgspec.convert(said, Outcome)


def recomputed(export: Mapping[str, Any]) -> Outcome:
    """What the exported evidence comes to under the exported scorecards.

    Raises `msgspec.ValidationError`, `KeyError` for what is no export.
    """
    trace: Trace = trace_of_json(export["trace"])
    cards = {token: scorecard.of_json(said) for token, said in export["scorecards"].items()}
    return score(trace, cards)


def agrees(export: Mapping[str, Any]) -> bool:
    """Whether the exported evidence comes to the exported outcome."""
    return content_hash(as_json(recomputed(export))) == content_hash(export["outcome"])
