"""A frozen result worked out once more: from what was frozen, and from what is there today."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lms.ledger.queries.papers import PaperProof
from reviews.models import Result, Review
from reviews.queries.gathering.traces import cards_of, traces_of
from reviews.queries.result_proof import result_proof
from reviews.queries.trace_view import ItemRow, Known, item_row
from reviews.queries.words import MEASURES
from reviews.rules.review_file import ReviewFile
from reviews.rules.scorecard import Measure, Scorecard
from reviews.rules.scoring import score
from reviews.rules.steps import AppealDecided, Recomputed
from reviews.rules.trace import Changed, Item, Trace, as_json, changes_between, content_hash


@dataclass(frozen=True)
class ChangeRow:
    """An item that is not as it was frozen; None where it is not there."""

    measure: str
    before: ItemRow | None
    now: ItemRow | None


@dataclass(frozen=True)
class Recomputation:
    """`holds`: what was frozen still comes to the frozen figure. `now` is what the evidence as at
    the cut-off comes to today, None where there is none; `struck` how many items a later version
    leaves out on purpose."""

    frozen: Decimal
    holds: bool
    proof: PaperProof | None
    now: Decimal | None
    changes: tuple[ChangeRow, ...]
    moved: bool
    struck: int

    @property
    def is_sound(self) -> bool:
        """The frozen result is beyond doubt, whatever the evidence says today."""
        return self.holds and self.proof is not None and self.proof.agrees

    @property
    def is_same(self) -> bool:
        return self.now == self.frozen and not self.changes and not self.moved


def struck_until(file: ReviewFile, result: Result) -> set[str]:
    """The keys of the items that the versions up to this one leave out."""
    found: set[str] = set()
    for step in file.steps:
        if isinstance(step.content, AppealDecided) and step.content.result:
            found |= set(step.content.struck)
        if isinstance(step.content, Recomputed):
            found.add(f"{Measure.CONDUCT_RECORD}:{step.content.case}")
        if getattr(step.content, "result", "") == result.token:
            break
    return found


def recompute(review: Review, result: Result, file: ReviewFile, known: Known) -> Recomputation:
    """Gathers once more as at the cut-off and compares. `known` has the scorecards of the frozen
    trace. The same number of queries, however much there is."""
    frozen = result.frozen_trace
    cards = {token: card.card for token, card in known.cards.items()}
    struck = struck_until(file, result)
    gathered = traces_of([review], cards_of(review.cycle)).get(review.pk)
    today = gathered.without(struck) if gathered is not None else None
    return Recomputation(
        frozen=result.total,
        holds=_holds(result, frozen, cards),
        proof=result_proof(result),
        now=_total(today, cards),
        changes=tuple(_row(each, known) for each in _changes(frozen, today)),
        moved=today is None or today.parts != frozen.parts,
        struck=len(struck),
    )


def _holds(result: Result, frozen: Trace, cards: Mapping[str, Scorecard]) -> bool:
    outcome = score(frozen, cards)
    is_same = content_hash(as_json(outcome)) == content_hash(result.outcome)
    return is_same and outcome.total == result.total


def _total(trace: Trace | None, cards: Mapping[str, Scorecard]) -> Decimal | None:
    if trace is None or any(part.scorecard not in cards for part in trace.parts):
        return None
    return score(trace, cards).total


def _changes(frozen: Trace, today: Trace | None) -> list[Changed]:
    if today is None:
        return [Changed(item, None) for item in frozen.items]
    return changes_between(frozen, today)


def _row(change: Changed, known: Known) -> ChangeRow:
    either = change.now or change.before
    assert either is not None
    return ChangeRow(
        str(MEASURES[either.measure]),
        _shown(change.before, known),
        _shown(change.now, known),
    )


def _shown(item: Item | None, known: Known) -> ItemRow | None:
    return item_row(item, known) if item is not None else None
