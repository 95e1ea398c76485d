"""Matching and ordering."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.errors import (
    MalformedAnswer,
    PairsRefused,
    SameTextTwice,
    StepsShareNumber,
    StepsWithoutNumber,
    TextMissing,
    TooFewSteps,
    TooManyParts,
    WordingRefused,
)
from assessments.rules.kinds import interaction

LIMITS = {"left": ["漏水", "停电", "换灯泡"], "right": ["10 分钟", "半天", "8 小时"]}
PAIRS = {"pairs": [0, 0, 1]}


def test_each_right_pair_earns_its_share() -> None:
    question = interaction(Kind.MATCHING, LIMITS, PAIRS)
    question.check()
    assert question.must_move
    # Under this order "半天" stands at place 0 and "10 分钟" at place 2.
    form = {"pair-0": ["2"], "pair-1": ["0"], "pair-2": [""]}
    answer = question.read([1, 2, 0], form)
    assert answer == {"pairs": [0, 1, None]}
    assert question.grade(answer) == Fraction(1, 3)
    assert [(line.given, line.right, line.is_right) for line in question.describe(answer)] == [
        ("10 分钟", "10 分钟", True),
        ("半天", "10 分钟", False),
        ("", "半天", False),
    ]
    with pytest.raises(MalformedAnswer):
        question.read([1, 2, 0], {"pair-0": ["2"]})


@pytest.mark.parametrize(
    ("content", "pairs", "refusal"),
    [
        ({"left": [], "right": ["a", "b"]}, [], PairsRefused),
        ({"left": ["a"], "right": ["b"]}, [0], PairsRefused),
        ({"left": ["a", "b"], "right": ["c", "d"]}, [0], PairsRefused),
        ({"left": ["a", "b"], "right": ["c", "d"]}, [0, 2], PairsRefused),
        ({"left": ["a", "b"], "right": ["c", "d"]}, [0, -1], PairsRefused),
        ({"left": ["a", "b"], "right": ["c", "d"]}, [0, None], WordingRefused),
        ({"left": ["a", " "], "right": ["c", "d"]}, [0, 1], TextMissing),
        ({"left": ["a", "b"], "right": ["c", "c "]}, [0, 1], SameTextTwice),
        ({"left": ["a", "a"], "right": ["c", "d"]}, [0, 1], SameTextTwice),
        ({"left": ["a"], "right": list(map(str, range(27)))}, [0], TooManyParts),
    ],
)
def test_pairs_that_do_not_fit_are_refused(
    content: Any, pairs: Any, refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        interaction(Kind.MATCHING, content, {"pairs": pairs}).check()


def ordering(count: int, credit: str = "exact") -> Any:
    content = {"steps": [f"第{step}步" for step in range(count)]}
    return interaction(Kind.ORDERING, content, {"credit": credit})


@given(st.integers(2, 8).flatmap(lambda count: st.permutations(range(count))))
def test_steps_in_order_earn_by_their_rule(order: list[int]) -> None:
    count = len(order)
    exact = ordering(count).grade({"order": order})
    share = ordering(count, "neighbours").grade({"order": order})
    assert exact == (order == sorted(order))
    assert (share == 1) == (exact == 1)
    assert exact <= share
    # Nobody earns by turning everything round.
    assert ordering(count, "neighbours").grade({"order": list(reversed(range(count)))}) == 0


def test_one_step_put_off_costs_little() -> None:
    question = ordering(5, "neighbours")
    assert question.grade({"order": [1, 2, 3, 4, 0]}) == Fraction(3, 4)
    assert question.grade({"order": []}) == 0


def test_a_number_keeps_naming_the_step_it_was_given_to() -> None:
    """Steps are shown as answered; their fields go on by the order of the paper."""
    question = ordering(3)
    order = [2, 0, 1]
    answer = question.read(order, {"step-0": ["3"], "step-1": ["1"], "step-2": ["2"]})
    assert answer == {"order": [0, 1, 2]}
    shown = question.show(order, answer).steps
    assert [(step.name, step.text, step.value) for step in shown] == [
        ("step-1", "第0步", "1"),
        ("step-2", "第1步", "2"),
        ("step-0", "第2步", "3"),
    ]
    assert [step.text for step in question.show(order, None).steps] == ["第2步", "第0步", "第1步"]


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        (["1", "1", "2"], StepsShareNumber),
        (["1", "", "2"], StepsWithoutNumber),
        (["1", "2", "4"], MalformedAnswer),
        (["0", "1", "2"], MalformedAnswer),
        (["1", "2"], MalformedAnswer),
        (["1", "2", "３"], MalformedAnswer),
    ],
)
def test_numbers_that_are_no_order_are_refused(
    numbers: list[str], refusal: type[MalformedAnswer]
) -> None:
    with pytest.raises(refusal):
        ordering(3).read((), {f"step-{place}": [value] for place, value in enumerate(numbers)})


@pytest.mark.parametrize(
    ("steps", "refusal"),
    [
        (["a"], TooFewSteps),
        (["a", ""], TextMissing),
        (["a", " a"], SameTextTwice),
        ([str(step) for step in range(27)], TooManyParts),
    ],
)
def test_steps_that_cannot_be_ordered_are_refused(
    steps: list[str], refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        interaction(Kind.ORDERING, {"steps": steps}, {}).check()
