"""What an answer earns in percentages, and what is said to who gave it."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.errors import (
    FeedbackDoesNotFit,
    OneFullOptionRefused,
    OptionPercentRefused,
    PercentOutOfRange,
    PercentsDoNotAddUp,
    PercentsNotAsked,
)
from assessments.rules.kinds import AnyInteraction, interaction

OPTIONS = {"options": ["a", "b", "c", "d"], "feedback": ["A", "B", "", ""]}


def checked(kind: Kind, content: Any, key: Any) -> AnyInteraction:
    question = interaction(kind, content, key)
    question.check()
    return question


def test_an_option_that_is_partly_right_earns_its_part() -> None:
    key = {"right": [0], "percents": ["100", "33.33333", "0", "-50"]}
    question = checked(Kind.SINGLE_CHOICE, OPTIONS, key)
    earned = [question.grade({"chosen": [place]}) for place in range(4)]
    assert earned == [1, Fraction("0.3333333"), 0, 0]
    lines = question.describe({"chosen": [1]})
    assert [line.is_partly_right for line in lines] == [False, True, False, False]
    assert [line.feedback for line in lines] == ["", "B", "", ""]


WEIGHTS = ["33.33333", "33.33333", "33.33333", "-100"]


@pytest.mark.parametrize(
    ("chosen", "share"),
    [
        ([0, 1, 2], Fraction(1)),
        ([0], Fraction("0.3333333")),
        ([0, 1, 2, 3], Fraction(0)),
        ([], Fraction(0)),
    ],
)
def test_ticks_earn_the_sum_of_their_percentages(chosen: list[int], share: Fraction) -> None:
    key = {"right": [0, 1, 2], "credit": "weights", "percents": WEIGHTS}
    assert checked(Kind.MULTIPLE_CHOICE, OPTIONS, key).grade({"chosen": chosen}) == share


@given(st.data())
def test_no_ticks_earn_more_than_all_or_less_than_none(data: st.DataObject) -> None:
    wrong = data.draw(st.lists(st.integers(-100, 0).map(str), min_size=2, max_size=2))
    split = data.draw(st.integers(1, 99))
    key = {"right": [0, 1], "credit": "weights", "percents": [str(split), str(100 - split), *wrong]}
    question = checked(Kind.MULTIPLE_CHOICE, OPTIONS, key)
    chosen = sorted(data.draw(st.sets(st.integers(0, 3))))
    assert 0 <= question.grade({"chosen": chosen}) <= 1
    assert question.grade({"chosen": [0, 1]}) == 1


@pytest.mark.parametrize(
    ("kind", "key", "error"),
    [
        (Kind.SINGLE_CHOICE, {"right": [0], "percents": ["100"]}, OptionPercentRefused),
        (Kind.SINGLE_CHOICE, {"right": [0], "percents": ["100", "x", "0", "0"]}, None),
        (Kind.SINGLE_CHOICE, {"right": [0], "percents": ["100", "0", "0", "101"]}, None),
        (
            Kind.SINGLE_CHOICE,
            {"right": [0], "percents": ["50", "0", "0", "0"]},
            OneFullOptionRefused,
        ),
        (
            Kind.SINGLE_CHOICE,
            {"right": [0], "percents": ["100", "100", "0", "0"]},
            OneFullOptionRefused,
        ),
        (
            Kind.MULTIPLE_CHOICE,
            {"right": [0, 1], "credit": "weights", "percents": ["50", "40", "0", "0"]},
            PercentsDoNotAddUp,
        ),
        (
            Kind.MULTIPLE_CHOICE,
            {"right": [0, 1], "credit": "weights", "percents": ["50", "0", "50", "0"]},
            PercentsDoNotAddUp,
        ),
        (Kind.MULTIPLE_CHOICE, {"right": [0, 1], "credit": "weights"}, PercentsNotAsked),
        (
            Kind.MULTIPLE_CHOICE,
            {"right": [0, 1], "credit": "each", "percents": ["50", "50", "0", "0"]},
            PercentsNotAsked,
        ),
    ],
)
def test_percentages_that_do_not_say_what_is_earned_are_refused(
    kind: Kind, key: Any, error: type[PercentOutOfRange] | None
) -> None:
    with pytest.raises(error or OptionPercentRefused):
        checked(kind, OPTIONS, key)


def test_what_is_said_follows_the_answer_not_the_key() -> None:
    statement = checked(Kind.TRUE_FALSE, {"feedback": ["不对", "没错"]}, {"right": False})
    said = [line.feedback for line in statement.describe({"value": True})]
    assert said == ["不对", ""]
    assert [line.feedback for line in statement.describe(None)] == ["", ""]
    with pytest.raises(FeedbackDoesNotFit):
        checked(Kind.TRUE_FALSE, {"feedback": ["不对"]}, {"right": False})

    accepted = [{"text": "三声"}, {"text": "3", "percent": 50, "feedback": "写汉字"}]
    words = checked(Kind.SHORT_TEXT, {}, {"accepted": accepted})
    (line,) = words.describe({"text": "３"})
    assert (line.is_right, line.is_partly_right, line.feedback) == (False, True, "写汉字")

    others = [{"value": "30", "tolerance": "5", "percent": 50, "feedback": "差不多"}]
    number = checked(Kind.NUMBER, {}, {"value": "30", "feedback": "准", "others": others})
    near, exact, far = (number.describe({"number": text})[0] for text in ("27", "30", "99"))
    assert (near.feedback, exact.feedback, far.feedback) == ("差不多", "准", "")
    assert (near.is_partly_right, exact.is_right, far.is_partly_right) == (True, True, False)
    assert number.grade({"number": "27"}) == Fraction(1, 2)
