"""Results as a reader is shown them, each item with a link if they may follow it. Who may read a
result at all is asked before."""

from lms.people.models import Employee
from reviews.models import Result, Review
from reviews.queries.gathering.traces import cards_of, traces_of
from reviews.queries.known import cards_for, examples_in, places_in
from reviews.queries.trace_view import Known, TraceView, trace_view
from reviews.rules.export import outcome_of_json
from reviews.rules.review_file import ReviewFile
from reviews.rules.scoring import score
from reviews.rules.trace import Trace
from reviews.views.evidence_links import links_for


def shown_result(reader: Employee, review: Review, result: Result, file: ReviewFile) -> TraceView:
    """A frozen version, from nothing but what was frozen. The same number of queries, however much
    it rests on."""
    trace = result.frozen_trace
    outcome = outcome_of_json(result.outcome)
    known = known_for(reader, review, trace, file)
    return trace_view(trace, outcome, known, grade=result.grade, is_frozen=True)


def shown_provisional(reader: Employee, review: Review, file: ReviewFile) -> TraceView | None:
    """What the evidence comes to by now; None without a scorecard."""
    trace = traces_of([review], cards_of(review.cycle)).get(review.pk)
    if trace is None:
        return None
    known = known_for(reader, review, trace, file)
    cards = {token: card.card for token, card in known.cards.items()}
    outcome = score(trace, cards)
    grade = review.grade or outcome.grade
    return trace_view(trace, outcome, known, grade=grade, is_frozen=False)


def known_for(reader: Employee, review: Review, trace: Trace, file: ReviewFile) -> Known:
    return Known(
        cards=cards_for(part.scorecard for part in trace.parts),
        links=links_for(reader, review, trace.items),
        examples=examples_in(file),
        places=places_in(trace),
    )
