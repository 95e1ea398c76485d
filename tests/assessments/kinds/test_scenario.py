"""Branching talks: what makes one that can be played, how it goes on, and how authors write it."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.errors import (
    ChoiceTwice,
    DeadEnd,
    EndingWithChoices,
    LineNotUnderstood,
    LineOutsideTurn,
    MalformedAnswer,
    NothingToEarn,
    NoWayOut,
    ScenarioEmpty,
    ScoreOutOfRange,
    TalkTooLong,
    TooManyChoices,
    TooManyParts,
    TurnNameMissing,
    TurnNameTwice,
    TurnNameUnknown,
    TurnUnknown,
    TurnUnreachable,
    TurnWithoutText,
    WordingRefused,
    WordingRefusedAt,
)
from assessments.rules.kinds import AnyInteraction, interaction
from assessments.rules.kinds.scenario import layout
from assessments.rules.kinds.scenario_notation import parse, unparse
from tests.assessments.kinds.samples import Sample, scenario

TALK = """\
# 开场 @住户
我被流浪狗抓伤了，
你们物业怎么说？
- 您先坐，伤在哪里？我陪您处理。 -> 安抚 (2)
- 狗不归我们管。 -> 激怒 (0)
  = 住户更生气了。

# 激怒 @住户
我要找记者！
- 对不起，是我说错了。 -> 开场 (1)
- 随您。 -> 结束 (0)

# 安抚 @住户
那医药费呢？
- 请先去打疫苗，费用我们登记上报。 -> 结束 (3)

# 结束
END
"""


def talk(text: str = TALK) -> AnyInteraction:
    question = interaction(Kind.SCENARIO, *parse(text))
    question.check()
    return question


def test_a_talk_goes_on_turn_by_turn_and_is_over_at_its_end() -> None:
    question = talk()
    answer = question.read((), {"path": [""], "choice": ["1"]})
    assert answer == {"path": [1]}
    shown = question.show((), answer)
    assert (shown.speaker, shown.text, shown.is_over) == ("住户", "我要找记者！", False)
    assert shown.said[0].text == "我被流浪狗抓伤了，\n你们物业怎么说？"
    assert (shown.said[0].say, shown.said[0].reply) == ("狗不归我们管。", "住户更生气了。")
    assert [(choice.name, choice.value) for choice in shown.choices] == [
        ("choice", "0"),
        ("choice", "1"),
    ]
    answer = question.read((), {"path": [shown.path], "choice": ["1"]})
    shown = question.show((), answer)
    assert shown.is_over and shown.path == "1.1" and len(shown.said) == 2
    with pytest.raises(MalformedAnswer):
        question.read((), {"path": [shown.path], "choice": ["0"]})


def test_points_count_against_the_best_way_through_and_not_twice_round() -> None:
    question = talk()
    for path, share in [([], "0"), ([0], "2/5"), ([0, 0], "1"), ([1, 1], "0"), ([1, 0], "0")]:
        assert question.grade({"path": path}) == Fraction(share)
    assert question.grade({"path": [1, 0] * 20 + [0, 0]}) == 1


def test_a_way_round_costs_nothing_but_is_not_told_as_right() -> None:
    first, second = talk().describe({"path": [1]})
    assert first.is_right is False and first.right == "您先坐，伤在哪里？我陪您处理。"
    assert second.text == "住户：我要找记者！" and second.given == ""


def test_the_script_learns_the_talk_but_neither_scores_nor_names() -> None:
    turns = talk().show((), None).turns
    assert turns[0]["choices"][1] == {"say": "狗不归我们管。", "to": 1, "reply": "住户更生气了。"}
    assert all(set(turn) == {"speaker", "text", "choices"} for turn in turns)


@settings(max_examples=50)
@given(scenario(), st.lists(st.integers(0, 3), max_size=6))
def test_only_a_longer_walk_follows_a_shorter(sample: Sample, other: list[int]) -> None:
    question = sample.question
    path = sample.other["path"]
    for made in range(len(path) + 1):
        assert question.may_follow({"path": path[:made]}, {"path": path})
        assert question.may_follow({"path": path}, {"path": path[:made]}) == (made == len(path))
    try:
        assert question.may_follow({"path": path}, {"path": other}) == (other[: len(path)] == path)
    except MalformedAnswer:
        pass


@settings(max_examples=50)
@given(scenario())
def test_earning_never_falls_on_the_way(sample: Sample) -> None:
    path = sample.other["path"]
    shares = [sample.question.grade({"path": path[:made]}) for made in range(len(path) + 1)]
    assert shares == sorted(shares)  # type: ignore[type-var]


def test_a_talk_that_goes_round_for_ever_is_stopped() -> None:
    question = talk()
    longest = [1, 0] * 100
    assert question.grade({"path": longest}) == 0
    with pytest.raises(TalkTooLong):
        question.read((), {"path": [".".join(map(str, longest))], "choice": ["0"]})


@pytest.mark.parametrize("path", ["9", "0.0.0", "x", "1.", "0,1", "-1", "0 1", "." * 999])
def test_a_walk_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(MalformedAnswer):
        talk().read((), {"path": [path]})


def turn(*ways: int, **more: Any) -> dict[str, Any]:
    choices = [{"say": f"说 {place}", "to": to} for place, to in enumerate(ways)]
    return {"text": "…", "choices": choices} | more


END = turn(is_end=True)


@pytest.mark.parametrize(
    ("turns", "scores", "refusal", "where"),
    [
        ([], [], ScenarioEmpty, None),
        ([END], [[]], ScenarioEmpty, None),
        ([turn(1), END], [[]], WordingRefused, None),
        ([turn(1), END], [[1, 1], []], WordingRefused, None),
        ([turn(1), END], [[0], []], NothingToEarn, None),
        ([turn(0, 1), END], [[5, 0], []], NothingToEarn, None),
        ([turn(1), END], [[101], []], ScoreOutOfRange, "1"),
        ([turn(1), END], [[-1], []], ScoreOutOfRange, "1"),
        ([turn(2), END], [[1], []], TurnUnknown, "1"),
        ([turn(-1), END], [[1], []], TurnUnknown, "1"),
        ([turn(1), turn()], [[1], []], DeadEnd, "2"),
        ([turn(1, 2), turn(name="死路"), END], [[1, 1], [], []], DeadEnd, "死路"),
        ([turn(1), turn(0, is_end=True)], [[1], [0]], EndingWithChoices, "2"),
        ([turn(1, 2), END, turn(2)], [[1, 0], [], [0]], NoWayOut, "3"),
        ([turn(0), turn(0)], [[1], [0]], NoWayOut, "1"),
        ([turn(1), END, turn(1)], [[1], [], [0]], TurnUnreachable, "3"),
        ([turn(1, text=" "), END], [[1], []], TurnWithoutText, "1"),
        ([turn(*[1] * 7), END], [[1] * 7, []], TooManyChoices, "1"),
        (
            [{"text": "…", "choices": [{"say": "a", "to": 1}, {"say": "a ", "to": 1}]}, END],
            [[1, 1], []],
            ChoiceTwice,
            "1",
        ),
        ([*[turn(at + 1) for at in range(60)], END], [[1]] * 60 + [[]], TooManyParts, None),
    ],
)
def test_a_talk_that_cannot_be_played_is_refused_with_the_turn(
    turns: Any, scores: Any, refusal: type[WordingRefused], where: str | None
) -> None:
    with pytest.raises(refusal) as caught:
        interaction(Kind.SCENARIO, {"turns": turns}, {"scores": scores}).check()
    if where and isinstance(caught.value, WordingRefusedAt):
        assert caught.value.where["turn"] == where
        assert f"“{where}”" in str(caught.value)


@settings(max_examples=50)
@given(scenario())
def test_what_is_written_out_reads_back_the_same(sample: Sample) -> None:
    exported = sample.question.export()
    assert parse(unparse(**exported)) == (exported["content"], exported["key"])


@pytest.mark.parametrize(
    "text", ["# 不是标题", "- 不是选项", "= 不是答复", "END", "\\", "a\n\n- b"]
)
def test_a_text_may_begin_like_a_sign(text: str) -> None:
    content, key = parse(TALK)
    content["turns"][0]["text"] = text
    assert parse(unparse(content, key)) == (content, key)


def test_turns_without_a_usable_name_get_one() -> None:
    content = {"turns": [turn(1, 2), turn(2, name="a -> b @ c"), END | {"name": "1"}]}
    content_again, key = parse(unparse(content, {"scores": [[1, 0], [0], []]}))
    assert [one["name"] for one in content_again["turns"]] == ["1", "a b c", "1 3"]
    assert key == {"scores": [[1, 0], [0], []]}


def test_signs_of_a_chinese_keyboard_count() -> None:
    text = "＃ 开场 ＠住户\n您好\n－ 您好 → 结束（2）\n＝ 好的\n＃ 结束\nEND"
    content, key = parse(text)
    assert content["turns"][0] == {
        "name": "开场",
        "speaker": "住户",
        "text": "您好",
        "choices": [{"say": "您好", "to": 1, "reply": "好的"}],
    }
    assert key == {"scores": [[2], []]}


@pytest.mark.parametrize(
    ("text", "refusal", "line"),
    [
        ("您好\n# a\nEND", LineOutsideTurn, 1),
        ("#\n", TurnNameMissing, 1),
        ("# @住户", TurnNameMissing, 1),
        ("# a\n\n# a\n", TurnNameTwice, 3),
        ("# a\n您好\n- 您好 -> b (1)", TurnNameUnknown, 3),
        ("# a\n您好\n- 您好 (1)", LineNotUnderstood, 3),
        ("# a\n您好\n- -> a", LineNotUnderstood, 3),
        ("# a\n- 您好 -> a (1)\n又一行", LineNotUnderstood, 3),
        ("# a\n= 答复", LineNotUnderstood, 2),
        ("# a\n- 您好 -> a\n= 一\n= 二", LineNotUnderstood, 4),
        ("# a\nEND\n您好", LineNotUnderstood, 3),
    ],
)
def test_a_line_that_is_not_understood_is_named(
    text: str, refusal: type[WordingRefusedAt], line: int
) -> None:
    with pytest.raises(refusal) as caught:
        parse(text)
    assert caught.value.where["line"] == line
    assert str(line) in str(caught.value)


@given(st.text("#@->=()1a \n\\END", max_size=30))
@example("#1\n\\ 1")
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        content, key = parse(text)
    except WordingRefused:
        return
    assert parse(unparse(content, key)) == (content, key)


def test_the_picture_of_a_talk() -> None:
    picture = layout(talk().export()["content"])
    assert [(node.layer, node.place) for node in picture.nodes] == [(0, 0), (1, 1), (1, 0), (2, 0)]
    assert [(edge.turn, edge.to) for edge in picture.edges if edge.is_back] == [(1, 0)]
    assert (picture.layers, picture.widest) == (3, 2)
