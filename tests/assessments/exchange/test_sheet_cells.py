"""Cells of a spreadsheet of questions that are easily misread, and what of them is lost."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from assessments.rules.exchange import sheet
from assessments.rules.exchange.questions import Read, Refused, Source
from tests.assessments.exchange.test_sheet_format import HEAD, key, read, read_all

WITH_FEEDBACK = (*HEAD, "反馈")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def book(*rows: Sequence[Any], further: Sequence[Sequence[Any]] = (), name: str = "二") -> Any:
    made = openpyxl.Workbook()
    for row in (HEAD, *rows):
        made.active.append(row)
    if further:
        page = made.create_sheet(name)
        for row in further:
            page.append(row)
    return made


def found(made: Any) -> list[Read | Refused]:
    file = io.BytesIO()
    made.save(file)
    return list(sheet.read(Source(file.getvalue())))


def test_letters_come_before_options_that_are_letters_themselves() -> None:
    assert key("单选题", "血型？", "O", "A", "B", "B") == {"right": [1]}
    assert key("单选题", "血型？", "A", "B", "O", "O") == {"right": [2]}


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        ("A=50%、B=50%、C", "“C”"),
        ("A=100%、乙也可以", "乙也可以"),
        ("A=50%、B=25%、B=50%", "A=50%"),
        ("A=33.3333333%、B=66%", "33"),
    ],
)
def test_weights_with_more_than_is_understood_are_refused(answer: str, part: str) -> None:
    (refused,) = read_all(("多选题", "哪些？", "甲", "乙", "丙", answer))
    assert isinstance(refused, Refused) and part in refused.reason


def test_an_option_may_look_like_weights() -> None:
    assert key("单选题", "怎么写？", "B=5", "5=B", "", "B=5") == {"right": [0]}


def test_feedback_by_letters_of_any_form() -> None:
    row = ("单选题", "几分？", "五分", "七分", "", "B", "a：少了\nＢ：好\n端稳")
    asked = read(*row, head=WITH_FEEDBACK)
    assert asked.question.wording.content["feedback"] == ["少了", "好\n端稳"]
    assert not asked.losses


@pytest.mark.parametrize(
    ("kind", "right", "feedback", "lost", "kept"),
    [
        ("单选题", "B", "答得好", ["答得好"], None),
        ("单选题", "B", "A：好\nZ：没有", ["Z：没有"], ["好", ""]),
        ("单选题", "B", "先看\nA：一\nA：二", ["先看"], ["一\n二", ""]),
        ("判断题", "对", "A：好\n错：不", ["A：好"], ["", "不"]),
    ],
)
def test_feedback_that_names_no_answer_is_said_to_be_lost(
    kind: str, right: str, feedback: str, lost: Sequence[str], kept: Any
) -> None:
    options = ("五分", "七分", "") if kind == "单选题" else ("", "", "")
    asked = read(kind, "几分？", *options, right, feedback, head=WITH_FEEDBACK)
    assert asked.question.wording.content.get("feedback") == kept
    for loss, part in zip(asked.losses, lost, strict=True):
        assert part in loss


def test_a_second_cell_with_gaps_is_refused() -> None:
    (refused,) = read_all(("填空题", "填。", "茶水{七}分满", "用{右}手", "", ""))
    assert isinstance(refused, Refused) and "用{右}手" in refused.reason


def test_tags_and_synonyms_may_hold_spaces_and_slashes() -> None:
    row = (
        "简答题",
        "机器？",
        "washing machine、washer/dryer",
        "",
        "",
        "washer",
        "fire safety, A/B",
    )
    question = read(*row, head=(*HEAD, "标签")).question
    assert question.tags == ("fire safety", "A/B")
    assert question.wording.key["synonyms"] == [["washing machine", "washer/dryer"]]


GOOD = ("判断题", "七分满。", "", "", "", "对")


def test_questions_on_a_further_sheet_are_refused_by_its_name() -> None:
    first, refused = found(book(GOOD, further=[("我的题",), HEAD, GOOD]))
    assert isinstance(first, Read)
    assert isinstance(refused, Refused) and "“二”" in refused.reason and refused.name == "二"


@pytest.mark.parametrize(
    ("further", "name"),
    [
        ([HEAD], "二"),
        ([HEAD, GOOD], "示例"),
        ([HEAD, GOOD], "说明"),
        ([("备注", "值"), (1, 2)], "二"),
    ],
)
def test_other_further_sheets_are_passed_over(further: Sequence[Any], name: str) -> None:
    assert len(found(book(GOOD, further=further, name=name))) == 1


@pytest.mark.parametrize(
    ("value", "format"),
    [
        (0.5, "0%"),
        (0.5, "0.0%"),
        (0.5, "# ?/?"),
        (date(2026, 3, 5), "m-d"),
        (time(9), "h:mm"),
    ],
)
def test_a_cell_that_shows_other_text_than_it_holds_is_refused(value: Any, format: str) -> None:
    made = book(("单选题", "多少？", value, "别的", "", "B"), GOOD)
    made.active["C2"].number_format = format
    refused, good = found(made)
    assert isinstance(refused, Refused) and "C2" in refused.reason
    assert isinstance(good, Read)


def test_plain_numbers_are_read_as_they_are() -> None:
    made = book(("单选题", "多少？", 7, 7.5, "50%", "B"))
    made.active["C2"].number_format = "0"
    (good,) = found(made)
    assert isinstance(good, Read)
    assert good.question.wording.content["options"] == ["7", "7.5", "50%"]


def test_option_and_answer_columns_of_the_template_are_text() -> None:
    page = openpyxl.load_workbook(io.BytesIO(sheet.template()))["题目"]
    for cell in page[1]:
        if cell.value in ("选项A", "选项F", "正确答案"):
            assert page.column_dimensions[cell.column_letter].number_format == "@"
