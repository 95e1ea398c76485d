"""What holds for every kind of question, asked through the one interface."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.errors import (
    AnswerTooLong,
    MalformedAnswer,
    TextNotStorable,
    TextTooLong,
    WordingRefused,
)
from assessments.rules import kinds
from assessments.rules.translation import check_fits, overlaid, reworded
from tests.assessments.kinds.samples import SAMPLES, orders, posted

every_kind = pytest.mark.parametrize("kind", list(Kind))
few = settings(max_examples=20)


def test_every_kind_has_its_rules() -> None:
    assert set(kinds.KINDS) == set(SAMPLES) == set(Kind)


@every_kind
@few
@given(st.data())
def test_the_right_answer_earns_everything_and_no_answer_more(
    kind: Kind, data: st.DataObject
) -> None:
    sample = data.draw(SAMPLES[kind])
    share = sample.question.grade(sample.other)
    assert share is None or 0 <= share <= 1
    if sample.right is not None:
        assert sample.question.grade(sample.right) == 1


@every_kind
@few
@given(st.data())
def test_who_says_nothing_earns_nothing_at_once(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    if sample.question.is_blank(sample.other):
        assert sample.question.grade(sample.other) == 0


@every_kind
@few
@given(st.data())
def test_a_marker_is_asked_only_where_there_is_something_to_judge(
    kind: Kind, data: st.DataObject
) -> None:
    sample = data.draw(SAMPLES[kind])
    criteria = sample.question.criteria
    assert bool(criteria) == (sample.right is None)
    if sample.question.grade(sample.other) is None:
        assert sum(criterion.points for criterion in criteria) > 0
    for criterion in criteria:
        assert (
            list(criterion.steps) == sorted({Fraction(0), *criterion.steps})[: len(criterion.steps)]
        )


@every_kind
@few
@given(st.data())
def test_a_page_sends_back_the_answer_it_shows_in_any_order(
    kind: Kind, data: st.DataObject
) -> None:
    sample = data.draw(SAMPLES[kind])
    order = data.draw(orders(sample))
    for answer in filter(None, (sample.other, sample.right)):
        form = posted(kind, sample.question.show(order, answer))
        again = sample.question.read(order, form)
        assert sample.question.answer(again) == sample.question.answer(answer)
        assert again == json.loads(json.dumps(again))


@every_kind
@few
@given(st.data())
def test_an_unanswered_page_says_nothing(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    order = data.draw(orders(sample))
    form = posted(kind, sample.question.show(order, None))
    try:
        answer = sample.question.read(order, form)
    except MalformedAnswer:
        assert kind in {Kind.SINGLE_CHOICE, Kind.TRUE_FALSE}
    else:
        assert sample.question.is_blank(answer)


@every_kind
@few
@given(st.data())
def test_a_result_tells_what_was_right_even_of_no_answer(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    lines = sample.question.describe(None)
    assert lines and not any(line.given or line.is_chosen for line in lines)
    if sample.right is not None:
        assert all(
            line.is_chosen == line.is_right if line.is_option else line.is_right
            for line in sample.question.describe(sample.right)
        )


@every_kind
@few
@given(st.data())
def test_an_exported_question_is_the_same_again(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    exported = json.loads(json.dumps(sample.question.export()))
    again = kinds.interaction(kind, **exported)
    again.check()
    assert again.export() == sample.question.export()
    assert again.grade(sample.other) == sample.question.grade(sample.other)


@every_kind
def test_a_schema_says_what_questions_and_answers_look_like(kind: Kind) -> None:
    schema = kinds.KINDS[kind].schema()
    assert set(schema["properties"]) == {"content", "key", "answer"}
    json.dumps(schema)


@every_kind
@few
@given(st.data())
def test_in_english_the_same_answers_are_right(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    exported, texts = sample.question.export(), sample.question.texts
    english = reworded(exported["content"], texts, lambda text: f"{text} in English")
    check_fits(exported["content"], english, texts)
    translated = kinds.interaction(kind, overlaid(exported["content"], english), exported["key"])
    translated.check()
    assert translated.movable == sample.question.movable
    order = data.draw(orders(sample))
    for answer in filter(None, (sample.other, sample.right)):
        assert translated.grade(answer) == sample.question.grade(answer)
        assert posted(kind, translated.show(order, answer)) == posted(
            kind, sample.question.show(order, answer)
        )


@every_kind
@few
@given(st.data())
def test_nothing_of_the_key_is_shown(kind: Kind, data: st.DataObject) -> None:
    """A page is the same whatever the key says."""
    sample = data.draw(SAMPLES[kind])
    other = data.draw(SAMPLES[kind])
    order = data.draw(orders(sample))
    mixed = kinds.interaction(
        kind, sample.question.export()["content"], other.question.export()["key"]
    )
    assert mixed.show(order, None) == sample.question.show(order, None)


FIELDS = [
    *("options", "feedback", "right", "credit", "chosen", "asks_reason", "value", "reason"),
    *("accepted", "synonyms", "text", "percent", "units", "tolerance", "unit", "per_unit"),
    *("number", "left", "pairs", "steps", "order", "parts", "choices", "gaps", "turns", "scores"),
    *("path", "say", "to", "least", "most", "rubric", "points", "model", "situation", "weight"),
]
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.sampled_from(["1e999999", "\0", "\ud800", "", "0", "-1", "²", 10**30, -1, "x" * 5000]),
)
garbage = st.recursive(
    leaves,
    lambda parts: (
        st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), parts, max_size=3)
    ),
    max_leaves=6,
)


def damaged(data: st.DataObject, whole: Any) -> Any:
    """Some JSON with garbage in one place of it."""
    if whole and isinstance(whole, dict) and data.draw(st.integers(0, 4)):
        name = data.draw(st.sampled_from(sorted(whole)))
        return whole | {name: damaged(data, whole[name])}
    if whole and isinstance(whole, list) and data.draw(st.integers(0, 4)):
        place = data.draw(st.integers(0, len(whole) - 1))
        return [*whole[:place], damaged(data, whole[place]), *whole[place + 1 :]]
    return data.draw(garbage)


@every_kind
@settings(max_examples=40)
@given(st.data())
def test_a_damaged_question_is_refused_or_can_be_asked(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    exported = damaged(data, json.loads(json.dumps(sample.question.export())))
    if not isinstance(exported, dict):
        return
    try:
        question = kinds.interaction(kind, exported.get("content"), exported.get("key"))  # type: ignore[arg-type]
        question.check()
    except WordingRefused:
        return
    question.show((), None)
    question.describe(None)
    _try_answer(question, sample.other)


@every_kind
@settings(max_examples=40)
@given(st.data())
def test_a_damaged_answer_is_refused_or_graded(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    _try_answer(sample.question, damaged(data, json.loads(json.dumps(sample.other))))


def _try_answer(question: kinds.AnyInteraction, answer: Any) -> None:
    try:
        share = question.grade(answer)
    except MalformedAnswer:
        return
    assert share is None or 0 <= share <= 1
    question.show((), answer)
    question.describe(answer)
    question.is_blank(answer)
    assert question.may_follow(answer, answer)


names = ["choice", "reason", "text", "number", "unit", "path"]
names += [f"{name}-{place}" for name in ("pair", "step", "gap") for place in range(3)]
values = st.sampled_from(
    ["", "0", "1", "2", "01", "-1", "²", "1.0", "true", "0.1", "9.9", "\0", "字"]
)


@every_kind
@settings(max_examples=40)
@given(st.data())
def test_any_form_is_read_or_refused(kind: Kind, data: st.DataObject) -> None:
    sample = data.draw(SAMPLES[kind])
    order = data.draw(orders(sample))
    form = posted(kind, sample.question.show(order, sample.other))
    form |= data.draw(
        st.dictionaries(
            st.sampled_from(names), st.lists(values | st.text(max_size=4), max_size=2), max_size=3
        )
    )
    try:
        answer = sample.question.read(order, form)
    except MalformedAnswer:
        return
    _try_answer(sample.question, answer)
    sample.question.answer(answer)


@pytest.mark.parametrize(
    ("kind", "field", "most"),
    [
        (Kind.SHORT_TEXT, "text", 500),
        (Kind.ROLE_PLAY, "text", 4000),
        (Kind.CLOZE, "gap-0", 500),
        (Kind.TRUE_FALSE, "reason", 4000),
    ],
)
def test_an_answer_has_a_greatest_length(kind: Kind, field: str, most: int) -> None:
    content, key = {
        Kind.SHORT_TEXT: ({}, {"accepted": [{"text": "a"}]}),
        Kind.ROLE_PLAY: ({"situation": "?"}, {"points": [{"text": "a"}]}),
        Kind.CLOZE: ({"parts": ["", ""], "choices": [[]]}, {"accepted": [["a"]]}),
        Kind.TRUE_FALSE: ({"asks_reason": True}, {"right": True}),
    }[kind]
    question = kinds.interaction(kind, content, key)
    form = {"choice": ["true"]} if kind == Kind.TRUE_FALSE else {}
    longest = "字" * most
    answer = question.read((), form | {field: [longest]})
    assert longest in str(answer)
    with pytest.raises(AnswerTooLong):
        question.read((), form | {field: [longest + "字"]})
    # A browser counts a line break once and sends it as two characters.
    question.read((), form | {field: ["字\r\n" * (most // 2 - 1)]})


@pytest.mark.parametrize(("text", "refusal"), [("\0", TextNotStorable), ("字" * 4001, TextTooLong)])
def test_a_text_that_cannot_be_kept_is_refused(text: str, refusal: type[WordingRefused]) -> None:
    with pytest.raises(refusal):
        kinds.interaction(
            Kind.SINGLE_CHOICE, {"options": ["a", f"b{text}"]}, {"right": [0]}
        ).check()
