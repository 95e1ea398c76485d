"""What a manager is asked of somebody, and what was written so far."""

from reviews.enums import FormKind
from reviews.models import FormDraft, Review
from reviews.queries.gathering.subjects import subjects_of
from reviews.queries.gathering.traces import cards_of
from reviews.rules.ratings import questions_of
from reviews.rules.scorecard import Question


def questions_for(review: Review) -> list[Question]:
    """Of the scorecards that the person's period falls to. Two queries; `review` comes with its
    cycle."""
    cards = cards_of(review.cycle)
    by_token = cards.by_token()
    (subject,) = subjects_of([review], cards)
    return questions_of(by_token[part.scorecard] for part in subject.parts)


def draft_of(review: Review, author: int) -> FormDraft | None:
    """What they last saved of their rating."""
    return FormDraft.objects.filter(review=review, author=author, kind=FormKind.RATING).first()
