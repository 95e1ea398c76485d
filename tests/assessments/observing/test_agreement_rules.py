"""Cohen's kappa, its weighted kin and their standard errors."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.observing.agreement import (
    FEWEST,
    Judged,
    agreement,
    identical,
    kappa,
    linear,
)

NO, HALF, YES = Fraction(0), Fraction(1, 2), Fraction(1)
SHARES = st.sampled_from([Fraction(step, 4) for step in range(5)])
JUDGED = st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=60)


def table(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> list[Judged]:
    return [(YES, YES)] * yes_yes + [(YES, NO)] * yes_no + [(NO, YES)] * no_yes + [(NO, NO)] * no_no


def test_a_worked_example_of_two_by_two() -> None:
    """20, 5, 10 and 15 of 50: observed 0.7, by chance 0.5·0.6 + 0.5·0.4 = 0.5, so κ = 0.4. The
    error from the formula for two categories, worked out cell by cell here."""
    found = kappa(table(20, 5, 10, 15), identical)
    assert found is not None
    assert isclose(found.value, 0.4)
    p = {(1, 1): 0.4, (1, 0): 0.1, (0, 1): 0.2, (0, 0): 0.3}
    row, column = {1: 0.5, 0: 0.5}, {1: 0.6, 0: 0.4}
    on = sum(p[i, i] * (1 - (row[i] + column[i]) * 0.6) ** 2 for i in (0, 1))
    off = 0.6**2 * sum(p[i, j] * (column[i] + row[j]) ** 2 for i, j in ((0, 1), (1, 0)))
    variance = (on + off - (0.4 - 0.5 * 0.6) ** 2) / (50 * 0.5**2)
    assert isclose(found.error, sqrt(variance))
    assert isclose(found.low, 0.4 - 1.959963984540054 * sqrt(variance))
    assert found.high < 1


def test_a_worked_example_with_weights() -> None:
    """Three steps, 2 alike at each end, 2 half a point apart: observed (4 + 2·½)/6, by chance
    weights of the margins (⅔ no, ⅓ yes) against (⅓ no, ⅓ half, ⅓ yes)."""
    judged = [(NO, NO)] * 2 + [(NO, HALF)] * 2 + [(YES, YES)] * 2
    found = kappa(judged, linear)
    assert found is not None
    third = Fraction(1, 3)
    chance = 2 * third * third * (1 + Fraction(1, 2)) + third * third * (Fraction(1, 2) + 1)
    assert isclose(found.value, float((Fraction(5, 6) - chance) / (1 - chance)))


def test_what_one_gives_by_chance_alone_is_no_agreement() -> None:
    found = kappa(table(8, 8, 8, 8), identical)
    assert found is not None
    assert found.value == 0


def test_opposites_are_less_than_chance() -> None:
    found = kappa(table(0, 10, 10, 0), identical)
    assert found is not None
    assert found.value == -1


def test_one_and_the_same_step_throughout_says_nothing() -> None:
    found = agreement(table(40, 0, 0, 0))
    assert (found.kappa, found.weighted, found.same) == (None, None, 1)
    assert agreement([]).same is None


@pytest.mark.parametrize(("count", "enough"), [(FEWEST - 1, False), (FEWEST, True)])
def test_too_few_say_so(count: int, enough: bool) -> None:
    assert agreement([(YES, NO)] * count).is_enough == enough


@given(JUDGED)
def test_whoever_is_called_the_one_it_is_the_same(judged: list[Judged]) -> None:
    assert agreement(judged) == agreement([(other, one) for one, other in judged])


@given(st.lists(SHARES, min_size=2, max_size=60).filter(lambda steps: len(set(steps)) > 1))
def test_full_agreement_is_one_without_error(steps: list[Fraction]) -> None:
    found = agreement([(step, step) for step in steps])
    for each in (found.kappa, found.weighted):
        assert each is not None
        assert (each.value, each.error) == (1, 0)


@given(JUDGED, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_one_is_the_most(judged: list[Judged], random: object) -> None:
    shuffled = list(judged)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = agreement(judged)
    assert found == agreement(shuffled)
    for each in (found.kappa, found.weighted):
        if each is not None:
            assert each.value <= 1
            assert each.error >= 0
            assert -1 <= each.low <= each.high <= 1


@given(st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=8))
def test_every_combination_once_is_chance(steps: list[Judged]) -> None:
    """The product of two sets of judgements: knowing one says nothing of the other."""
    judged = [(one, other) for one, __ in steps for __, other in steps]
    for weight in (identical, linear):
        found = kappa(judged, weight)
        assert found is None or isclose(found.value, 0, abs_tol=1e-12)
