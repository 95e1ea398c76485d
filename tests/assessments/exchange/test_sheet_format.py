"""Questions in a spreadsheet: filled in by hand, written and read again, and broken."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from assessments.enums import Kind
from assessments.errors.exchange import (
    FileRefused,
    HoldsArchive,
    IsAnArchive,
    NotThisFormat,
    TooManyQuestions,
)
from assessments.rules.exchange import sheet
from assessments.rules.exchange.questions import (
    MOST_QUESTIONS,
    ExchangedQuestion,
    Picture,
    Read,
    Refused,
    Source,
)
from assessments.rules.exchange.sheet_template import examples
from assessments.rules.wording import Wording
from lms.sheets.writing import Column, Sheet, write_xlsx
from tests.assessments.exchange.exchanged import questions

HEAD = ("题型", "题干", "选项A", "选项B", "选项C", "正确答案")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def file(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> Source:
    made = io.BytesIO()
    write_xlsx(made, [Sheet("x", [Column(title) for title in head], rows)])
    return Source(made.getvalue())


def read_all(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> list[Read | Refused]:
    return list(sheet.read(file(rows, head)))


def read(*row: Any, head: Sequence[str] = HEAD) -> Read:
    (found,) = read_all(row, head=head)
    assert isinstance(found, Read), found
    return found


def key(*row: Any) -> dict[str, Any]:
    found = read(*row)
    assert not found.losses
    return found.question.wording.key


def png(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(made, "PNG")
    return made.getvalue()


@settings(max_examples=15, deadline=None)
@given(st.lists(questions(with_picture=False), min_size=1, max_size=4))
def test_what_is_written_is_read_again_equal(asked: list[ExchangedQuestion]) -> None:
    written = sheet.write(asked)
    assert not written.losses
    found = list(sheet.read(Source(written.content)))
    assert [each.question for each in found if isinstance(each, Read)] == asked
    assert not any(each.losses for each in found if isinstance(each, Read))


def test_pictures_lie_over_their_rows_and_come_back() -> None:
    first, second, third = examples()[:3]
    asked = [
        ExchangedQuestion(first.wording, picture=Picture("红.png", png("red"))),
        second,
        ExchangedQuestion(third.wording, picture=Picture("绿.png", png("green"))),
    ]
    found = sheet.read(Source(sheet.write(asked).content))
    pictures = [each.question.picture for each in found if isinstance(each, Read)]
    assert pictures == [each.picture for each in asked]


def test_a_picture_that_a_spreadsheet_cannot_show_is_named_as_lost() -> None:
    asked = ExchangedQuestion(
        examples()[0].wording, code="A", picture=Picture("a.svg", b"<svg></svg>")
    )
    written = sheet.write([asked])
    (loss,) = written.losses
    assert loss.name == "A" and "a.svg" in loss.reason
    (found,) = sheet.read(Source(written.content))
    assert isinstance(found, Read) and found.question.picture is None


def test_a_picture_that_is_only_named_must_come_along() -> None:
    head = (*HEAD, "图片", "图片说明")
    row = ("判断题", "看图。", "", "", "", "对", "门.png", "一扇门")
    (missing,) = read_all(row, head=head)
    assert isinstance(missing, Refused) and "门.png" in missing.reason
    source = Source(file([row], head).content, files={"folder/门.png": b"picture"})
    (found,) = sheet.read(source)
    assert isinstance(found, Read)
    assert found.question.picture == Picture("门.png", b"picture")


class TestTemplate:
    def test_examples_are_read_as_they_were_meant(self) -> None:
        assert {example.wording.kind for example in examples()} == set(Kind)
        for example in examples():
            example.wording.check()
        book = openpyxl.load_workbook(io.BytesIO(sheet.template()))
        book.move_sheet("示例", -1)
        made = io.BytesIO()
        book.save(made)
        found = list(sheet.read(Source(made.getvalue())))
        assert [each.question for each in found if isinstance(each, Read)] == examples()
        assert not any(each.losses for each in found if isinstance(each, Read))

    def test_the_sheet_to_fill_in_is_empty_and_offers_choices(self) -> None:
        content = sheet.template()
        assert list(sheet.read(Source(content))) == []
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames == ["题目", "示例", "说明"]
        offered = [each.formula1 for each in book["题目"].data_validations.dataValidation]
        assert any("单选题" in each for each in offered) and any("容易" in each for each in offered)
        described = {row[0].value for row in book["说明"].iter_rows()}
        headings = [cell.value for cell in book["题目"][1]]
        unexplained = {title for title in headings if not title.startswith("选项")} - described
        assert not unexplained

    def test_an_export_is_filled_in_as_a_trainer_would(self) -> None:
        """Nothing of the examples needs the column for what cells cannot say."""
        book = openpyxl.load_workbook(io.BytesIO(sheet.write(examples()).content))
        assert "JSON" not in [cell.value for cell in book.active[1]]


class TestByHand:
    def test_choices_by_letter_or_text(self) -> None:
        options = ("五分", "七分", "十分")
        assert key("单选题", "几分？", *options, "b") == {"right": [1]}
        assert key("单选", "几分？", *options, "七分") == {"right": [1]}
        percents = {"right": [1], "percents": ["50", "100", "0"]}
        assert key("Single choice", "几分？", *options, "A=50%、B=100%") == percents
        for answer in ("A、C", "AC", "Ａ，Ｃ", "a c"):
            found = key("多选题", "几分？", *options, answer)
            assert found == {"right": [0, 2], "credit": "exact"}

    def test_truth_in_many_words(self) -> None:
        for word, truth in (("对", True), ("√", True), (True, True), ("错误", False), ("F", False)):
            assert key("判断题", "七分满。", "", "", "", word) == {"right": truth}

    def test_numbers_as_they_are_typed(self) -> None:
        found = key("数字题", "多久？", "分钟", "小时 = 60", "", "0.5 ± 0.1 小时")
        assert found == {"value": "0.5", "tolerance": "0.1", "unit": 1, "per_unit": ["1", "60"]}
        assert key("数字题", "多久？", "", "", "", 30)["value"] == "30"

    def test_gaps_may_stand_in_the_question_itself(self) -> None:
        found = read("填空题", "铃响{三声|3声}之内接。").question.wording
        assert found.content["parts"] == ["铃响", "之内接。"]
        assert found.stem == "把空填完整。"

    def test_english_headings_and_another_order(self) -> None:
        head = ("Right answer", "Marks", "Option B", "Option A", "Question", "Kind", "Tags")
        question = read("A", 3.0, "no", "yes", "Sure?", "Single choice", "a, b", head=head).question
        assert question.wording.content == {"options": ["yes", "no"]}
        assert (question.wording.marks, question.tags) == (3, ("a", "b"))
        assert question.language == "en"

    def test_headings_may_stand_below_a_title(self) -> None:
        (found,) = read_all(HEAD, ("判断题", "七分满。", "", "", "", "对"), head=("公司题库",))
        assert isinstance(found, Read) and found.place == "row 3"

    def test_what_nobody_asked_for_is_named_as_lost(self) -> None:
        head = (*HEAD, "评分方式", "难度", "出题人")
        row = ("判断题", "七分满。", "甲", "", "", "对", "按百分比", "很难", "王")
        found = read(*row, head=head)
        assert len(found.losses) == 4
        assert read("排序题", "先后？", "一", "二", "", "A").losses


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("", "几分？", "一", "二", "", "A"), "kind"),
        (("谜语", "几分？", "一", "二", "", "A"), "谜语"),
        (("单选题", "几分？", "一", "二", "", ""), "right answer is missing"),
        (("单选题", "几分？", "一", "二", "", "D"), "“D”"),
        (("单选题", "几分？", "一", "二", "", "AB"), "exactly one"),
        (("单选题", "", "一", "二", "", "A"), "Write the question"),
        (("判断题", "七分满。", "", "", "", "也许"), "也许"),
        (("数字题", "多久？", "", "", "", "三十"), "三十"),
        (("配对题", "配对。", "漏水", "", "", ""), "漏水"),
        (("论述题", "写信。", "先致歉", "", "", ""), "先致歉"),
        (("填空题", "铃响{三声之内接。", "", "", "", ""), "{"),
        (("情景题", "请您来接。", "# 开场\n- 您好", "", "", ""), "Line 2"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_number(row: Any, says: str) -> None:
    refused, good = read_all(row, ("判断题", "七分满。", "", "", "", "对"))
    assert isinstance(refused, Refused) and says in refused.reason
    assert (refused.line, refused.place) == (2, "row 2")
    assert isinstance(good, Read)


def test_formulas_are_refused_with_their_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(("判断题", '="七分"&"满"', "", "", "", "对"))
    made = io.BytesIO()
    book.save(made)
    (refused,) = sheet.read(Source(made.getvalue()))
    assert isinstance(refused, Refused) and "B2" in refused.reason


def test_an_edited_row_counts_as_it_stands() -> None:
    wording = Wording(
        Kind.ESSAY,
        "写信。",
        {"least": 10, "most": 400},
        {"rubric": [{"text": "先致歉", "points": 4}], "model": ""},
        english={"stem": "Write."},
    )
    book = openpyxl.load_workbook(io.BytesIO(sheet.write([ExchangedQuestion(wording)]).content))
    title = next(cell for cell in book.active[1] if cell.value == "题干")
    book.active.cell(2, title.column).value = "写一封信。"
    made = io.BytesIO()
    book.save(made)
    (found,) = sheet.read(Source(made.getvalue()))
    assert isinstance(found, Read)
    again = found.question.wording
    assert (again.stem, again.english) == ("写一封信。", {"stem": "Write."})
    assert again.content == {"least": 0, "most": 4000}
    assert len(found.losses) == 1


def zipped(**parts: bytes) -> Source:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Source(made.getvalue())


def test_other_files_are_refused_whole() -> None:
    workbook = file([("判断题", "七分满。")]).content
    holding = io.BytesIO(workbook)
    with zipfile.ZipFile(holding, "a") as archive:
        archive.writestr("xl/embeddings/more.bin", zipped(a=b"a").content)
    cases: list[tuple[Source, type[FileRefused]]] = [
        (zipped(a=b"questions"), IsAnArchive),
        (Source(holding.getvalue()), HoldsArchive),
        (Source(workbook[:-200]), NotThisFormat),
        (Source(b"%PDF-1.7"), NotThisFormat),
        (file([], ("Name", "Age")), NotThisFormat),
        (file([], (*HEAD, "题型")), NotThisFormat),
        (file([["判断题"]] * (MOST_QUESTIONS + 2)), TooManyQuestions),
    ]
    for source, refusal in cases:
        with pytest.raises(refusal):
            list(sheet.read(source))
