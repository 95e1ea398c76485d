"""Marks, percentages, sections, which attempt counts, and what is shown of it when."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Outcome, When
from assessments.rules import marking
from assessments.rules.outcome import (
    Attempt,
    Counting,
    MarkedItem,
    counting,
    first_pass,
    passed,
    section_shares,
)
from assessments.rules.showing import Showing, Visible, visible

methods = st.sampled_from(list(Outcome))
percents = st.integers(0, 100)


@st.composite
def made_attempts(draw: st.DrawFn) -> Attempt:
    max_score = Decimal(draw(st.integers(1, 120)))
    score = draw(st.decimals(0, max_score, places=2))
    return Attempt(score, max_score, draw(st.booleans()))


attempts = st.lists(made_attempts(), max_size=6)


def attempt(percent: str, *, passed: bool = False) -> Attempt:
    return Attempt(Decimal(percent), Decimal(100), passed)


# Marks -----------------------------------------------------------------------------------------


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


# Sections --------------------------------------------------------------------------------------

items = st.builds(
    lambda section, hundredths, out_of: MarkedItem(
        section, Decimal(min(hundredths, 100 * out_of)) / 100, Decimal(out_of)
    ),
    st.integers(0, 3),
    st.integers(0, 500),
    st.integers(1, 5),
)


@given(st.lists(items, max_size=20), st.dictionaries(st.integers(0, 4), percents), percents)
def test_a_pass_needs_the_whole_and_every_section(
    items: list[MarkedItem], minimums: dict[int, int], pass_percent: int
) -> None:
    shares = section_shares(items, minimums)
    score, max_score = marking.score(i.mark for i in items), sum(i.out_of for i in items)
    assert sum(share.score for share in shares) == score
    assert sum(share.max_score for share in shares) == max_score
    for share in shares:
        own = [item for item in items if item.section == share.section]
        exact = sum(Fraction(i.mark) for i in own) / sum(Fraction(i.out_of) for i in own)
        assert share.share == exact
        assert share.is_met == (exact * 100 >= minimums.get(share.section, 0))
    whole = marking.passed(score, Decimal(max_score), pass_percent=pass_percent)
    is_passed = passed(score, Decimal(max_score), pass_percent, shares)
    assert is_passed == (whole and all(share.is_met for share in shares))


def test_a_section_missed_by_a_hundredth_of_a_mark_is_missed() -> None:
    two = [
        MarkedItem(0, Decimal("10.00"), Decimal(10)),
        MarkedItem(1, Decimal("5.99"), Decimal(10)),
    ]
    first, second = section_shares(two, {1: 60})
    assert (first.minimum, first.is_met) == (0, True)
    assert (second.minimum, second.is_met) == (60, False)
    assert not passed(Decimal("15.99"), Decimal(20), 60, [first, second])
    assert passed(Decimal("15.99"), Decimal(20), 60, section_shares(two, {1: 59}))


# Several attempts ------------------------------------------------------------------------------


@given(methods, attempts)
def test_what_counts_is_one_of_the_attempts_or_lies_between_them(
    method: str, made: list[Attempt]
) -> None:
    counts = counting(method, made)
    if counts is None:
        assert not made
        return
    reached = [attempt.percent for attempt in made]
    assert min(reached) <= counts.percent <= max(reached)
    if method == Outcome.AVERAGE:
        assert counts.index is None
        assert counts.percent * len(made) == sum(reached)
    else:
        assert counts.index is not None
        assert counts.percent == made[counts.index].percent


@given(made_attempts().map(lambda one: [one]), methods)
def test_under_every_method_a_single_attempt_counts(made: list[Attempt], method: str) -> None:
    counts = counting(method, made)
    assert counts is not None and counts.percent == made[0].percent


@given(attempts, made_attempts())
def test_another_attempt_never_worsens_the_best(made: list[Attempt], one: Attempt) -> None:
    before, after = counting(Outcome.BEST, made), counting(Outcome.BEST, [*made, one])
    assert after is not None and after.index is not None
    if before is not None and before.index is not None:
        was, became = made[before.index], [*made, one][after.index]
        assert (became.passed, became.percent) >= (was.passed, was.percent)


def test_which_attempt_counts() -> None:
    made = [attempt("50"), attempt("90", passed=True), attempt("90", passed=True), attempt("71")]
    assert counting(Outcome.BEST, made) == Counting(Fraction(90), 1)
    assert counting(Outcome.FIRST, made) == Counting(Fraction(50), 0)
    assert counting(Outcome.LAST, made) == Counting(Fraction(71), 3)
    assert counting(Outcome.AVERAGE, made) == Counting(Fraction(301, 4), None)


def test_an_attempt_that_passed_beats_one_that_missed_a_section() -> None:
    made = [attempt("95"), attempt("85", passed=True)]
    assert counting(Outcome.BEST, made) == Counting(Fraction(85), 1)


@given(methods, attempts, percents, made_attempts())
def test_a_first_pass_stays_the_first(
    method: str, made: list[Attempt], pass_percent: int, one: Attempt
) -> None:
    place = first_pass(method, made, pass_percent)
    later = first_pass(method, [*made, one], pass_percent)
    if place is not None:
        assert later == place
        assert first_pass(method, made[:place], pass_percent) is None
        assert first_pass(method, made[: place + 1], pass_percent) == place
    else:
        assert later in {None, len(made)}


@pytest.mark.parametrize(
    ("method", "expected"),
    [(Outcome.BEST, 1), (Outcome.LAST, 1), (Outcome.FIRST, None), (Outcome.AVERAGE, 2)],
)
def test_when_the_outcome_was_first_a_pass(method: str, expected: int | None) -> None:
    made = [attempt("60"), attempt("90", passed=True), attempt("90", passed=True), attempt("0")]
    assert first_pass(method, made, 80) == expected


def test_an_average_is_compared_exactly() -> None:
    thirds = [Attempt(Decimal(score), Decimal(3), False) for score in (2, 2, 2)]
    assert first_pass(Outcome.AVERAGE, thirds, 67) is None
    assert first_pass(Outcome.AVERAGE, [attempt("79.99"), attempt("80.01")], 80) == 1


# What is shown when ----------------------------------------------------------------------------

shows = st.builds(Showing, *[st.sampled_from(list(When))] * 4)
# From the first second of a sitting on; each of these comes true once and stays so.
MOMENTS = ("item_closed", "handed_in", "marked", "closed")


def fields(seen: Visible) -> tuple[bool, ...]:
    return seen.answers, seen.marks, seen.key, seen.explanation


@given(shows, st.permutations(MOMENTS))
def test_what_is_shown_never_disappears_again(settings: Showing, order: list[str]) -> None:
    now = dict.fromkeys(MOMENTS, False)
    before = fields(visible(settings, **now))
    assert not any(before)
    for moment in order:
        now[moment] = True
        after = fields(visible(settings, **now))
        assert all(new >= old for old, new in zip(before, after, strict=True))
        before = after
    chosen = settings.answers, settings.marks, settings.key, settings.explanation
    assert before == tuple(each != When.NEVER for each in chosen)


@given(shows, st.booleans(), st.booleans())
def test_nothing_is_told_of_a_question_that_can_still_be_answered(
    settings: Showing, marked: bool, closed: bool
) -> None:
    seen = visible(settings, item_closed=False, handed_in=False, marked=marked, closed=closed)
    assert not any(fields(seen))


@given(shows, *[st.booleans()] * 3)
def test_no_mark_is_shown_before_there_is_one(
    settings: Showing, item_closed: bool, handed_in: bool, closed: bool
) -> None:
    seen = visible(
        settings, item_closed=item_closed, handed_in=handed_in, marked=False, closed=closed
    )
    assert not seen.marks


@pytest.mark.parametrize(
    ("item_closed", "handed_in", "closed"), list(product([False, True], repeat=3))
)
def test_each_setting_has_its_moment(item_closed: bool, handed_in: bool, closed: bool) -> None:
    settings = Showing(When.NEVER, When.EACH, When.END, When.CLOSED)
    assert visible(
        settings, item_closed=item_closed, handed_in=handed_in, marked=True, closed=closed
    ) == Visible(
        answers=False,
        marks=item_closed or handed_in,
        key=handed_in,
        explanation=handed_in and closed,
    )
