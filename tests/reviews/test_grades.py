"""Which of two grades is the higher one."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.scorecard import Scorecard
from tests.reviews.cards import scorecards


@given(scorecards(), st.data())
def test_the_better_grade_is_that_of_the_higher_total(card: Scorecard, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(card.grades)) for __ in range(2))
    higher = max(one, other, key=lambda grade: grade.lower)
    assert card.better(one.code, other.code) == card.better(other.code, one.code) == higher.code


@given(scorecards(), st.data())
def test_any_grade_is_better_than_none(card: Scorecard, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(card.grades)).code
    for none in ("", "of another scorecard"):
        assert card.better(code, none) == card.better(none, code) == code
