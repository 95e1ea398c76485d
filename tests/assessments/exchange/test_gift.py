"""GIFT as other programs and people write it."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.utils import translation

from assessments.enums import Kind
from assessments.errors.exchange import EncodingUnknown
from assessments.rules.exchange import gift
from assessments.rules.exchange.questions import Read, Refused, Source


@pytest.fixture(autouse=True, scope="module")
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def found(text: str) -> list[Read | Refused]:
    return list(gift.read(Source(text.encode())))


def read(text: str) -> Read:
    (only,) = found(text)
    assert isinstance(only, Read), only
    return only


def refused(text: str) -> Refused:
    (only,) = found(text)
    assert isinstance(only, Refused), only
    return only


@pytest.mark.parametrize(
    ("text", "kind", "content", "key"),
    [
        (
            "{=七分#对 ~八分 ~十分#太满}",
            Kind.SINGLE_CHOICE,
            {"options": ["七分", "八分", "十分"], "feedback": ["对", "", "太满"]},
            {"right": [0]},
        ),
        (
            "{=a ~%50%b ~%-25.5%c}",
            Kind.SINGLE_CHOICE,
            {"options": ["a", "b", "c"]},
            {"right": [0], "percents": ["100", "50", "-25.5"]},
        ),
        (
            "{~%33.333333%a ~%33.33333%b ~%33.33333%c ~%-100%d}",
            Kind.MULTIPLE_CHOICE,
            {"options": ["a", "b", "c", "d"]},
            {
                "right": [0, 1, 2],
                "percents": ["33.33333", "33.33333", "33.33333", "-100"],
                "credit": "weights",
            },
        ),
        ("{T}", Kind.TRUE_FALSE, {}, {"right": True}),
        ("{对}", Kind.TRUE_FALSE, {}, {"right": True}),
        ("{FALSE#错了#对了}", Kind.TRUE_FALSE, {"feedback": ["错了", "对了"]}, {"right": False}),
        ("{TRUE##对了}", Kind.TRUE_FALSE, {"feedback": ["对了", ""]}, {"right": True}),
        (
            "{=三声 =%50%3声#写汉字 =a\\=b}",
            Kind.SHORT_TEXT,
            {},
            {
                "accepted": [
                    {"text": "三声"},
                    {"text": "3声", "percent": 50, "feedback": "写汉字"},
                    {"text": "a=b"},
                ]
            },
        ),
        ("{#3}", Kind.NUMBER, {}, {"value": "3"}),
        ("{#3.14:0.01}", Kind.NUMBER, {}, {"value": "3.14", "tolerance": "0.01"}),
        ("{#1.5..4}", Kind.NUMBER, {}, {"value": "2.75", "tolerance": "1.25"}),
        ("{#-5..-1}", Kind.NUMBER, {}, {"value": "-3", "tolerance": "2"}),
        (
            "{#=%50%25:5#近 =30#准}",
            Kind.NUMBER,
            {},
            {
                "value": "30",
                "feedback": "准",
                "others": [{"value": "25", "tolerance": "5", "percent": 50, "feedback": "近"}],
            },
        ),
        (
            "{=漏水 -> 半天 =小修->十分钟 =堵塞 -> 半天 = -> 一周}",
            Kind.MATCHING,
            {"left": ["漏水", "小修", "堵塞"], "right": ["半天", "十分钟", "一周"]},
            {"pairs": [0, 1, 0]},
        ),
        ("{}", Kind.ESSAY, {}, {"rubric": [{"text": "整体作答", "points": 1}]}),
    ],
)
def test_every_kind_is_read(text: str, kind: str, content: Any, key: Any) -> None:
    wording = read(f"茶水几分满？{text}").question.wording
    if kind == Kind.ESSAY:  # its one criterion is in the language of the question
        content, key = wording.content, wording.key
        assert [row["points"] for row in key["rubric"]] == [1]
    assert (wording.kind, wording.stem) == (kind, "茶水几分满？")
    assert (wording.content, wording.key) == (content, key)


def test_names_comments_categories_and_general_feedback() -> None:
    text = (
        "\ufeff// 题库 2026\n\n$CATEGORY: $course$/top/礼仪/茶水//咖啡\n\n"
        "// [id:Q-1] [tag:接待] [tag:a\\]b] [marks:3] [difficulty:3] [skill:tea] [language:en]\n"
        "::茶水 \\: 几分::约倒几分满？{\n  // 一条说明\n  =七分\n\n  ~十分\n####七分\\: 半满}\n"
    )
    first = read(text.replace("\n", "\r\n"))
    assert (first.place.split()[-1], first.name) == ("6", "茶水 : 几分")
    question = first.question
    assert question.category == ("礼仪", "茶水/咖啡")
    assert (question.code, question.tags) == ("Q-1", ("接待", "a]b"))
    assert (question.difficulty, question.skill, question.language) == (3, "tea", "en")
    assert (question.wording.marks, question.wording.explanation) == (3, "七分: 半满")
    assert question.wording.carried == {"name": "茶水 : 几分"}
    assert question.wording.content == {"options": ["七分", "十分"]}


def test_escapes_formats_and_signs_of_full_width() -> None:
    text = (
        "[html]<p>集合\\{1\\,2\\}</p><p>＝还是\\=？</p>{=[plain]<b>\\#１\\~ ~Ａ：\\: ~[plain]1\\n2}"
    )
    wording = read(text).question.wording
    assert wording.stem == "集合{1\\,2}\n＝还是=？"
    assert wording.content["options"] == ["<b>#１~", "Ａ：:", "1\n2"]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("来电{~一声 =三声}之内接起。", "来电_____之内接起。"),
        ("Grant is {~buried =entombed} here.", "Grant is _____ here."),
    ],
)
def test_a_missing_word_becomes_a_line_in_the_question(text: str, stem: str) -> None:
    wording = read(text).question.wording
    assert (wording.kind, wording.stem) == (Kind.SINGLE_CHOICE, stem)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[html]<b>a</b>{T}", "bold"),
        ("a{}", "rubric"),
        ("a{=b =c ~d}", "fully right"),
        ("a{~%60%b ~%60%c ~d}", "add up"),
        ("a{~%100%b ~c}", "single choice"),
        ("a{=yes =%0%no}", "no"),
        ("a{=yes =%0%*#nope}", "nope"),
        ("a{=yes =%50%*}", "50"),
        ("a{=ye*}", "ye*"),
        ("a{=yes =%33.3%y}", "33.3"),
        ("a{#3 ~#nope}", "nope"),
        ("a{#~3 =4}", "3"),
        ("a{#=3 = ~4}", "4"),
    ],
)
def test_what_is_lost_is_said(text: str, part: str) -> None:
    (loss,) = read(text).losses
    assert part in loss


@pytest.mark.parametrize(
    ("text", "key", "parts"),
    [
        (
            "a{#=5 ~%50%6 ~7#close}",
            {"value": "5", "others": [{"value": "6", "percent": 50}]},
            ("“7”", "close"),
        ),
        ("a{=b =c ~%50%d ~e}", {"right": [0, 1]}, ("fully right", "percentages")),
        ("a{~%100%b ~%100%c ~%-50%d}", {"right": [0, 1]}, ("fully right", "percentages")),
        (
            "a{=yes =%0%no#why}",
            {"accepted": [{"text": "yes"}]},
            ("“no”", "why"),
        ),
    ],
)
def test_all_that_is_lost_of_one_answer_is_said(text: str, key: Any, parts: Sequence[str]) -> None:
    only = read(text)
    assert only.question.wording.key == key
    for loss, part in zip(only.losses, parts, strict=True):
        assert part in loss


@pytest.mark.parametrize("answer", ["=9:00～18:00", "=9:00 ～ 18:00", "=a＝b ~c", "=看＃5 ~c"])
def test_full_width_signs_within_a_text_stay(answer: str) -> None:
    assert not read(f"问题{{{answer}}}").losses


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("先看说明。", 1, "description"),
        ("\n问题？{\n=a\n~b\n", 2, "closed"),
        ("问题 } 吗？", 1, "opening"),
        ("问题{=a ~b} 又 {=c}", 1, "second"),
        ("问题{=a {b} ~c}", 1, "second"),
        ("::没完{=a ~b}", 1, "name"),
        ("问题｛=a ~b｝", 1, "full-width"),
        ("问题{＝甲 ～乙}", 1, "full-width"),
        ("问题{=甲 ～乙}", 1, "～"),
        ("问题{=甲 ~乙\n～丙}", 1, "～"),
        ("问题{＃5}", 1, "＃"),
        ("问题{=甲－＞乙 =丙－＞丁}", 1, "－＞"),
        ("问题{~％50％甲 ~％50％乙}", 1, "％50％"),
        ("问题{#三}", 1, "三"),
        ("问题{#1..x}", 1, "1..x"),
        ("问题{=甲->乙 =丙}", 1, "丙"),
        ("问题{=甲->乙 =丙->}", 1, "丙"),
        ("问题{=*}", 1, "no answer"),
        ("问题{~a ~b}", 1, "one option"),
        ("问题{=a ~a}", 1, "same text"),
        ("{=a ~b}", 1, "question"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int, part: str) -> None:
    refusal = refused(text)
    assert refusal.line == line
    assert part in refusal.reason


def test_a_broken_question_does_not_stop_the_rest() -> None:
    text = "一{T}\n\n二{=a\n\n三{F}\n\n四\n\n五{=a\n\n~b}\n\n$CATEGORY: 甲\n六{}"
    assert [(type(each).__name__, each.name) for each in found(text)] == [
        ("Read", "一"),
        ("Refused", "二"),
        ("Read", "三"),
        ("Refused", "四"),
        ("Read", "五"),
        ("Read", "六"),
    ]


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(EncodingUnknown):
        list(gift.read(Source("茶水{T}".encode("gb18030"))))
