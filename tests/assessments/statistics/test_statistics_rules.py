"""Intervals, guessing, options, and what may be said of figures."""

import json
import statistics as library
from collections import Counter
from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules.statistics.figures import ItemFigures, OptionCount, VersionCount
from assessments.rules.statistics.guessing import random_guess_score
from assessments.rules.statistics.intervals import (
    consistency_interval,
    correlation_interval,
    difference_interval,
    mean_interval,
    share_interval,
    t_quantile,
)
from assessments.rules.statistics.items import measure
from assessments.rules.statistics.options import chosen_in, counted, options_of
from assessments.rules.statistics.reading import (
    Doubt,
    Flag,
    Missing,
    doubt_about,
    flags_of,
    inferred,
    read_item,
)
from assessments.rules.statistics.samples import (
    Group,
    ItemSample,
    Sittings,
    Tally,
    groups_of,
    packed,
)
from assessments.rules.statistics.sums import covariance, median
from tests.assessments.statistics.papers import of_kind, single_choice

pairs = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9600)), min_size=2, max_size=40)


@given(pairs)
def test_sums_agree_with_the_standard_library(rows: list[tuple[int, int]]) -> None:
    xs, ys = (list(column) for column in zip(*rows, strict=True))
    both, own = covariance(xs, ys), covariance(xs, xs)
    assert both is not None
    assert own == library.variance(map(Fraction, xs))
    assert isclose(float(both), library.covariance(xs, ys), rel_tol=1e-9, abs_tol=1e-6)
    assert median(Counter(xs)) == library.median(map(Fraction, xs))


@given(pairs)
def test_indices_stay_within_their_bounds(rows: list[tuple[int, int]]) -> None:
    sample = ItemSample(4, 9600)
    for x, rest in rows:
        sample.xs.append(x)
        sample.rests.append(rest)
    found = measure(sample)
    assert found.facility is not None
    assert 0 <= found.facility <= 1
    assert found.discrimination is None or -1 <= found.discrimination <= 1
    assert found.efficiency is None or found.efficiency <= 1 + 1e-12


@given(pairs)
def test_who_is_best_here_and_there_makes_a_perfect_item(rows: list[tuple[int, int]]) -> None:
    sample = ItemSample(4, 9600)
    for x, __ in rows:
        sample.xs.append(x)
        sample.rests.append(3 * x)
    found = measure(sample)
    if len({x for x, __ in rows}) > 1:
        assert found.discrimination == pytest.approx(1)
        assert found.efficiency == pytest.approx(1)
    else:
        assert found.discrimination is None


@given(st.lists(st.integers(0, 20), max_size=60))
def test_the_extremes_never_meet(reached: list[int]) -> None:
    groups = groups_of(reached)
    by_group = {
        group: {value for value, each in zip(reached, groups, strict=True) if each is group}
        for group in Group
    }
    top, bottom = by_group[Group.TOP], by_group[Group.BOTTOM]
    assert bool(top) == bool(bottom)
    if top:
        assert min(top) > max(bottom)
        assert all(max(bottom) < value < min(top) for value in by_group[Group.MIDDLE])


def test_intervals_by_the_book() -> None:
    # Wilson for 8 of 10 and Newcombe's example of 56/70 against 48/80 (his table II, method 10).
    eight = share_interval(8, 10)
    assert eight is not None
    assert (round(eight.low, 4), round(eight.high, 4)) == (0.4902, 0.9433)
    apart = difference_interval((56, 70), (48, 80))
    assert apart is not None
    assert (round(apart.low, 4), round(apart.high, 4)) == (0.0524, 0.3339)
    assert [round(t_quantile(freedom), 3) for freedom in (9, 29, 99)] == [2.262, 2.045, 1.984]
    fisher = correlation_interval(0.5, 28)
    assert fisher is not None
    assert (round(fisher.low, 3), round(fisher.high, 3)) == (0.156, 0.736)
    assert mean_interval(0.5, 0.2, 1) is None
    assert correlation_interval(1.0, 30) is None
    assert share_interval(0, 0) is None


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_figure(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    about = share_interval(hits, n)
    assert about is not None
    assert 0 <= about.low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= about.high <= 1


def test_the_consistency_is_known_better_with_more_sittings() -> None:
    few, many = consistency_interval(0.7, 12, 20), consistency_interval(0.7, 1200, 20)
    assert few is not None
    assert many is not None
    assert few.low < many.low < 0.7 < many.high < few.high


GUESSES = {
    Kind.SINGLE_CHOICE: Fraction(1, 4),
    Kind.MULTIPLE_CHOICE: Fraction(1, 15),
    Kind.TRUE_FALSE: Fraction(1, 2),
    Kind.MATCHING: Fraction(1, 3),
    Kind.ORDERING: Fraction(1, 3),
    Kind.CLOZE: Fraction(1, 4),
    Kind.SHORT_TEXT: None,
    Kind.NUMBER: None,
    Kind.ESSAY: None,
    Kind.ROLE_PLAY: None,
    Kind.SCENARIO: None,
}


@pytest.mark.parametrize("kind", list(Kind))
def test_what_guessing_earns(kind: Kind) -> None:
    assert random_guess_score(kind, of_kind(kind)) == GUESSES[kind]


def test_guessing_an_order_that_must_be_exact() -> None:
    assert random_guess_score(Kind.ORDERING, of_kind(Kind.ORDERING, credit="exact")) == Fraction(
        1, 6
    )


# An answer to the question of `OF_KIND`, and the options that it names.
ANSWERS = {
    Kind.SINGLE_CHOICE: ({"chosen": [1]}, [(0, 1)]),
    Kind.MULTIPLE_CHOICE: ({"chosen": [0, 3]}, [(0, 0), (0, 3)]),
    Kind.TRUE_FALSE: ({"value": False}, [(0, 1)]),
    Kind.MATCHING: ({"pairs": [1, None]}, [(0, 1)]),
    Kind.CLOZE: ({"gaps": ["3声", "1"]}, [(1, 1)]),
}


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_options_are_counted_by_kind(kind: Kind) -> None:
    answer, places = ANSWERS[kind]
    bound, tally = of_kind(kind), Tally()
    options = options_of(kind, bound)
    assert [place for place in chosen_in(kind, answer) if place in options] == places
    assert any(option.is_right for option in options.values())
    tally.add(json.dumps(answer), Group.TOP, 300)
    tally.add(json.dumps(answer), Group.MIDDLE, 500)
    answered, found = counted(kind, bound, tally, 1000)
    assert answered == 2
    assert {(each.part, each.option) for each in found if each.n} == set(places)
    assert {(each.n, each.top, each.rest) for each in found if each.n} == {(2, 1, 0.4)}


def test_an_emptied_answer_is_none() -> None:
    tally = Tally()
    tally.add('{"chosen": []}', Group.TOP, 0)
    answered, found = counted(Kind.MULTIPLE_CHOICE, of_kind(Kind.MULTIPLE_CHOICE), tally, 1000)
    assert (answered, sum(each.n for each in found)) == (0, 0)
    assert {each.rest for each in found} == {None}


def version(*options: OptionCount, n: int = 100) -> VersionCount:
    return VersionCount(1, 1, n, n * 27 // 100, n * 27 // 100, n, options)


def test_what_is_odd_about_an_option() -> None:
    right_and_found = OptionCount(0, 0, True, 60, 25, 8, 0.7)
    right_but_weak = OptionCount(0, 0, True, 40, 4, 20, 0.4)
    strong_choose = OptionCount(0, 1, False, 30, 20, 3, 0.8)
    as_it_should = OptionCount(0, 2, False, 30, 3, 15, 0.3)
    nobody = OptionCount(0, 3, False, 0, 0, 0, None)
    of = version()
    doubts = [doubt_about(each, of) for each in (right_and_found, right_but_weak, strong_choose)]
    assert doubts == [None, Doubt.WEAK_FIND, Doubt.STRONG_CHOOSE]
    assert doubt_about(as_it_should, of) is None
    assert doubt_about(nobody, of) is Doubt.NOBODY
    assert doubt_about(OptionCount(0, 3, False, 4, 1, 1, 0.5), version(n=500)) is Doubt.HARDLY
    assert doubt_about(nobody, version(n=9)) is None


def item(**changes: object) -> ItemFigures:
    usual: dict[str, object] = {
        "question": 1,
        "marks": 1,
        "n": 50,
        "waived": 0,
        "full": 30,
        "facility": 0.6,
        "deviation": 0.5,
        "discrimination": 0.4,
        "efficiency": 0.5,
        "intended": 0.1,
        "effective": None,
        "is_negative": False,
        "guess": 0.25,
        "versions": (),
    }
    return ItemFigures(**(usual | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({}, []),
        ({"discrimination": -0.4}, [Flag.NEGATIVE]),
        ({"discrimination": -0.1}, [Flag.WEAK]),  # chance may have made it
        ({"discrimination": 0.1}, [Flag.WEAK]),
        ({"full": 49, "facility": 0.98, "discrimination": 0.1}, [Flag.EASY]),
        ({"full": 8, "facility": 0.16}, [Flag.HARD]),
        ({"full": 3, "facility": 0.06}, [Flag.BELOW_GUESSING]),
        ({"n": 9, "full": 0, "facility": 0.0, "discrimination": -0.9}, []),
        ({"versions": (version(OptionCount(0, 0, True, 40, 4, 20, 0.4)),)}, [Flag.OPTIONS]),
    ],
)
def test_what_to_look_at(changes: dict[str, object], flags: list[Flag]) -> None:
    assert flags_of(item(**changes)) == flags


def test_of_few_nothing_is_inferred() -> None:
    few = read_item(item(n=9, full=6), is_fixed=True)
    assert few.facility.value == 0.6
    assert few.facility.interval is None
    assert few.discrimination.missing is Missing.TOO_FEW
    enough = read_item(item(n=10, full=6), is_fixed=False)
    assert enough.facility.interval is not None
    assert enough.discrimination.interval is not None
    assert enough.effective.missing is Missing.PAPERS_DIFFER
    assert inferred(None, 0).missing is Missing.NOTHING
    against = read_item(item(is_negative=True), is_fixed=True)
    assert against.effective.missing is Missing.NEGATIVE


def test_unequal_papers_are_compared_by_share() -> None:
    found = Sittings(packed(), packed())
    found.add(500, 1000, passed=False, is_suspended=False)
    found.add(1000, 1500, passed=True, is_suspended=True)
    assert found.worth is None
    assert list(found.reached()) == [500_000, 666_667]
    assert (found.decided, found.passed) == (1, 0)
    assert options_of(Kind.ESSAY, single_choice()) == {}
