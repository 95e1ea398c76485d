"""What stands in the place of a name."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.rules.cases.identities import (
    REPORTER,
    Part,
    Reader,
    Veil,
    names_in,
    veil_for,
    witnesses_of,
)
from conduct_records.rules.cases.procedure import StepKind
from conduct_records.rules.cases.steps import Interviewed, InterviewRole, Step

HAN_NAMES = st.text("甲乙丙丁", min_size=2, max_size=4)
LATIN_WORDS = st.text("abA", min_size=1, max_size=3)
LATIN_NAMES = st.lists(LATIN_WORDS, min_size=1, max_size=2).map(" ".join)
NAMES = st.text("甲乙丙丁ab", min_size=2, max_size=4)
ROLES = st.sampled_from(InterviewRole)
ACTORS = st.sampled_from(["t1", "t2"])
AT = datetime(2026, 11, 22, tzinfo=UTC)


def interview(name: str, role: InterviewRole, actor: str = "t1", person: str = "") -> Step:
    content = Interviewed(name, role, f"{name}说", person)
    return Step(StepKind.INTERVIEWED, actor, AT, content)


STEPS = st.lists(st.builds(interview, NAMES, ROLES, ACTORS), max_size=6)


def covered(text: str, *names: str) -> str:
    return Veil(dict.fromkeys(names, REPORTER)).over(text, lambda cover: "#")


@given(st.lists(HAN_NAMES, min_size=1, max_size=4), st.text("甲乙丙丁ab ", max_size=40))
def test_no_hidden_name_is_left_in_a_text(names: list[str], text: str) -> None:
    shown = covered(text, *names).replace(" ", "")
    assert not any(name in shown for name in names)


@given(st.lists(LATIN_NAMES, min_size=1, max_size=3), st.lists(LATIN_WORDS, max_size=8))
def test_no_other_word_is_cut(names: list[str], words: list[str]) -> None:
    """Of words in Latin letters all or nothing goes, and nothing but a name."""
    left = [each for each in re.split(r"[ #]+", covered(" ".join(words), *names)) if each]
    parts = {part.lower() for name in names for part in name.split()}
    assert set(left) <= set(words)
    assert [each for each in words if each.lower() not in parts] == [
        each for each in left if each.lower() not in parts
    ]
    assert not any(f" {name.lower()} " in f" {' '.join(left).lower()} " for name in names[:1]) or (
        "#" in covered(" ".join(words), *names)
    )


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("张伟国", "我是張偉國，张 伟国。", "我是#，#。"),
        ("张伟国", "Zhang Weiguo", "Zhang Weiguo"),
        ("Zhang Weiguo", "ZHANG WEIGUO/Weiguo Zhang/Zhang Wei-guo/Zhang", "#/#/#/Zhang"),
        ("Li Hua", "Li Huang，看见Li Hua在场，Lǐ Huá", "Li Huang，看见#在场，#"),
        ("An", "An angry man ran; an.", "# angry man ran; #."),
        ("20213", "工号20213，电话120213", "工号#，电话120213"),
        ("欧阳 修", "欧阳修也在", "#也在"),
        ("王芳（保洁）", "王芳(保洁)看见", "#看见"),
        ("阿依古丽·买买提", "阿依古丽•买买提说", "#说"),
        ("甲乙", "甲甲乙乙", "甲#乙"),
        ("（）", "（）", "（）"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, text: str, shown: str) -> None:
    assert covered(text, name) == shown


def test_names_that_overlap_are_one_gap() -> None:
    assert covered("甲乙丙", "甲乙", "乙丙") == "#"


def test_a_witness_who_belongs_to_the_company_is_known_by_all_their_names() -> None:
    steps = [interview("韦曼筠", InterviewRole.WITNESS, person="t3")]
    names = {"t3": ["韦曼筠", "Wei Manyun", "20213"]}
    veil = veil_for(Reader("t9"), [], steps, accounts=names)
    text = "Wei Manyun、20213、韋曼筠在场"
    assert veil.over(text, lambda cover: "#") == "#、#、#在场"
    assert veil_for(Reader("t3"), [], steps, accounts=names).over(text, str) == text


def test_where_a_name_is_gone_the_report_is_closed_as_a_whole() -> None:
    steps = [interview("", InterviewRole.WITNESS)]
    for veil in (veil_for(Reader("t9"), [], steps), veil_for(Reader("t9"), [], [], are_gone=True)):
        assert veil.over_report("甲在场", lambda cover: cover.part) == Part.WORDS
        assert veil.over_report("", str) == ""
    is_open = veil_for(Reader("t9", is_open=True), [], steps)
    assert is_open.over_report("甲在场", str) == "甲在场"


@given(STEPS)
def test_witnesses_are_numbered_in_the_order_of_their_interviews(steps: list[Step]) -> None:
    numbers = [each.number for each in witnesses_of(steps).values() if each.part == Part.WITNESS]
    assert numbers == list(range(1, len(numbers) + 1))


@given(STEPS, NAMES)
def test_nothing_is_hidden_once_it_is_open(steps: list[Step], reporter: str) -> None:
    veil = veil_for(Reader("t9", is_open=True), [reporter], steps)
    assert not veil.hidden and not veil.hides_reporter and veil.is_lifted


@given(STEPS, NAMES)
def test_whoever_asked_knows_whom_they_asked(steps: list[Step], reporter: str) -> None:
    veil = veil_for(Reader("t1"), [reporter], steps)
    own = {step.content.name for step in steps if step.actor == "t1"}
    assert not own & veil.hidden.keys()
    hidden = (InterviewRole.WITNESS, InterviewRole.REPORTER)
    for step in steps:
        closed = step.content.role in hidden and step.content.name not in own
        assert (veil.cover_of(step.content.name) is not None) is (
            closed or _again(step, steps, own)
        )


def _again(step: Step, steps: list[Step], own: set[str]) -> bool:
    """Somebody of the same name was asked as a witness by somebody else."""
    hidden = (InterviewRole.WITNESS, InterviewRole.REPORTER)
    same = (each for each in steps if each.content.name == step.content.name)
    return step.content.name not in own and any(each.content.role in hidden for each in same)


def test_a_witness_knows_themselves_and_a_reporter_too() -> None:
    steps = [
        interview("王芳（保洁）", InterviewRole.WITNESS, person="t3"),
        interview("上报人", InterviewRole.REPORTER),
    ]
    assert veil_for(Reader("t3"), ["李四"], steps).hidden.keys() == {"上报人", "李四"}
    reporter = veil_for(Reader("t4", is_reporter=True), ["李四"], steps)
    assert (
        reporter.hidden.keys() == {"王芳（保洁）", "王芳", "保洁"} and not reporter.hides_reporter
    )


def test_a_name_is_found_without_what_explains_it() -> None:
    assert names_in(" 王芳（保洁） ") == ("王芳（保洁）", "王芳", "保洁")
    assert names_in("王") == ()
