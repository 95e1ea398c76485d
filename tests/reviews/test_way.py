"""The way of a review through its stages."""

import pytest

from reviews.rules.procedure import State
from reviews.rules.scorecard import Measure
from tests.factories.reviews import figures, goal_of, review_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_self_assessment_to_signature() -> None:
    world = review_world()
    first, second, third = world.months
    figures(
        world.subject,
        (first, Measure.CLOSURE, 15, 16),
        (second, Measure.CLOSURE, 16, 17),
        (third, Measure.CLOSURE, 16, 17),
        (third, Measure.SATISFACTION, 83, 96),
    )
    goal_of(world.subject, world.period, 70)
    review = world.signed()
    assert review.state == State.APPEAL_TIME
    result = world.result(review)
    assert result.total == review.total
    assert review.total is not None
    assert review.manager == world.manager
