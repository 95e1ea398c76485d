from collections.abc import Sequence
from uuid import UUID

from lms.people.models import Employee
from reviews.actions.save_draft import drop_drafts
from reviews.actions.take_step import take_step
from reviews.enums import FormKind
from reviews.errors import RatingIncomplete, RatingOfNothingAsked, TextMissing
from reviews.models import Review, ReviewStep
from reviews.queries.rating import questions_for
from reviews.rules.ratings import RatingFaultKind, faults_of
from reviews.rules.steps import Rated, Rating

FOREIGN = (RatingFaultKind.UNKNOWN, RatingFaultKind.TWICE)


def rate_review(
    *,
    actor: Employee,
    review: Review,
    ratings: Sequence[Rating],
    text: str,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """The manager rates every question of the scorecard, each with an example, and writes to the
    person; their draft is done with.

    Raises `RatingIncomplete`, `RatingOfNothingAsked`, `TextMissing` and what `take_step` raises;
    the draft then stays.
    """
    faults = faults_of(questions_for(review), ratings)
    if any(fault.kind in FOREIGN for fault in faults):
        raise RatingOfNothingAsked
    if faults:
        raise RatingIncomplete
    if not text.strip():
        raise TextMissing
    content = Rated(tuple(ratings), text)
    step = take_step(actor=actor, review=review, content=content, seen=seen, form_id=form_id)
    drop_drafts(review, FormKind.RATING)
    return step
