from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import SittingState
from assessments.rules import marking, sitting, timing
from assessments.rules.drawing import Candidate, draw_paper, in_order_of_version
from assessments.rules.sitting import Owner

pools = st.lists(st.integers(0, 8), min_size=1, max_size=30).map(
    lambda sizes: [Candidate(100 + place, options) for place, options in enumerate(sizes)]
)
seeds = st.integers(0, 2**63 - 1)


@given(pools, seeds, st.booleans(), st.data())
def test_a_paper_is_a_fixed_selection_without_repeats(
    pool: list[Candidate], seed: int, shuffle: bool, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(pool)))
    paper = draw_paper(pool, count=count, seed=seed, shuffle=shuffle)
    assert paper == draw_paper(pool, count=count, seed=seed, shuffle=shuffle)
    drawn = [place.version_id for place in paper]
    assert len(drawn) == len(set(drawn)) == count
    assert set(drawn) <= {candidate.version_id for candidate in pool}
    options = {candidate.version_id: candidate.options for candidate in pool}
    for place in paper:
        order = list(range(options[place.version_id])) if shuffle else []
        assert sorted(place.option_order) == order
    if not shuffle:
        assert drawn == sorted(drawn)


def test_seeds_give_different_papers() -> None:
    pool = [Candidate(number, 4) for number in range(30)]
    papers = {draw_paper(pool, count=20, seed=seed, shuffle=True) for seed in range(50)}
    assert len(papers) == 50


def test_a_pool_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="larger"):
        draw_paper([Candidate(1, 4)], count=2, seed=1, shuffle=True)


moments = st.timedeltas(timedelta(0), timedelta(days=5000)).map(
    lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since
)


@given(moments, st.integers(1, 480), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_remaining_is_zero_exactly_when_the_time_is_over(
    start: datetime, minutes: int, passed: timedelta
) -> None:
    deadline = timing.deadline(start, minutes=minutes)
    now = start + passed
    remaining = timing.remaining_seconds(deadline, now)
    assert 0 <= remaining <= minutes * 60
    if timing.is_late(deadline, now):
        assert remaining == 0
    if remaining == 0:
        assert now >= deadline


def test_the_very_moment_of_the_deadline_is_in_time() -> None:
    moment = datetime(2026, 11, 21, 14, 28, tzinfo=UTC)
    assert not timing.is_late(moment, moment)
    assert timing.is_late(moment, moment + timedelta(microseconds=1))


@given(st.lists(st.tuples(st.integers(1, 100), st.fractions(0, 1)), min_size=1, max_size=30))
def test_the_score_is_the_sum_of_what_the_items_show(graded: list[tuple[int, Fraction]]) -> None:
    earned = [marking.mark(marks=marks, share=share) for marks, share in graded]
    total = marking.score(earned)
    assert total == sum(earned)
    assert 0 <= total <= sum(marks for marks, __ in graded)
    for mark, (marks, share) in zip(earned, graded, strict=True):
        assert abs(Fraction(mark) - share * marks) <= Fraction(1, 200)


@given(st.integers(1, 3000), st.data(), st.integers(1, 100))
def test_the_percentage_shown_never_claims_a_pass_that_is_none(
    hundredths: int, data: st.DataObject, pass_percent: int
) -> None:
    max_score = Decimal(hundredths)
    score = data.draw(st.decimals(0, max_score, places=2))
    shown = marking.percent(score, max_score)
    passed = marking.passed(score, max_score, pass_percent=pass_percent)
    assert passed == (shown >= pass_percent)


def test_rounding_goes_against_the_pass() -> None:
    assert marking.percent(Decimal("79.99"), Decimal(100)) == 79
    assert marking.mark(marks=1, share=Fraction(1, 8)) == Decimal("0.13")
    with pytest.raises(ValueError, match="worth"):
        marking.percent(Decimal(0), Decimal(0))


@pytest.mark.parametrize("state", list(SittingState))
@pytest.mark.parametrize("is_late", [False, True])
def test_every_state_has_one_owner_who_alone_may_move_it(state: str, is_late: bool) -> None:
    owner = sitting.owner(state, is_late=is_late)
    movers = [by for by in Owner if sitting.can_move(state, by=by, is_late=is_late)]
    assert movers == ([] if owner is Owner.NOBODY else [owner])


def test_every_state_can_be_reached() -> None:
    reached = {sitting.START} | {move.target for move in sitting.TRANSITIONS}
    assert reached == set(SittingState)


def test_the_diagram_in_the_docs_is_up_to_date() -> None:
    call_command("state_diagrams", check=True)


@given(st.permutations(range(5)), st.sets(st.integers(0, 4)))
def test_places_on_a_paper_lead_back_to_the_options_shown_there(
    order: list[int], places: set[int]
) -> None:
    indexes = in_order_of_version([str(place) for place in places], order)
    assert [order.index(int(index)) for index in indexes] == list(places)
    assert in_order_of_version(["", "9", "x"], order) == ["", "9", "x"]
    assert in_order_of_version(["true"], []) == ["true"]
