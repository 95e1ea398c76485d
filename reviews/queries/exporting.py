"""A result with all that its figures stand on, to be handed out."""

from typing import Any

from lms.ledger.rules.envelope import written_time
from reviews.models import Result
from reviews.queries.result_paper import number_of
from reviews.queries.scorecards import cards_named
from reviews.rules.evidence import result_content
from reviews.rules.export import exported
from reviews.rules.trace import content_hash


def export_of(result: Result) -> dict[str, Any]:
    """One query besides those of the result's review and person."""
    review = result.review
    facts = {
        "number": number_of(result),
        "version": result.number,
        "reason": str(result.reason),
        "staff_number": review.employee.staff_number,
        "period_from": review.period_from.isoformat(),
        "period_until": review.period_until.isoformat(),
        "total": f"{result.total:.2f}",
        "grade": result.grade,
        "frozen_at": written_time(result.frozen_at),
        "content_hash": content_hash(result_content(result)),
    }
    cards = cards_named(part["scorecard"] for part in result.trace["parts"])
    return exported(facts, result.trace, result.outcome, cards)
