"""Another version of a frozen result: what is struck out of its evidence, and nothing else."""

from collections.abc import Collection
from datetime import datetime

from lms.people.models import Employee
from reviews.actions.freeze_results import new_result
from reviews.enums import ResultReason
from reviews.models import Result, Review
from reviews.queries.scorecards import cards_named
from reviews.rules.scorecard import Scorecard
from reviews.rules.scoring import Outcome, score
from reviews.rules.trace import Trace, as_json


def without_struck(result: Result, struck: Collection[str]) -> tuple[Trace, Outcome, Scorecard]:
    """The frozen trace without these items, what it comes to, and the scorecard of the grade."""
    trace = result.frozen_trace.without(struck)
    cards = cards_named(part.scorecard for part in trace.parts)
    return trace, score(trace, cards), cards[trace.parts[-1].scorecard]


def grade_after(card: Scorecard, result: Result, outcome: Outcome, grade: str = "") -> str:
    """The grade that goes with the outcome of a later version (see `revised`)."""
    was_computed = result.outcome["grade"]
    computed = outcome.grade if outcome.grade != was_computed else result.grade
    return card.better(card.better(grade, computed), result.grade)


def revised(
    review: Review,
    result: Result,
    struck: Collection[str],
    *,
    reason: ResultReason,
    actor: Employee,
    now: datetime,
    grade: str = "",
) -> Result:
    """The next version, not saved: worked out from the frozen trace without the items struck (by
    their keys). The grade never falls; `grade` where another one was given. What calibration came
    to stays where the computed grade is as it was. The columns of the review are set along."""
    trace, outcome, card = without_struck(result, struck)
    kept = grade_after(card, result, outcome, grade)
    review.total, review.grade, review.grade_computed = outcome.total, kept, outcome.grade
    review.scores, review.computed_at = as_json(outcome.scores()), now
    return new_result(
        review,
        trace,
        outcome,
        kept,
        reason=reason,
        actor=actor,
        now=now,
        number=result.number + 1,
    )
