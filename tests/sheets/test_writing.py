"""Files that a spreadsheet program opens as they were meant."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lms.sheets.pictures import PlacedPicture, pictures_in
from lms.sheets.reading import read_sheet
from lms.sheets.writing import (
    Cell,
    Column,
    Row,
    Sheet,
    looks_like_formula,
    sheet_title,
    write_csv,
    write_xlsx,
)

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"]


def as_xlsx(*rows: Row, columns: tuple[Column, ...] = (Column("一", 20),)) -> Any:
    file = io.BytesIO()
    write_xlsx(file, [Sheet("团队", columns, rows)])
    file.seek(0)
    return openpyxl.load_workbook(file)["团队"]


def as_csv(*rows: Row) -> list[list[str]]:
    raw = b"".join(write_csv([Column("一"), Column("二")], rows))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula(text: str) -> None:
    cell = as_xlsx([text])["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text.replace("\r", "\n"), True)
    assert as_csv([text, "x"]) == [["'" + text.replace("\r", "\n"), "x"]]


def test_a_heading_is_no_formula_either() -> None:
    assert as_xlsx(columns=(Column("=1"),))["A1"].data_type == "s"


@given(st.text(max_size=20))
def test_any_text_comes_back_from_xlsx(text: str) -> None:
    cell = as_xlsx([text])["A2"]
    assert cell.data_type in ("s", "n", "inlineStr") and cell.data_type != "f"
    kept = "".join(c for c in text if c >= " " or c in "\t\n\r")
    if not any("\ud800" <= c <= "\udfff" or c in "\ufffe\uffff\r" for c in text):
        assert (cell.value or "") == kept


@given(st.text(max_size=20))
def test_no_csv_cell_begins_like_a_formula(text: str) -> None:
    [[cell, __]] = as_csv([text.replace("\x00", ""), "x"])
    assert not looks_like_formula(cell)


def test_dates_are_dates_and_moments_are_of_the_sites_clock() -> None:
    moment = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # next morning in Shanghai
    row: list[Cell] = [date(2026, 11, 21), moment, 7, None]
    sheet = as_xlsx(row, columns=tuple(Column(str(n)) for n in range(4)))
    assert str(sheet["A2"].value) == "2026-11-21 00:00:00"
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert str(sheet["B2"].value) == "2026-11-21 06:30:00"
    assert sheet["C2"].value == 7
    assert as_csv(row) == [["2026-11-21", "2026-11-21 06:30", "7", ""]]


def test_the_heading_stays_and_columns_are_wide_enough() -> None:
    sheet = as_xlsx(["x"])
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 20


@pytest.mark.parametrize(
    ("text", "title"), [("a/b:c", "a b c"), ("", "1"), ("'x'", "x"), ("长" * 40, "长" * 31)]
)
def test_a_sheet_gets_a_name_that_the_format_allows(text: str, title: str) -> None:
    assert sheet_title(text) == title


def test_rows_are_written_as_they_come() -> None:
    pieces = write_csv([Column("一")], ([str(n)] for n in range(1000)))
    assert len(next(pieces)) < 2000


def test_characters_that_xml_forbids_do_not_damage_the_file() -> None:
    file = io.BytesIO()
    write_xlsx(file, [Sheet("x", [Column("a")], [["b\ufffe\uffff\x00c"]])])
    assert read_sheet(io.BytesIO(file.getvalue())).rows[1][0] == "bc"


def test_a_column_offers_its_choices() -> None:
    file = io.BytesIO()
    write_xlsx(file, [Sheet("x", [Column("a"), Column("b", choices=("易", "难"))], [])])
    (offered,) = openpyxl.load_workbook(file).active.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ('"易,难"', "B2:B2000")


def test_pictures_lie_over_their_cells_and_are_found_again() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 400)).save(picture, "PNG")
    placed = [PlacedPicture(1, 0, picture.getvalue()), PlacedPicture(3, 2, picture.getvalue())]
    file = io.BytesIO()
    write_xlsx(file, [Sheet("x", [Column("a")], [["b"]], placed), Sheet("y", [Column("c")], [])])
    assert pictures_in(file.getvalue()) == placed
    assert pictures_in(b"PK\x03\x04 no workbook") == []


def test_a_formula_behind_a_forbidden_character_is_none() -> None:
    file = io.BytesIO()
    write_xlsx(file, [Sheet("x", [Column("a")], [["\x0b=1+1"]])])
    cell = openpyxl.load_workbook(file).active["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=1+1", True)
