"""What is written in GIFT and read again is equal."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules.exchange import gift
from assessments.rules.exchange.questions import ExchangedQuestion, Picture, Read, Source
from assessments.rules.folding import folded
from assessments.rules.kinds import interaction
from assessments.rules.wording import Wording
from tests.assessments.exchange.written import exchanged, phrases, questions, texts

CARRIED = "// [wording: "


def again(content: bytes) -> list[ExchangedQuestion]:
    found = list(gift.read(Source(content)))
    assert all(isinstance(each, Read) for each in found), found
    return [each.question for each in found if isinstance(each, Read)]


def checked(kind: Kind, stem: str, content: Any, key: Any, explanation: str) -> ExchangedQuestion:
    exported = interaction(kind, content, key).export()
    wording = Wording(str(kind), stem, exported["content"], exported["key"], explanation)
    wording.check()
    return exchanged(wording)


@st.composite
def choices(draw: Any) -> ExchangedQuestion:
    """One right of several, or several: with feedback, percentages or a credit."""
    options = draw(st.lists(phrases, min_size=3, max_size=5, unique=True))
    several = draw(st.booleans())
    right = sorted(draw(st.sets(st.integers(0, len(options) - 1), min_size=2, max_size=2)))
    key: dict[str, Any] = {"right": right if several else right[:1]}
    if several:
        key["credit"] = draw(st.sampled_from(["exact", "balance", "each", "weights"]))
    if key.get("credit") == "weights" or (not several and draw(st.booleans())):
        wrong = draw(st.sampled_from(["0", "-50", "-33.33333"]))
        full = "50" if several else "100"
        key["percents"] = [full if at in key["right"] else wrong for at in range(len(options))]
    content: dict[str, Any] = {"options": options}
    if draw(st.booleans()):
        content["feedback"] = [draw(phrases), *[""] * (len(options) - 1)]
    kind = Kind.MULTIPLE_CHOICE if several else Kind.SINGLE_CHOICE
    return checked(kind, draw(texts), content, key, draw(texts | st.just("")))


@st.composite
def statements(draw: Any) -> ExchangedQuestion:
    feedback = [draw(phrases | st.just("")) for __ in range(2)]
    content = {"feedback": feedback} if any(feedback) else {}
    explanation = draw(texts | st.just(""))
    return checked(
        Kind.TRUE_FALSE, draw(texts), content, {"right": draw(st.booleans())}, explanation
    )


@st.composite
def short_texts(draw: Any) -> ExchangedQuestion:
    wanted = st.lists(phrases.filter(folded), min_size=1, max_size=4, unique_by=folded)
    accepted = [{"text": text} for text in draw(wanted)]
    for one in accepted[1:]:
        one |= {"percent": draw(st.integers(1, 99)), "feedback": draw(phrases)}
    # An arrow makes a pair of it.
    assume(not any("->" in one["text"] for one in accepted))
    return checked(
        Kind.SHORT_TEXT, draw(texts), {}, {"accepted": accepted}, draw(texts | st.just(""))
    )


@st.composite
def numbers(draw: Any) -> ExchangedQuestion:
    number = st.decimals(-1000, 1000, places=2).map(str)
    key: dict[str, Any] = {"value": draw(number), "tolerance": draw(st.sampled_from(["0", "0.5"]))}
    if draw(st.booleans()):
        key |= {"feedback": draw(phrases)}
        key |= {"others": [{"value": draw(number), "percent": 50, "feedback": draw(phrases)}]}
    return checked(Kind.NUMBER, draw(texts), {}, key, draw(texts | st.just("")))


@st.composite
def matchings(draw: Any) -> ExchangedQuestion:
    left = draw(st.lists(phrases, min_size=1, max_size=4, unique=True))
    right = draw(st.lists(phrases, min_size=2, max_size=5, unique=True))
    assume(not any("->" in text for text in left))
    # Right sides in the order in which they are first named, as the form keeps them.
    pairs = [draw(st.integers(0, len(right) - 1)) for __ in left]
    order = [*dict.fromkeys(pairs), *(at for at in range(len(right)) if at not in pairs)]
    content = {"left": left, "right": [right[at] for at in order]}
    key = {"pairs": [order.index(at) for at in pairs]}
    return checked(Kind.MATCHING, draw(texts), content, key, draw(texts | st.just("")))


@given(st.lists(choices() | statements() | short_texts() | numbers() | matchings(), max_size=4))
def test_what_gift_has_comes_back_equal_by_its_own_notation(
    asked: list[ExchangedQuestion],
) -> None:
    written = gift.write(asked)
    assert again(written.content) == asked
    assert CARRIED.encode() not in written.content
    assert not written.losses


def test_what_looks_like_notation_or_markup_comes_back_equal() -> None:
    options = ["%50%甲", "[html]乙", "<b>&#38;</b>", "// 丙", "-> 丁", "T"]
    content = {"options": options, "feedback": options}
    asked = checked(
        Kind.SINGLE_CHOICE, "[moodle]::$CATEGORY\\n", content, {"right": [0]}, "[plain]"
    )
    written = gift.write([asked])
    assert again(written.content) == [asked]
    assert CARRIED.encode() not in written.content


@pytest.mark.parametrize("kind", list(Kind))
@given(st.data())
def test_every_kind_comes_back_equal(kind: Kind, data: st.DataObject) -> None:
    question = data.draw(questions(kind))
    written = gift.write([question])
    assert again(written.content) == [question]
    assert not written.losses
    assert again(gift.write(again(written.content)).content) == [question]


def test_what_stands_around_a_question_is_read_where_another_program_changed_it() -> None:
    """The exact wording counts only beside the notation it was written for."""
    wording = Wording(
        Kind.ORDERING, "接电话？", {"steps": ["问好", "报名"]}, {}, english={"stem": "Call?"}
    )
    text = gift.write([exchanged(wording, code="O-1")]).content.decode()
    assert again(text.encode())[0].wording == wording
    (edited,) = again(text.replace("问好 ->", "您好 ->").encode())
    assert edited.wording.kind == Kind.MATCHING
    assert edited.wording.content["left"] == ["您好", "报名"]
    (tagged,) = again(text.replace("[id:O-1]", "[id:O-2] [tag:电话]").encode())
    assert (tagged.wording, tagged.code, tagged.tags) == (wording, "O-2", ("电话",))


def test_an_exact_wording_is_checked_like_any_other() -> None:
    """Nobody can bring in by it what the notation would not let in."""
    wording = Wording(Kind.ORDERING, "接电话？", {"steps": ["问好", "报名"]}, {})
    text = gift.write([exchanged(wording)]).content.decode()
    head, told = text.split(CARRIED)[0], text.split(CARRIED)[1].split("]\n")[0]
    forged = json.loads(told)
    forged["wording"]["content"] = {"steps": ["问好"]}
    (found,) = gift.read(Source(text.replace(told, json.dumps(forged)).encode()))
    assert not isinstance(found, Read)
    forged["wording"]["picture_id"] = 7
    (found,) = gift.read(Source((head + text.replace(told, json.dumps(forged))).encode()))
    assert isinstance(found, Read)
    assert found.question.wording.picture_id is None


def test_a_picture_is_lost_and_said_to_be() -> None:
    wording = Wording(Kind.TRUE_FALSE, "图里是谁？", {}, {"right": True}, picture_alt="一位保安")
    question = exchanged(wording, code="P-1", picture=Picture("a.png", b"..."))
    written = gift.write([question])
    assert [loss.name for loss in written.losses] == ["P-1"]
    bare = replace(question, picture=None, wording=replace(wording, picture_alt=""))
    assert again(written.content) == [bare]


@given(st.text("a \n{}=~#:\\/$[]%->TF0.*您"))
def test_any_text_is_read_or_refused(text: str) -> None:
    for found in gift.read(Source(text.encode())):
        assert found.place
