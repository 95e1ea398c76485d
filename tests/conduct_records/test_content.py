"""The lists of the shipped codebook, complete and in the order in which people know them."""

import pytest

from conduct_records.rules.codebook import problems
from lms.demo.codebook import FOLDER, changed
from lms.demo.files import read
from tests.factories.conduct_records import shipped_codebook

# Written out by hand: line and audience, and the codes from number 1 on.
MEMBERS = {
    ("yellow", "universal"): "Y01 Y02 Y03",
    ("yellow", "manager"): "Y01 Y04 Y05 Y06 Y07 Y08 Y09 Y02",
    ("yellow", "frontline"): "Y01 Y10 Y06 Y11 Y12 Y13 Y14 Y15 Y03 Y16 Y17 Y18 Y02",
    ("red", "universal"): "R01 R02 R03 R04 R05 R06",
    ("red", "manager"): "R07 R08 R09 R10 R01 R02 R03 R04 R05 R06",
    ("red", "frontline"): "R11 R12 R13 R01 R02 R03 R04 R05 R06 R14 R15 R16 R17 R18",
    ("ban", "universal"): "B1 B2 B3 B4 B5",
    ("fault", "concierge"): "F1 F2 F3",
}
COUNTS = [3, 8, 13, 6, 10, 14, 5, 3]
# A few words of each rule that say which duty it is, so that no code stands for another one.
DUTIES = {
    "Y01": "需要", "Y02": "送", "Y03": "吵嘴", "Y04": "不查", "Y05": "冷暖", "Y06": "瞒",
    "Y07": "推诿", "Y08": "不懂业务", "Y09": "用人", "Y10": "看见问题", "Y11": "浪费",
    "Y12": "卫生", "Y13": "手艺", "Y14": "受损害而不说", "Y15": "有危险", "Y16": "安全操作",
    "Y17": "串岗", "Y18": "消防", "R01": "偷拿", "R02": "隐私", "R03": "票据", "R04": "动手",
    "R05": "捡到", "R06": "要小费", "R07": "以权谋私", "R08": "小金库", "R09": "兼职",
    "R10": "报复", "R11": "酒", "R12": "睡觉", "R13": "紧急关头", "R14": "黑恶", "R15": "干活收钱",
    "R16": "后果严重", "R17": "隐患", "R18": "造假", "B1": "争吵", "B2": "需要", "B3": "业主",
    "B4": "岗位", "B5": "隐私", "F1": "推走", "F2": "往上报", "F3": "情绪",
}  # fmt: skip


def test_every_list_is_complete_and_in_order() -> None:
    lists = shipped_codebook().lists
    found = {(str(e.line), e.audience.code): " ".join(r.code for r in e.rules) for e in lists}
    assert found == MEMBERS
    assert list(found) == list(MEMBERS)
    assert [len(each.rules) for each in lists] == COUNTS
    for each in lists:
        assert [number for number, __ in each.numbered] == list(range(1, len(each.rules) + 1))


@pytest.mark.parametrize("code", DUTIES)
def test_each_code_stands_for_its_duty(code: str) -> None:
    rule = shipped_codebook().rule(code)
    assert rule is not None and DUTIES[code] in rule.title.zh


def test_every_rule_is_whole_in_both_languages() -> None:
    book = shipped_codebook()
    assert len(book.rules) == 44 and not problems(book)
    for rule in book.rules:
        assert rule.examples and rule.words and rule.points and rule.months, rule.code
        for text in (rule.title, rule.explanation, *rule.examples):
            assert text.zh.strip() and text.en.strip(), rule.code


def test_the_next_version_can_be_adopted() -> None:
    content = changed(read(FOLDER / "codebook.yaml"), read(FOLDER / "next.yaml"))
    following = type(shipped_codebook()).of_json(content)
    assert not problems(following)
    assert len(following.rules) == 45
    by_list = {(str(e.line), e.audience.code): [r.code for r in e.rules] for e in following.lists}
    assert by_list["yellow", "manager"][-1] == "Y15"
    assert by_list["yellow", "frontline"][-1] == "Y19"
