"""Two marks of one answer: when they agree, what they make, whose turn it is. And how long an
answer may wait."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import double_marking, marking
from assessments.rules.double_marking import Turn, agree, apart, joined, mean, mean_points, turn
from assessments.rules.marking_age import Age, Wait

worth = st.integers(1, 100)
hundredths = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
percents = st.integers(0, 100)


@st.composite
def two_marks(draw: st.DrawFn) -> tuple[int, Decimal, Decimal]:
    marks = draw(worth)
    one = st.integers(0, marks * 100).map(lambda n: Decimal(n) / 100)
    return marks, draw(one), draw(one)


@given(two_marks(), percents)
def test_agreeing_asks_nobody_for_the_order(
    given_marks: tuple[int, Decimal, Decimal], distance: int
) -> None:
    marks, first, second = given_marks
    answer = agree(first, second, marks=marks, distance=distance)
    assert answer == agree(second, first, marks=marks, distance=distance)
    assert answer == (Fraction(abs(first - second)) / marks <= Fraction(distance, 100))
    assert agree(first, second, marks=marks, distance=100)
    assert agree(first, second, marks=marks, distance=0) == (first == second)
    assert apart(first, second, marks=marks) == apart(second, first, marks=marks)


@given(two_marks(), percents, percents)
def test_who_agrees_within_a_distance_agrees_within_a_longer_one(
    given_marks: tuple[int, Decimal, Decimal], short: int, more: int
) -> None:
    marks, first, second = given_marks
    if agree(first, second, marks=marks, distance=short):
        assert agree(first, second, marks=marks, distance=short + more)


def test_the_distance_itself_still_agrees() -> None:
    three, one = Decimal("3.00"), Decimal("1.00")
    assert agree(three, one, marks=10, distance=20)
    assert not agree(Decimal("3.01"), one, marks=10, distance=20)
    assert apart(three, one, marks=10) == Decimal("20.0")
    with pytest.raises(ValueError, match="worth"):
        apart(three, one, marks=0)


@given(two_marks())
def test_the_mean_lies_between_and_is_a_mark(
    given_marks: tuple[int, Decimal, Decimal],
) -> None:
    __, first, second = given_marks
    made = mean(first, second)
    assert min(first, second) <= made <= max(first, second)
    assert made == made.quantize(Decimal("0.01")) == mean(second, first)
    assert abs(Fraction(made) - (Fraction(first) + Fraction(second)) / 2) <= Fraction(1, 200)
    assert mean(first, first) == first


def test_halves_of_a_hundredth_go_up() -> None:
    assert mean(Decimal("1.00"), Decimal("1.01")) == Decimal("1.01")


@given(st.lists(st.tuples(hundredths, hundredths), max_size=6))
def test_points_are_halved_exactly(pairs: list[tuple[Decimal, Decimal]]) -> None:
    first, second = [a for a, __ in pairs], [b for __, b in pairs]
    made = mean_points(first, second)
    assert [Fraction(each) * 2 for each in made] == [Fraction(a) + Fraction(b) for a, b in pairs]
    assert all(Decimal(str(each)) == each and "E" not in str(each) for each in made)
    if pairs:
        with pytest.raises(ValueError, match="zip"):
            mean_points(first, second[1:])


@given(st.integers(1, 40), st.data())
def test_the_mark_is_what_the_mean_points_are_worth(marks: int, data: st.DataObject) -> None:
    """To a hundredth: each mark is rounded before the mean is made."""
    most = data.draw(st.lists(st.integers(1, 10), min_size=1, max_size=4))
    given = [[data.draw(st.integers(0, each)) for each in most] for __ in range(2)]
    shares = [Fraction(sum(points), sum(most)) for points in given]
    made = mean(*(marking.mark(marks=marks, share=share) for share in shares))
    points = mean_points(*([Decimal(each) for each in points] for points in given))
    of_points = marking.mark(marks=marks, share=Fraction(sum(points)) / sum(most))
    assert abs(made - of_points) <= Decimal("0.01")


def test_remarks_are_joined_without_repeating() -> None:
    assert joined(["语气好。", " 语气好。 ", "", "说明时限。"]) == "语气好。\n\n说明时限。"
    assert joined(["", "  "]) == ""


@given(st.lists(st.integers(1, 4), max_size=2, unique=True), st.integers(1, 4), percents)
def test_nobody_who_has_not_judged_sees_whether_another_has(
    judges: list[int], marker: int, distance: int
) -> None:
    now = turn(judges, marker, distance)
    if len(judges) < double_marking.MARKERS and marker not in judges:
        assert now is Turn.JUDGE is turn([], marker, distance)
    elif len(judges) == double_marking.MARKERS:
        assert now is Turn.SETTLE
    else:
        assert now is Turn.JUDGED
    assert turn(judges, marker, None) is Turn.JUDGE


@given(
    since=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    waited=st.integers(0, 200),
    allowed=st.integers(1, 90),
)
def test_a_wait_is_in_time_then_due_for_a_day_then_overdue(
    since: date, waited: int, allowed: int
) -> None:
    wait = Wait(since, since + timedelta(days=waited), allowed)
    assert wait.days == waited
    assert (wait.age is Age.IN_TIME) == (waited < allowed)
    assert (wait.age is Age.DUE) == (waited == allowed)
    assert (wait.age is Age.OVERDUE) == (wait.days_over > 0) == (waited > allowed)
