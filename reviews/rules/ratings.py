"""What a manager's rating has to say before it counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviews.rules.scorecard import MOST, Component, Question, Scorecard
from reviews.rules.steps import Rating

# Characters of an example: on what a rating rests.
LEAST_EXAMPLE = 5
LONGEST_EXAMPLE = 500
LONGEST_TEXT = 4000


class RatingFaultKind(StrEnum):
    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    TWICE = "twice"
    OUT_OF_RANGE = "out_of_range"
    NO_EXAMPLE = "no_example"
    EXAMPLE_TOO_LONG = "example_too_long"


@dataclass(frozen=True)
class RatingFault:
    """`question` is its code."""

    kind: RatingFaultKind
    question: str


def questions_of(cards: Iterable[Scorecard]) -> list[Question]:
    """What a manager is asked where several scorecards share a period: each question once, in their
    order; those of scorecards on which the manager's rating counts."""
    found: dict[str, Question] = {}
    for card in cards:
        if card.component(Component.MANAGER) is not None:
            found |= {question.code: question for question in card.questions}
    return list(found.values())


def faults_of(questions: Sequence[Question], ratings: Sequence[Rating]) -> list[RatingFault]:
    """Empty where every question was rated from 1 to `MOST`, each with an example."""
    asked = [question.code for question in questions]
    rated = Counter(rating.question for rating in ratings)
    return [
        *(RatingFault(RatingFaultKind.UNANSWERED, code) for code in asked if not rated[code]),
        *(RatingFault(RatingFaultKind.UNKNOWN, code) for code in rated if code not in asked),
        *(RatingFault(RatingFaultKind.TWICE, code) for code, count in rated.items() if count > 1),
        *(fault for rating in ratings for fault in _of_rating(rating)),
    ]


def _of_rating(rating: Rating) -> Iterator[RatingFault]:
    if not 1 <= rating.points <= MOST:
        yield RatingFault(RatingFaultKind.OUT_OF_RANGE, rating.question)
    length = len(rating.example.strip())
    if length < LEAST_EXAMPLE:
        yield RatingFault(RatingFaultKind.NO_EXAMPLE, rating.question)
    elif length > LONGEST_EXAMPLE:
        yield RatingFault(RatingFaultKind.EXAMPLE_TOO_LONG, rating.question)
