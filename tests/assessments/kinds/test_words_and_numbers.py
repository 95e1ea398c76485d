"""Short texts and how they are compared, numbers, and what a marker judges."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from assessments.enums import Kind
from assessments.errors import (
    AcceptedEmpty,
    AcceptedTwice,
    ConversionRefused,
    KeyIsNoNumber,
    LengthsRefused,
    MalformedAnswer,
    NoFullAnswer,
    NotANumber,
    PercentOutOfRange,
    RubricMissing,
    SynonymsRefused,
    TextMissing,
    TextTooLong,
    ToleranceNegative,
    UnitsRefused,
    UnitUnknown,
    WordingRefused,
)
from assessments.rules.folding import folded, with_synonyms
from assessments.rules.kinds import interaction
from assessments.rules.kinds.number import number_in

PHRASES = [
    "业主致电物业服务中心",
    "三声之内接听电话",
    "头发与发票",
    "干净的里面",
    "后来回访",
    "2 个工作日",
]
TO_TRADITIONAL = OpenCC("s2t")
plain = st.text("您好三声报修电话abcXYZ", max_size=10)
ignored = st.text(" 　\t\n，。！？、；：“”（）《》…·,.!?;:'\"()-_\u200b", max_size=3)


@given(st.lists(st.tuples(plain, ignored), max_size=5))
def test_spaces_and_punctuation_make_no_difference(parts: list[tuple[str, str]]) -> None:
    bare = "".join(text for text, __ in parts)
    assert folded("".join(map("".join, parts))) == folded(bare)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_width_and_case_make_no_difference(text: str) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)
    assert folded(wide) == folded(text) == folded(text.swapcase())


@given(st.text())
def test_of_any_text_no_space_is_left(text: str) -> None:
    assert not any(map(str.isspace, folded(text)))


@given(st.lists(st.sampled_from(PHRASES), max_size=4))
def test_traditional_and_simplified_are_the_same(phrases: list[str]) -> None:
    text = "，".join(phrases)
    assert folded(TO_TRADITIONAL.convert(text)) == folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("電話鈴響三聲之內接聽", "电话铃响三声之内接听"),
        ("頭髮", "头发"),
        ("發現", "发现"),
        ("乾淨", "干净"),
        ("裡面", "里面"),
        ("ＡＢＣ 公司", "abc公司"),
        ("STRASSE", "straße"),
        ("3 , 000", "3000"),
        ("8：30", "8:30"),
        ("「您好」", "您好。"),
    ],
)
def test_what_counts_as_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3.5", "35"), ("8:30", "830"), ("1/2", "12"), ("C++", "C"), ("1-2", "12")]
)
def test_what_does_not(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_the_longest_synonym_counts() -> None:
    groups = [["业主", "住户", "房主"], ["物业服务中心", "物业", "服务中心"]]
    assert with_synonyms("住户致电物业服务中心", groups) == "业主致电物业服务中心"
    assert with_synonyms("房主致电物业", groups) == "业主致电物业服务中心"


@given(st.lists(plain.filter(bool), min_size=2, max_size=3, unique=True))
def test_synonyms_stand_for_each_other(group: list[str]) -> None:
    one, other = (with_synonyms(word, [group]) for word in group[:2])
    assert one == other == group[0]


def short_text(accepted: Any, synonyms: Any = ()) -> Any:
    return interaction(Kind.SHORT_TEXT, {}, {"accepted": accepted, "synonyms": list(synonyms)})


def test_the_best_accepted_answer_counts() -> None:
    question = short_text(
        [{"text": "三声之内"}, {"text": "尽快", "percent": 40}], [["三声", "3声"]]
    )
    question.check()
    for text, share in [("３声 之内。", "1"), ("尽快！", "2/5"), ("四声", "0"), ("。", "0")]:
        answer = question.read((), {"text": [text]})
        assert question.grade(answer) == Fraction(share)
    (line,) = question.describe({"text": "尽快"})
    assert (line.given, line.right, line.is_right) == ("尽快", "三声之内", False)


@pytest.mark.parametrize(
    ("accepted", "synonyms", "refusal"),
    [
        ([], [], NoFullAnswer),
        ([{"text": "a", "percent": 99}], [], NoFullAnswer),
        ([{"text": "。"}], [], AcceptedEmpty),
        ([{"text": "您好"}, {"text": "您 好！", "percent": 50}], [], AcceptedTwice),
        ([{"text": "电话"}, {"text": "電話"}], [], AcceptedTwice),
        ([{"text": "业主"}, {"text": "住户"}], [["业主", "住户"]], AcceptedTwice),
        ([{"text": "a"}, {"text": "b", "percent": 0}], [], PercentOutOfRange),
        ([{"text": "a", "percent": 101}], [], PercentOutOfRange),
        ([{"text": "a"}], [["b"]], SynonymsRefused),
        ([{"text": "a"}], [["b", "!"]], SynonymsRefused),
        ([{"text": "a"}], [["b", "c"], ["C", "d"]], SynonymsRefused),
        ([{"text": "a" * 501}], [], TextTooLong),
    ],
)
def test_accepted_answers_that_cannot_be_told_apart_or_reached_are_refused(
    accepted: Any, synonyms: Any, refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        short_text(accepted, synonyms).check()


decimals = st.decimals(-100_000, 100_000, places=3)


@given(decimals, decimals.map(abs), st.decimals(0, 1, places=6))
def test_a_tolerance_ends_exactly_where_it_says(
    value: Decimal, tolerance: Decimal, beyond: Decimal
) -> None:
    key = {"value": str(value), "tolerance": str(tolerance)}
    question = interaction(Kind.NUMBER, {}, key)
    question.check()
    for sign in (1, -1):
        edge = value + sign * tolerance
        assert question.grade({"number": str(edge)}) == 1
        assert question.grade({"number": f"{edge + sign * beyond:f}"}) == (beyond == 0)


@given(st.integers(-(10**9), 10**9))
def test_a_number_is_read_however_it_is_typed(number: int) -> None:
    wide = str(number).translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for text in (str(number), f"{number:,}", f"{number:+}", wide, f"{number}.0", f"{number}e0"):
        assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("０．５", "1/2"),
        (".5", "1/2"),
        ("5.", "5"),
        ("3。5", "7/2"),
        ("−3", "-3"),
        ("10 000", "10000"),
        ("1.5e3", "1500"),
    ],
)
def test_what_counts_as_a_number(text: str, number: str) -> None:
    assert number_in(text) == Fraction(number)


NO_NUMBERS = ["十", "10²", "1e999999", "1,00", "3,5", ".", "-", "1/2", "0x10", "nan", "inf", "1_0"]


@pytest.mark.parametrize("text", [*NO_NUMBERS, "1" * 41, "½", "5分钟", "1.2.3", "e5", "٣"])
def test_what_does_not_count_as_a_number(text: str) -> None:
    assert number_in(text) is None
    with pytest.raises(NotANumber):
        interaction(Kind.NUMBER, {}, {"value": "1"}).read((), {"number": [text]})


TIMES = {"units": ["分钟", "小时"]}


def test_half_an_hour_is_thirty_minutes_where_units_can_be_converted() -> None:
    key = {"value": "30", "tolerance": "6", "unit": 0}
    converted = interaction(Kind.NUMBER, TIMES, key | {"per_unit": ["1", "60"]})
    converted.check()
    form = {"number": ["0.5"], "unit": ["1"]}
    answer = converted.read((), form)
    assert converted.grade(answer) == 1
    assert converted.grade(answer | {"number": "0.6"}) == 1
    assert converted.grade(answer | {"number": "0.61"}) == 0
    assert interaction(Kind.NUMBER, TIMES, key).grade(answer) == 0
    (line,) = converted.describe(answer)
    assert (line.given, line.right) == ("0.5 小时", "30 ± 6 分钟")


def test_a_unit_is_asked_for_only_where_there_are_several() -> None:
    one = interaction(Kind.NUMBER, {"units": ["元"]}, {"value": "30"})
    assert one.read((), {"number": [" 30 "]}) == {"number": "30"}
    assert one.show((), None).unit == "元"
    several = interaction(Kind.NUMBER, TIMES, {"value": "30"})
    bare = several.read((), {"number": ["30"], "unit": [""]})
    assert several.grade(bare) == 0
    assert not any(unit.is_chosen for unit in several.show((), bare).units)
    with pytest.raises(MalformedAnswer):
        several.read((), {"number": ["30"], "unit": ["2"]})
    assert several.is_blank(several.read((), {"number": [""], "unit": [""]}))


@pytest.mark.parametrize(
    ("content", "key", "refusal"),
    [
        ({}, {"value": "半天", "tolerance": "0"}, KeyIsNoNumber),
        ({}, {"value": "1", "tolerance": "x"}, KeyIsNoNumber),
        ({}, {"value": "1e999999"}, KeyIsNoNumber),
        ({}, {"value": 1}, WordingRefused),
        ({}, {"value": "1", "tolerance": "-0.1"}, ToleranceNegative),
        ({}, {"value": "1", "unit": 1}, UnitUnknown),
        (TIMES, {"value": "1", "unit": 2}, UnitUnknown),
        (TIMES, {"value": "1", "unit": -1}, UnitUnknown),
        (TIMES, {"value": "1", "per_unit": ["1"]}, ConversionRefused),
        (TIMES, {"value": "1", "per_unit": ["1", "0"]}, ConversionRefused),
        (TIMES, {"value": "1", "per_unit": ["1", "x"]}, ConversionRefused),
        (TIMES, {"value": "1", "per_unit": ["2", "60"]}, ConversionRefused),
        ({}, {"value": "1", "per_unit": ["1"]}, ConversionRefused),
        ({"units": ["a", " "]}, {"value": "1"}, UnitsRefused),
        ({"units": ["a", "a "]}, {"value": "1"}, UnitsRefused),
    ],
)
def test_a_number_question_without_a_usable_key_is_refused(
    content: Any, key: Any, refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        interaction(Kind.NUMBER, content, key).check()


@pytest.mark.parametrize(
    ("kind", "content", "key", "refusal"),
    [
        (Kind.ESSAY, {}, {"rubric": []}, RubricMissing),
        (Kind.ESSAY, {}, {"rubric": [{"text": " ", "points": 1}]}, RubricMissing),
        (Kind.ESSAY, {}, {"rubric": [{"text": "a", "points": 0}]}, RubricMissing),
        (Kind.ESSAY, {"least": 9, "most": 8}, {"rubric": []}, LengthsRefused),
        (Kind.ESSAY, {"most": 4001}, {"rubric": []}, LengthsRefused),
        (Kind.ESSAY, {"most": 0}, {"rubric": []}, LengthsRefused),
        (Kind.ROLE_PLAY, {"situation": " "}, {"points": [{"text": "a"}]}, TextMissing),
        (Kind.ROLE_PLAY, {"situation": "a"}, {"points": []}, RubricMissing),
        (
            Kind.ROLE_PLAY,
            {"situation": "a"},
            {"points": [{"text": "a", "weight": 0}]},
            RubricMissing,
        ),
    ],
)
def test_what_a_marker_could_not_judge_is_refused(
    kind: Kind, content: Any, key: Any, refusal: type[WordingRefused]
) -> None:
    with pytest.raises(refusal):
        interaction(kind, content, key).check()


def test_a_marker_sees_the_rubric_and_the_marking_points() -> None:
    rubric = {"rubric": [{"text": "安抚", "points": 3}, {"text": "回访", "points": 2}]}
    essay = interaction(Kind.ESSAY, {"least": 100}, rubric)
    assert [(one.text, one.points, one.steps) for one in essay.criteria] == [
        ("安抚", 3, ()),
        ("回访", 2, ()),
    ]
    # What is written so far is saved, however short.
    assert essay.grade(essay.read((), {"text": ["短"]})) is None
    play = interaction(Kind.ROLE_PLAY, {"situation": "?"}, {"points": [{"text": "安抚"}]})
    assert [one.steps for one in play.criteria] == [(0, Fraction(1, 2), 1)]
    assert play.show((), None).situation == "?"
