"""What the page of one's own review shows besides the review itself."""

from typing import Any

from reviews.models import ReviewScan
from reviews.queries.gathering.traces import cards_of
from reviews.queries.own import OwnReview
from reviews.queries.result_versions import versions_of
from reviews.queries.review_timeline import Event, names_in, step_rows, timeline_of
from reviews.rules.procedure import StepKind
from reviews.rules.scorecard import ComponentRule
from reviews.rules.trace import Source

# What was said to the person, or by them, after the result was frozen.
TOLD = (
    StepKind.TALKED,
    StepKind.SIGNED,
    StepKind.APPEALED,
    StepKind.APPEAL_DECIDED,
    StepKind.RECOMPUTED,
)


def own_page(own: OwnReview) -> dict[str, Any]:
    """A constant number of queries. Before there is a result: what it will be made of."""
    if own.result is None:
        return {"gathered": gathered(own)}
    rows = step_rows(own.review)
    traces = [each.frozen_trace for each in own.results]
    events = timeline_of(rows, names_in(own.review, rows, own.card, traces))
    return {
        "versions": versions_of(own.results, own.card),
        "told": _told(events),
        "has_peers": any(item.source == Source.PEERS for item in traces[-1].items),
        "scans": list(ReviewScan.objects.filter(review=own.review)),
    }


def _told(events: list[Event]) -> list[Event]:
    """The newest first."""
    return [event for event in reversed(events) if event.kind in TOLD]


def gathered(own: OwnReview) -> list[ComponentRule]:
    """The parts of the scorecard that the person's work is seen by; none where none was adopted.
    One query."""
    group = own.review.post.group
    version = cards_of(own.review.cycle).version_for(group.code if group else "")
    return list(version.card.components) if version else []
