"""The kinds of question, each through the one interface."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.errors import (
    MalformedAnswer,
    NeitherTrueNorFalse,
    NotOneRight,
    NotSeveralRight,
    OptionEmpty,
    OptionTwice,
    TooFewOptions,
    WordingRefused,
)
from assessments.rules import kinds
from assessments.rules.wording import Wording

single = kinds.for_kind(Kind.SINGLE_CHOICE)
multiple = kinds.for_kind(Kind.MULTIPLE_CHOICE)
true_false = kinds.for_kind(Kind.TRUE_FALSE)

options = st.lists(
    st.text(min_size=1, max_size=8).filter(str.strip), min_size=3, max_size=8, unique_by=str.strip
).map(lambda texts: {"options": texts})


def indexes(content: dict[str, Any]) -> st.SearchStrategy[set[int]]:
    return st.sets(st.integers(0, len(content["options"]) - 1))


def test_every_kind_has_its_rules() -> None:
    assert {kind: kinds.for_kind(kind) for kind in Kind}.keys() == set(Kind)


@given(options, st.data())
def test_only_the_right_option_earns_the_mark(content: dict[str, Any], data: st.DataObject) -> None:
    right, chosen = (data.draw(st.integers(0, len(content["options"]) - 1)) for __ in range(2))
    key = {"right": [right]}
    single.check_content(content, key)
    answer = single.read_answer(content, {"choice": [str(chosen)]})
    assert single.grade(content, key, answer) == (1 if chosen == right else 0)
    assert single.chosen(answer) == {str(chosen)}


@given(options, st.data())
def test_only_exactly_the_right_set_earns_the_mark(
    content: dict[str, Any], data: st.DataObject
) -> None:
    right, chosen = data.draw(indexes(content)), data.draw(indexes(content))
    assume(2 <= len(right) < len(content["options"]))
    key = {"right": sorted(right)}
    multiple.check_content(content, key)
    answer = multiple.read_answer(content, {"choice": [str(index) for index in chosen]})
    assert multiple.grade(content, key, answer) == Fraction(chosen == right)
    assert multiple.grade(content, key, multiple.right_answer(key)) == 1


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("value", ["true", "false"])
def test_a_statement_is_true_or_false(right: bool, value: str) -> None:
    key = {"right": right}
    true_false.check_content({}, key)
    answer = true_false.read_answer({}, {"choice": [value]})
    assert true_false.grade({}, key, answer) == (1 if (value == "true") is right else 0)
    assert true_false.chosen(answer) == {value}


def test_taking_every_tick_away_is_an_answer_to_multiple_choice_only() -> None:
    content = {"options": ["a", "b", "c"]}
    assert multiple.read_answer(content, {"choice": [""]}) == {"chosen": []}
    with pytest.raises(MalformedAnswer):
        single.read_answer(content, {"choice": [""]})


@pytest.mark.parametrize("kind", list(Kind))
@given(
    st.dictionaries(
        st.sampled_from(["choice", "answer"]), st.lists(st.text(max_size=4), max_size=4)
    )
)
def test_any_form_is_read_or_refused(kind: str, data: dict[str, list[str]]) -> None:
    rules = kinds.for_kind(kind)
    content = {} if kind == Kind.TRUE_FALSE else {"options": ["a", "b", "c"]}
    try:
        answer = rules.read_answer(content, data)
    except MalformedAnswer:
        return
    assert rules.chosen(answer) <= {choice.value for choice in rules.choices(content)}


@pytest.mark.parametrize("kind", [Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE])
@pytest.mark.parametrize("values", [["3"], ["-1"], ["1", "1"], ["01"], ["x"], ["1.0"], ["²"]])
def test_an_option_that_is_none_is_refused(kind: str, values: list[str]) -> None:
    with pytest.raises(MalformedAnswer):
        kinds.for_kind(kind).read_answer({"options": ["a", "b", "c"]}, {"choice": values})


REFUSED: list[tuple[str, Any, Any, type[WordingRefused]]] = [
    (Kind.SINGLE_CHOICE, {"options": ["a"]}, {"right": [0]}, TooFewOptions),
    (Kind.SINGLE_CHOICE, {"options": ["a", " "]}, {"right": [0]}, OptionEmpty),
    (Kind.SINGLE_CHOICE, {"options": ["a", "a "]}, {"right": [0]}, OptionTwice),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": [0, 1]}, NotOneRight),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": []}, NotOneRight),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": [2]}, WordingRefused),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {"right": [True]}, WordingRefused),
    (Kind.SINGLE_CHOICE, {"options": ["a", "b"]}, {}, WordingRefused),
    (Kind.SINGLE_CHOICE, {"options": "ab"}, {"right": [0]}, WordingRefused),
    (Kind.MULTIPLE_CHOICE, {"options": ["a", "b", "c"]}, {"right": [0]}, NotSeveralRight),
    (Kind.MULTIPLE_CHOICE, {"options": ["a", "b"]}, {"right": [0, 1]}, NotSeveralRight),
    (Kind.TRUE_FALSE, {}, {"right": None}, NeitherTrueNorFalse),
    (Kind.TRUE_FALSE, {"options": ["a", "b"]}, {"right": True}, WordingRefused),
]


@pytest.mark.parametrize(("kind", "content", "key", "refusal"), REFUSED)
def test_a_wording_that_cannot_be_marked_is_refused(
    kind: str, content: Any, key: Any, refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        Wording(kind=kind, stem="?", content=content, key=key).check()


@pytest.mark.parametrize("change", [{"stem": " "}, {"marks": 0}, {"marks": 101}, {"kind": "x"}])
def test_a_wording_needs_text_marks_and_kind(change: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"kind": Kind.TRUE_FALSE, "stem": "?", "content": {}}
    Wording(**whole, key={"right": True}).check()
    with pytest.raises(WordingRefused):
        Wording(**whole | change, key={"right": True}).check()
