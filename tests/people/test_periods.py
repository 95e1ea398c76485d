"""Periods never overlap, whatever is moved, corrected and withdrawn."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lms.people.rules.periods import (
    Period,
    after_correction,
    after_move,
    after_withdrawal,
    are_apart,
    at,
    overlap,
)

FIRST = date(2026, 1, 1)
days = st.integers(0, 60).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def chains(draw):
    """Periods as moves leave them."""
    periods = []
    for day in sorted(draw(st.sets(days, min_size=1, max_size=6))):
        periods = after_move(periods, day) or periods
    return periods


@given(chains())
def test_moves_leave_no_gap_and_no_overlap(periods):
    assert are_apart(periods)
    assert sum(period.until_on is None for period in periods) == 1
    for before, after in pairwise(periods):
        assert before.until_on + timedelta(days=1) == after.from_on


@given(chains(), days)
def test_a_move_begins_later_than_the_last_or_not_at_all(periods, day):
    moved = after_move(periods, day)
    if day > periods[-1].from_on:
        assert moved[-1] == Period(day)
        assert are_apart(moved)
    else:
        assert moved is None


@given(chains(), st.data())
def test_a_correction_keeps_them_apart(periods, data):
    index = data.draw(st.integers(0, len(periods) - 1))
    corrected = after_correction(periods, index, data.draw(days))
    if corrected is not None:
        assert are_apart(corrected)
        assert [len(corrected), corrected[-1].until_on] == [len(periods), None]
        assert all(
            before == after
            for number, (before, after) in enumerate(zip(periods, corrected, strict=True))
            if number not in (index - 1, index)
        )


@given(chains(), days)
def test_withdrawing_a_move_brings_back_what_was(periods, day):
    moved = after_move(periods, day)
    if moved is not None:
        assert after_withdrawal(moved) == periods


@given(chains(), days)
def test_what_counts_on_a_day(periods, day):
    found = periods[at(periods, day)]
    assert found.includes(day) or day < periods[0].from_on == found.from_on


def test_what_counts_before_and_after_all():
    periods = [Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 3, 1))]
    assert at(periods, date(2025, 12, 31)) == 0
    assert at(periods, date(2026, 2, 10)) == 1  # who comes back counts where they will stand
    assert at(periods[:1], date(2026, 2, 10)) == 0  # who left counts where they stood
    assert at([], date(2026, 2, 10)) is None


@given(days, days, days, days)
def test_overlap_is_a_day_in_common(first, second, third, fourth):
    one, other = Period(*sorted((first, second))), Period(*sorted((third, fourth)))
    common = any(
        one.includes(FIRST + timedelta(days=number))
        and other.includes(FIRST + timedelta(days=number))
        for number in range(61)
    )
    assert overlap(one, other) == overlap(other, one) == common
