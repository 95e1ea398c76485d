import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.sheets.cells import address, place
from lms.sheets.errors import (
    DamagedFile,
    EmptySheet,
    FileTooLarge,
    OldOrProtected,
    TooManyColumns,
    TooManyRows,
    UnknownFormat,
    UnpacksTooLarge,
    WrongEncoding,
)
from lms.sheets.limits import Limits
from lms.sheets.reading import Problem, read_sheet

TEXT = "工号,姓名\n20416,林小满\n20417,顾一舟\n"
ROWS = [["工号", "姓名"], ["20416", "林小满"], ["20417", "顾一舟"]]


def read(content, **limits):
    return read_sheet(io.BytesIO(content), limits=Limits(**limits))


def workbook(rows, change=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_text_in_the_encodings_met_in_china(encoding):
    assert read(TEXT.encode(encoding)).rows == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_delimiters(delimiter, line_break):
    text = TEXT.replace(",", delimiter).replace("\n", line_break)
    assert read(text.encode()).rows == ROWS
    assert read(f"sep={delimiter}{line_break}{text}".encode()).rows == ROWS


def test_quotes_keep_delimiters_and_line_breaks():
    sheet = read('姓名,备注\n"林,小满","一\n二"\n'.encode())
    assert sheet.rows == [["姓名", "备注"], ["林,小满", "一\n二"]]


@pytest.mark.parametrize("encoding", ["big5", "utf-32"])
def test_another_encoding_is_named_with_its_line(encoding):
    with pytest.raises(WrongEncoding) as refusal:
        read("a,b\n員工號,陳曉滿\n".encode(encoding))
    assert refusal.value.line in (1, 2)
    assert "GB18030" in str(refusal.value)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20))
def test_what_was_written_is_read_again(text):
    text = text.replace('"', "").strip()
    rows = read(f'x,"{text}"\n'.encode()).rows
    assert rows == [["x", text]]


def test_values_of_a_workbook_keep_their_kind():
    sheet = read(workbook([["a", "b", "c"], [20416, date(2026, 9, 1), None], ["007", True, 1.5]]))
    assert sheet.rows == [["a", "b", "c"], [20416, date(2026, 9, 1), ""], ["007", True, 1.5]]
    assert not sheet.problems


def test_formulas_merged_cells_and_errors_are_found_by_their_cell():
    def spoil(sheet):
        sheet["B2"] = "=1+1"
        sheet["C2"] = "#REF!"
        sheet["C2"].data_type = "e"
        sheet.merge_cells("A3:B3")

    sheet = read(workbook([["a", "b", "c"], [1, 2, 3], [4, 5, 6]], spoil))
    assert sheet.problems_in(1) == [("B2", Problem.FORMULA), ("C2", Problem.ERROR)]
    assert sheet.problems_in(2) == [("A3", Problem.MERGED), ("B3", Problem.MERGED)]
    assert sheet.problems_in(0) == []


def test_a_formula_in_text_is_one_too():
    assert read(b"a,b\n1,=1+1\n").problems_in(1) == [("B2", Problem.FORMULA)]


def test_limits_of_a_workbook():
    with pytest.raises(TooManyRows):
        read(workbook([["a"]] * 12), rows=10)
    assert len(read(workbook([["a"]] * 11), rows=10).rows) == 11
    with pytest.raises(TooManyColumns):
        read(workbook([["a"] * 4]), columns=3)
    with pytest.raises(FileTooLarge):
        read(b"x" * (1024 * 1024 + 1), megabytes=1)


def test_limits_of_text():
    with pytest.raises(TooManyRows):
        read(b"a\n" * 12, rows=10)
    assert len(read(b"a\n" * 11 + b"\n" * 50, rows=10).rows) == 11
    with pytest.raises(TooManyColumns):
        read(b"a,b,c,d\n", columns=3)


def test_a_lone_cell_far_away_is_refused_before_a_table_is_made():
    with pytest.raises(TooManyRows):
        read(workbook([["a"]], lambda sheet: sheet.cell(1_048_576, 1, "x")))
    with pytest.raises(TooManyColumns):
        read(workbook([["a"]], lambda sheet: sheet.cell(1, 16_384, "x")))


def test_colour_without_a_value_counts_for_nothing():
    def paint(sheet):
        sheet.cell(5000, 1).fill = openpyxl.styles.PatternFill("solid", "FFFF00")

    assert len(read(workbook([["a"], ["b"]], paint), rows=10).rows) == 2


def repacked(content, change):
    """The same archive with each part's content passed through `change`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def test_what_would_unpack_to_too_much():
    def blow_up(name, part):
        return part + b" " * (3 * 1024 * 1024) if name.endswith("sheet1.xml") else part

    with pytest.raises(UnpacksTooLarge):
        read(repacked(workbook([["a"]]), blow_up), unpacked_megabytes=2)


def inserted(before, more):
    """A workbook of one cell with `more` XML in front of an element of its sheet."""

    def insert(name, part):
        return part.replace(before, more + before) if name.endswith("sheet1.xml") else part

    return repacked(workbook([["a"]]), insert)


def test_the_same_merged_range_many_times_costs_no_more_than_once():
    merged = b'<mergeCells><mergeCell ref="A1:CV150"/>' + b'<mergeCell ref="A1:CV150"/>' * 50_000
    found = read(inserted(b"<pageMargins", merged + b"</mergeCells>"))
    assert len(found.problems) == 15_000


def test_bad_cells_without_a_value_pass_no_limit():
    with pytest.raises(TooManyColumns):
        read(inserted(b"</sheetData>", b'<row r="3">' + b'<c t="e"/>' * 200_000 + b"</row>"))


def test_entities_are_refused():
    def poison(name, part):
        head, __, rest = part.partition(b"?>")
        entity = b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
        return head + entity + rest if name.endswith("sheet1.xml") else part

    content = workbook([["a"]])
    if b"?>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml"):
        poisoned = repacked(
            content,
            lambda name, part: b"<!DOCTYPE x []>" + part if name.endswith("sheet1.xml") else part,
        )
    else:
        poisoned = repacked(content, poison)
    with pytest.raises(DamagedFile):
        read(poisoned)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldOrProtected),
        (b"%PDF-1.7 ...", UnknownFormat),
        (b"PK\x03\x04 no archive", DamagedFile),
        (b'a,b\n"open,b\n', DamagedFile),
        (b"", EmptySheet),
        (b" , ,\n\n", EmptySheet),
    ],
)
def test_what_is_no_sheet(content, error):
    with pytest.raises(error) as refusal:
        read(content)
    assert str(refusal.value)


def test_an_archive_of_something_else():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(DamagedFile):
        read(file.getvalue())


@given(st.binary(max_size=300))
def test_nothing_breaks_it(content):
    for begun in (b"", b"PK\x03\x04"):
        try:
            read(begun + content)
        except (DamagedFile, EmptySheet, OldOrProtected, UnknownFormat, WrongEncoding):
            pass
        except TooManyColumns:
            assert content.count(b",") + content.count(b";") + content.count(b"\t") > 0


@given(st.integers(0, 1_000_000), st.integers(0, 16_383))
def test_addresses(row, column):
    assert place(address(row, column)) == (row, column)


def test_an_address_as_it_is_written():
    assert address(3, 1) == "B4"
    assert address(0, 27) == "AB1"
    assert place("$XFD$1048576") == (1_048_575, 16_383)
