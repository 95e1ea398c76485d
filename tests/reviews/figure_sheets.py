"""Sheets of service figures, as people send them."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.core.files.base import ContentFile

from reviews.actions.figures.check_figures import check_figures
from reviews.actions.figures.confirm_figures import confirm_figures
from reviews.models import FigureImport
from reviews.policies import IMPORT_FIGURES
from reviews.queries.figures import rows_of, shown
from tests.factories.reviews import ReviewWorld

HEADS = ["工号", "月份", "指标", "分子", "分母", "来源"]


def csv(*rows: Sequence[object], heads: Sequence[str] = HEADS, encoding: str = "utf-8") -> Any:
    lines = [",".join(str(cell) for cell in row) for row in [heads, *rows]]
    return ContentFile("\n".join(lines).encode(encoding))


def xlsx(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> Any:
    book, file = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in [heads, *rows]:
        page.append(list(row))
    book.save(file)
    return ContentFile(file.getvalue())


def check(world: ReviewWorld, file: Any, name: str = "十月.csv") -> FigureImport:
    return check_figures(actor=world.hr, file=file, file_name=name)


def imported(world: ReviewWorld, *rows: Sequence[object], name: str = "十月.csv") -> FigureImport:
    return confirm_figures(actor=world.hr, work=check(world, csv(*rows), name))


def row(world: ReviewWorld, **other: object) -> list[object]:
    """A row that nothing speaks against, unless told."""
    said = {
        "number": world.subject.staff_number,
        "month": "2026-10",
        "measure": "投诉关闭率",
        "numerator": 15,
        "denominator": 16,
        "source": "客户系统",
    }
    return list((said | other).values())


def reasons(world: ReviewWorld, work: FigureImport) -> dict[int, list[str]]:
    found = shown(rows_of(world.hr, IMPORT_FIGURES, work))
    return {each.number: list(each.remarks) for each in found if each.remarks}
