"""What one version of a question says, in Chinese and English."""

from dataclasses import replace
from typing import Any

import pytest

from assessments.enums import Kind
from assessments.errors import (
    EnglishDoesNotFit,
    MarksOutOfRange,
    OptionTwice,
    PictureNotDescribed,
    StemMissing,
    WordingRefused,
)
from assessments.rules.wording import Wording, english_wording
from tests.factories.assessments import OF_KIND

TEA = Wording(
    kind=Kind.SINGLE_CHOICE,
    stem="茶水几分满？",
    content={"options": ["五分", "七分"]},
    key={"right": [1]},
)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_of_each_kind_holds(kind: Kind) -> None:
    content, key = OF_KIND[kind]
    Wording(kind=kind, stem="请作答。", content=content, key=key).check()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"kind": "riddle"}, WordingRefused),
        ({"stem": "  "}, StemMissing),
        ({"marks": 0}, MarksOutOfRange),
        ({"marks": 101}, MarksOutOfRange),
        ({"content": {"answers": []}}, WordingRefused),
        ({"picture_id": 1}, PictureNotDescribed),
        ({"picture_id": 1, "picture_alt": " "}, PictureNotDescribed),
        ({"english": {"options": ["half"]}}, EnglishDoesNotFit),
        ({"english": {"title": "Tea"}}, EnglishDoesNotFit),
        ({"english": {"options": [0, 1]}}, EnglishDoesNotFit),
        ({"english": {"right": [0]}}, EnglishDoesNotFit),
        ({"english": {"options": ["half", "half"]}}, OptionTwice),
        ({"english": {"options": ["七分", ""]}}, OptionTwice),
    ],
)
def test_what_is_no_question_is_refused(
    change: dict[str, Any], refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        replace(TEA, **change).check()


def test_english_may_leave_parts_out() -> None:
    replace(TEA, english=english_wording(stem="How full?", options=["half", ""])).check()
    described = replace(TEA, picture_id=1, picture_alt="一只茶杯")
    replace(described, english=english_wording(picture_alt="A cup")).check()


def test_english_that_says_nothing_is_none() -> None:
    assert english_wording(stem=" ", options=["", " "], turns=[{"text": ""}]) == {}
    assert english_wording(stem="How full?", left=["", "a"]) == {
        "stem": "How full?",
        "left": ["", "a"],
    }
