"""Texts with gaps, and how authors write them."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.errors import (
    BraceMissing,
    BraceTooMany,
    GapEmpty,
    GapWithoutRight,
    NoGap,
    TooManyParts,
    WordingRefused,
    WordingRefusedAt,
)
from assessments.rules.kinds import interaction
from assessments.rules.kinds.cloze_notation import parse, unparse

TEXT = "电话铃响{三声|3声}之内接起，先报{=公司名~自己的手机号~住户姓名}。"

marked = st.text("字a {}|~=\\\n", max_size=6)
items = marked.map(str.strip).filter(bool)
options = st.lists(items, min_size=2, max_size=4, unique=True)


@st.composite
def written(draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    parts, choices, accepted = [draw(marked)], [], []
    for gap in draw(st.lists(options, min_size=1, max_size=3)):
        is_choice = draw(st.booleans())
        right = draw(st.sets(st.integers(0, len(gap) - 1), min_size=1, max_size=len(gap) - 1))
        choices.append(gap if is_choice else [])
        accepted.append([str(index) for index in sorted(right)] if is_choice else gap)
        parts.append(draw(marked))
    return {"parts": parts, "choices": choices}, {"accepted": accepted}


@given(written())
def test_what_is_written_out_reads_back_the_same(
    question: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    assert parse(unparse(*question)) == question


@given(st.text("字a{}|~=\\\n", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        content, key = parse(text)
    except WordingRefused:
        return
    assert parse(unparse(content, key)) == (content, key)


def test_an_authors_text() -> None:
    content, key = parse(TEXT)
    assert content == {
        "parts": ["电话铃响", "之内接起，先报", "。"],
        "choices": [[], ["公司名", "自己的手机号", "住户姓名"]],
    }
    assert key == {"accepted": [["三声", "3声"], ["0"]]}
    assert unparse(content, key) == TEXT
    question = interaction(Kind.CLOZE, content, key)
    question.check()
    assert question.movable == 3
    answer = question.read([2, 0, 1], {"gap-0": ["３ 声"], "gap-1": ["1"]})
    assert answer == {"gaps": ["３ 声", "0"]}
    assert question.grade(answer) == 1
    assert question.grade(question.read([2, 0, 1], {"gap-0": ["四声"], "gap-1": ["1"]})) == (
        Fraction(1, 2)
    )
    first, second = question.describe({"gaps": ["", "1"]})
    assert (first.text, first.given, first.right) == (
        "电话铃响 ____ 之内接起，先报",
        "",
        "三声 / 3声",
    )
    assert (second.given, second.right, second.is_right) == ("自己的手机号", "公司名", False)


@pytest.mark.parametrize(
    ("text", "refusal", "where"),
    [
        ("没有空", NoGap, None),
        ("", NoGap, None),
        ("一\n二{三", BraceMissing, {"line": 2, "text": "{三"}),
        ("一{二{三}", BraceMissing, {"line": 1, "text": "{二{三}"}),
        ("一}二", BraceTooMany, {"line": 1, "text": "一"}),
        ("{a}\n}", BraceTooMany, {"line": 2, "text": "{a}"}),
        ("{a}{}", GapEmpty, {"gap": 2}),
        ("{ | }", GapEmpty, {"gap": 1}),
        ("{a|}", GapEmpty, {"gap": 1}),
        ("{=a~}", GapEmpty, {"gap": 1}),
        ("{a~b}", GapWithoutRight, {"gap": 1}),
        ("{=a}", GapWithoutRight, {"gap": 1}),
        ("{=a~=b}", GapWithoutRight, {"gap": 1}),
    ],
)
def test_a_text_that_is_no_cloze_says_where(
    text: str, refusal: type[WordingRefused], where: dict[str, object] | None
) -> None:
    with pytest.raises(refusal) as caught:
        parse(text)
    if isinstance(caught.value, WordingRefusedAt):
        assert caught.value.where == where
    assert "%" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "accepted", "refusal"),
    [
        ({"parts": ["a"], "choices": []}, [], NoGap),
        ({"parts": ["a"], "choices": [[]]}, [["b"]], WordingRefused),
        ({"parts": ["a", ""], "choices": [[]]}, [], WordingRefused),
        ({"parts": ["a", ""], "choices": [[]]}, [[]], GapEmpty),
        ({"parts": ["a", ""], "choices": [[]]}, [["。"]], GapEmpty),
        ({"parts": ["a", ""], "choices": [["b", " "]]}, [["0"]], GapEmpty),
        ({"parts": ["a", ""], "choices": [["b", "b "]]}, [["0"]], GapWithoutRight),
        ({"parts": ["a", ""], "choices": [["b", "c"]]}, [["2"]], GapWithoutRight),
        ({"parts": ["a", ""], "choices": [["b", "c"]]}, [["b"]], GapWithoutRight),
        ({"parts": ["a"] * 42, "choices": [[]] * 41}, [["b"]] * 41, TooManyParts),
    ],
)
def test_gaps_that_cannot_be_filled_are_refused(
    content: Any, accepted: Any, refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        interaction(Kind.CLOZE, content, {"accepted": accepted}).check()
