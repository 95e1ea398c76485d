"""Aiken, both ways."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules.exchange import aiken
from assessments.rules.exchange.questions import ExchangedQuestion, Read, Refused, Source
from assessments.rules.wording import Wording
from tests.assessments.exchange.written import exchanged

TEA = "茶水几分满？\nA. 五分\nB) 七分\nANSWER: B\n"
LINES = st.text("您好茶水a1,:#{}", min_size=1, max_size=8).map(str.strip).filter(bool)


@pytest.fixture(autouse=True, scope="module")
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def found(text: str) -> list[Read | Refused]:
    return list(aiken.read(Source(text.encode())))


@pytest.mark.parametrize(
    "text",
    [
        TEA,
        "\ufeff" + TEA.replace("\n", "\r\n"),
        "茶水几分满？\n\nＡ．五分\nＢ）七分\n\n答案：Ｂ",
        "茶水几分满？\na、五分\nb、七分\nanswer:b",
        *(TEA.replace("ANSWER: B", line) for line in ("ANSWER: B.", "Answer: B)", "AnSwEr: b")),
    ],
)
def test_a_question_is_read_in_either_width(text: str) -> None:
    (only,) = found(text)
    assert isinstance(only, Read)
    wording = only.question.wording
    assert (wording.kind, wording.stem) == (Kind.SINGLE_CHOICE, "茶水几分满？")
    assert (wording.content, wording.key) == ({"options": ["五分", "七分"]}, {"right": [1]})
    assert only.losses == ()


def test_several_letters_make_a_multiple_choice() -> None:
    (only,) = found("带什么？\nA. 水\nB. 布\nC. 伞\nANSWER: C, A")
    assert isinstance(only, Read)
    assert only.question.wording.kind == Kind.MULTIPLE_CHOICE
    assert only.question.wording.key == {"right": [0, 2]}


@pytest.mark.parametrize(
    ("broken", "line", "part"),
    [
        ("没有选项？\n\n", 1, "no options"),
        ("没有答案？\nA. 一\nB. 二\n\n", 1, "ANSWER"),
        ("字母跳了？\nA. 一\nC. 二\nANSWER: A\n", 3, "option B"),
        ("答案不在？\nA. 一\nB. 二\nANSWER: D\n", 4, "D"),
        ("答案不是字母？\nA. 一\nB. 二\nANSWER: 甲\n", 4, "甲"),
        ("A. 一\nB. 二\nANSWER: A\n", 1, "without a question"),
        ("两个一样？\nA. 一\nB. 一\nANSWER: A\n", 1, ""),
    ],
)
def test_a_broken_question_is_refused_with_its_line_and_the_rest_is_read(
    broken: str, line: int, part: str
) -> None:
    refusal, read = found(broken + TEA)
    assert isinstance(refusal, Refused)
    assert refusal.line == line
    assert part in refusal.reason
    assert isinstance(read, Read)


@st.composite
def choices(draw: Any) -> ExchangedQuestion:
    options = draw(st.lists(LINES, min_size=2, max_size=6, unique=True))
    right = draw(st.integers(0, len(options) - 1))
    stem = draw(LINES)
    wording = Wording(Kind.SINGLE_CHOICE, stem + "？", {"options": options}, {"right": [right]})
    return exchanged(wording)


@given(st.lists(choices(), max_size=4))
def test_what_is_written_comes_back_equal(asked: list[ExchangedQuestion]) -> None:
    written = aiken.write(asked)
    assert [each.question for each in found(written.content.decode())] == asked  # type: ignore[union-attr]
    assert not written.losses


def test_what_the_format_cannot_say_is_reported() -> None:
    key = {"right": [1]}
    content = {"options": ["五分", "七分"], "feedback": ["少", ""]}
    choice = Wording(Kind.SINGLE_CHOICE, "茶水？", content, key, explanation="七分满", marks=2)
    essay = Wording(Kind.ESSAY, "写。", {}, {"rubric": [{"text": "a", "points": 1}]})
    written = aiken.write([exchanged(choice, code="C-1"), exchanged(essay, code="E-1")])
    lossy, left_out = written.losses
    assert (lossy.name, left_out.name) == ("C-1", "E-1")
    assert all(part in lossy.reason for part in ("feedback", "why", "marks", "code"))
    assert written.content.decode() == "茶水？\nA. 五分\nB. 七分\nANSWER: B\n"


@given(st.text("茶Ab.)\n :ANSWER"))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert all(each.place for each in found(text))
