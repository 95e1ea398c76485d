"""What the paper of a result says beside the figures: frozen ones, and what was said of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from reviews.models import Result, Review
from reviews.queries.files import step_of
from reviews.queries.known import cards_for, places_in
from reviews.queries.result_versions import results_of
from reviews.queries.review_timeline import names_in, step_rows, timeline_of
from reviews.queries.trace_view import Known, TraceView, trace_view
from reviews.rules import steps as said
from reviews.rules.export import outcome_of_json
from reviews.rules.procedure import StepKind
from reviews.rules.review_file import ReviewFile


def number_of(result: Result) -> str:
    """What people call the version, and its paper, by."""
    return f"{result.review.number}-{result.number}"


@dataclass(frozen=True)
class Remark:
    """What somebody wrote, and when."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class ResultPaper:
    """`moves` and `agreed` are lines of what calibration did and of what was agreed in the talk."""

    shown: TraceView
    remark: Remark | None
    talk_on: date | None
    talk: str
    agreed: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    appeal_days: int
    cut_off_on: date


def result_paper(result: Result) -> ResultPaper:
    """In the active language. The same number of queries, however much it rests on."""
    review = result.review
    trace = result.frozen_trace
    rows = step_rows(review)
    file = ReviewFile.of(step_of(row) for row in rows)
    cards = cards_for(part.scorecard for part in trace.parts)
    known = Known(cards=cards, places=places_in(trace))
    shown = trace_view(
        trace, outcome_of_json(result.outcome), known, grade=result.grade, is_frozen=True
    )
    traces = [each.frozen_trace for each in results_of(review)]
    names = names_in(review, rows, shown.parts[-1].card.card, traces)
    events = {event.number: event for event in timeline_of(rows, names)}
    talk, talk_row = file.last(said.Talked), _last(rows, StepKind.TALKED)
    return ResultPaper(
        shown=shown,
        remark=_remark(rows, file),
        talk_on=talk.held_on if talk else None,
        talk=talk.text if talk else "",
        agreed=tuple(text for __, text in events[talk_row.number].lines[2:]) if talk_row else (),
        moves=_moves(rows, events),
        appeal_days=review.cycle.appeal_days,
        cut_off_on=review.period_until,
    )


def _last(rows: list[Any], kind: StepKind) -> Any:
    return next((row for row in reversed(rows) if row.kind == kind), None)


def _remark(rows: list[Any], file: ReviewFile) -> Remark | None:
    row = _last(rows, StepKind.RATED)
    if file.rating is None or row is None:
        return None
    return Remark(row.actor.name, row.at, file.rating.text)


def _moves(rows: list[Any], events: dict[int, Any]) -> tuple[tuple[str, str], ...]:
    """From which grade to which, and why, since the last rating."""
    rated = _last(rows, StepKind.RATED)
    since = rated.number if rated else 0
    found = [row for row in rows if row.kind == StepKind.MOVED and row.number > since]
    return tuple((events[row.number].lines[0][1], events[row.number].lines[1][1]) for row in found)


def person_of(review: Review) -> dict[str, Any]:
    """Where they stood at the end of the period."""
    employee = review.employee
    return {
        "name": employee.name,
        "latin_name": employee.latin_name,
        "number": employee.staff_number,
        "unit": str(review.unit),
        "post": str(review.post),
    }


def company() -> dict[str, str]:
    return {"zh": settings.COMPANY_NAME, "en": settings.COMPANY_NAME_EN}
