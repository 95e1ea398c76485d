"""Single and multiple choice, true or false."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.errors import (
    FeedbackDoesNotFit,
    MalformedAnswer,
    NotOneRight,
    NotSeveralRight,
    OptionEmpty,
    OptionTwice,
    TooFewOptions,
    TooManyOptions,
    WordingRefused,
)
from assessments.rules.kinds import interaction

OPTIONS = {"options": ["a", "b", "c", "d", "e"]}


def multiple(right: list[int], credit: str = "exact", options: int = 5) -> Any:
    content = {"options": [str(number) for number in range(options)]}
    question = interaction(Kind.MULTIPLE_CHOICE, content, {"right": right, "credit": credit})
    question.check()
    return question


@given(st.data())
def test_only_the_right_option_earns_the_mark(data: st.DataObject) -> None:
    right, chosen = (data.draw(st.integers(0, 4)) for __ in range(2))
    question = interaction(Kind.SINGLE_CHOICE, OPTIONS, {"right": [right]})
    assert question.grade(question.read((), {"choice": [str(chosen)]})) == (right == chosen)


@given(st.data())
def test_partial_credit_rewards_no_ticking_at_random(data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 8))
    indexes = st.integers(0, count - 1)
    right = sorted(data.draw(st.sets(indexes, min_size=2, max_size=count - 1)))
    chosen = sorted(data.draw(st.sets(indexes)))
    everything = {"chosen": list(range(count))}
    shares = {}
    for credit in ("exact", "balance", "each"):
        question = multiple(right, credit, count)
        shares[credit] = question.grade({"chosen": chosen})
        assert (shares[credit] == 1) == (chosen == right)
        assert question.grade({"chosen": []}) == 0
        # Who ticks all knows no more than who ticks one option and happens to be right.
        assert question.grade(everything) <= max(Fraction(0), Fraction(2 * len(right), count) - 1)
    assert shares["exact"] <= min(shares["balance"], shares["each"])
    assert multiple(right, "balance", count).grade(everything) == 0


@given(st.data())
def test_one_more_right_tick_never_costs_and_a_wrong_one_never_pays(data: st.DataObject) -> None:
    right = data.draw(st.sets(st.integers(0, 4), min_size=2, max_size=4))
    chosen = data.draw(st.sets(st.integers(0, 4), min_size=1))
    credit = data.draw(st.sampled_from(["exact", "balance", "each"]))
    question = multiple(sorted(right), credit)
    share = question.grade({"chosen": sorted(chosen)})
    for more in right - chosen:
        assert question.grade({"chosen": sorted(chosen | {more})}) >= share
    for wrong in {0, 1, 2, 3, 4} - right - chosen:
        assert question.grade({"chosen": sorted(chosen | {wrong})}) <= share


@pytest.mark.parametrize(
    ("credit", "chosen", "share"),
    [
        ("exact", [0, 1], "0"),
        ("balance", [0, 1], "2/3"),
        ("balance", [0, 3], "0"),
        ("balance", [0, 1, 3], "1/6"),
        ("each", [0, 1], "3/5"),
        ("each", [0], "1/5"),
        ("each", [3, 4], "0"),
    ],
)
def test_partial_credit_by_example(credit: str, chosen: list[int], share: str) -> None:
    assert multiple([0, 1, 2], credit).grade({"chosen": chosen}) == Fraction(share)


def test_feedback_is_told_of_the_options_chosen_only() -> None:
    content = {"options": ["a", "b"], "feedback": ["well", "no"]}
    question = interaction(Kind.SINGLE_CHOICE, content, {"right": [0]})
    assert [line.feedback for line in question.describe({"chosen": [1]})] == ["", "no"]


def test_taking_every_tick_away_is_an_answer_to_multiple_choice_only() -> None:
    assert multiple([0, 1]).read((), {"choice": [""]}) == {"chosen": []}
    with pytest.raises(MalformedAnswer):
        interaction(Kind.SINGLE_CHOICE, OPTIONS, {"right": [0]}).read((), {"choice": [""]})


@pytest.mark.parametrize("values", [["5"], ["-1"], ["1", "1"], ["x"], ["1.0"], ["²"], ["99999"]])
def test_an_option_that_is_none_is_refused(values: list[str]) -> None:
    with pytest.raises(MalformedAnswer):
        multiple([0, 1]).read((), {"choice": values})


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("value", ["true", "false"])
def test_a_statement_is_true_or_false(right: bool, value: str) -> None:
    question = interaction(Kind.TRUE_FALSE, {}, {"right": right})
    answer = question.read((), {"choice": [value], "reason": ["not asked for"]})
    assert answer == {"value": value == "true"}
    assert question.grade(answer) == ((value == "true") is right)


def test_a_reason_that_is_asked_for_must_be_given_and_is_left_to_the_marker() -> None:
    question = interaction(Kind.TRUE_FALSE, {"asks_reason": True}, {"right": True})
    choice = question.read((), {"choice": ["true"], "reason": ["  "]})
    assert question.grade(choice) == 0
    answer = question.read((), {"choice": ["true"], "reason": [" 因为 "]})
    assert answer == {"value": True, "reason": "因为"}
    assert question.grade(answer) is None
    assert question.grade(answer | {"value": False}) == 0
    assert question.describe(answer)[-1].given == "因为"


REFUSED: list[tuple[Kind, Any, Any, type[WordingRefused]]] = [
    (Kind.SINGLE_CHOICE, {"options": ["a"]}, {"right": [0]}, TooFewOptions),
    (Kind.SINGLE_CHOICE, {"options": list(map(str, range(27)))}, {"right": [0]}, TooManyOptions),
    (Kind.SINGLE_CHOICE, {"options": ["a", " "]}, {"right": [0]}, OptionEmpty),
    (Kind.SINGLE_CHOICE, {"options": ["a", "a "]}, {"right": [0]}, OptionTwice),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": [0, 1]}, NotOneRight),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": []}, NotOneRight),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": [2]}, WordingRefused),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": [True]}, WordingRefused),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {}, WordingRefused),
    (Kind.SINGLE_CHOICE, {"options": "ab"}, {"right": [0]}, WordingRefused),
    (
        Kind.SINGLE_CHOICE,
        {"options": ["a", "b"], "feedback": ["x"]},
        {"right": [0]},
        FeedbackDoesNotFit,
    ),
    (Kind.MULTIPLE_CHOICE, {"options": ["a", "b", "c"]}, {"right": [0]}, NotSeveralRight),
    (Kind.MULTIPLE_CHOICE, {"options": ["a", "b"]}, {"right": [0, 1]}, NotSeveralRight),
    (Kind.MULTIPLE_CHOICE, OPTIONS, {"right": [0, 1], "credit": "some"}, WordingRefused),
    (Kind.TRUE_FALSE, {}, {"right": None}, WordingRefused),
    (Kind.TRUE_FALSE, {"options": ["a", "b"]}, {"right": True}, WordingRefused),
]


@pytest.mark.parametrize(("kind", "content", "key", "refusal"), REFUSED)
def test_a_question_that_cannot_be_marked_is_refused(
    kind: Kind, content: Any, key: Any, refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        interaction(kind, content, key).check()
