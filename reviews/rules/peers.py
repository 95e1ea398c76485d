"""Asking peers, so that no answer can be told from the others."""

from collections.abc import Mapping

from reviews.rules.scorecard import FEWEST_PEERS, MOST, Component, Scorecard

# Not everybody answers: so many more should be asked than have to answer.
SPARE = 2


def suggested(card: Scorecard) -> int:
    """How many peers should be asked."""
    return card.least_peers + SPARE


def asks_peers(card: Scorecard) -> bool:
    """Whether what peers say would count anywhere."""
    return card.component(Component.PEERS) is not None and bool(card.peer_questions)


def is_large_enough(answers: int, card: Scorecard) -> bool:
    """Whether what peers said counts, and may be shown, all of it together."""
    return answers >= max(card.least_peers, FEWEST_PEERS)


def is_whole(points: Mapping[str, int], card: Scorecard) -> bool:
    """Whether each question has an answer, and nothing else has."""
    return points.keys() == {question.code for question in card.peer_questions} and all(
        1 <= each <= MOST for each in points.values()
    )
