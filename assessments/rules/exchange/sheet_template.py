"""The workbook that trainers fill in: an empty sheet with lists to choose from, an example of every
kind, and what each column is for. In Chinese (`sheet_guide.yaml`), as its headings are."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assessments.rules.exchange import sheet_columns as columns
from assessments.rules.exchange.questions import ExchangedQuestion
from assessments.rules.exchange.shapes import as_typed
from assessments.rules.exchange.sheet_file import EXAMPLES, EXPLAINED
from assessments.rules.exchange.sheet_writing import TITLE, as_columns, as_rows
from assessments.rules.wording import Wording
from lms.sheets.writing import Column, Sheet, write_xlsx

_GUIDE = Path(__file__).with_name("sheet_guide.yaml")
_CATEGORY, _TAG = ("客户服务", "投诉处理"), "示例"


def template() -> bytes:
    """The workbook, as xlsx. Its first sheet is the one that is read."""
    headings = columns.layout(columns.LEAST_OPTIONS, 0)
    sheets = [
        Sheet(TITLE, as_columns(headings), []),
        Sheet(EXAMPLES, as_columns(headings), as_rows(headings, examples())),
        _explained(),
    ]
    file = io.BytesIO()
    write_xlsx(file, sheets)
    return file.getvalue()


def _explained() -> Sheet:
    guide = _guide()
    first, *use = guide["use"]
    rows = [
        *use,
        ["", ""],
        guide["headings"]["columns"],
        *guide["columns"],
        ["", ""],
        guide["headings"]["kinds"],
        *guide["kinds"],
    ]
    return Sheet(EXPLAINED, [Column(first[0], 18), Column(first[1], 110)], rows)


@cache
def _guide() -> dict[str, Any]:
    guide: dict[str, Any] = yaml.safe_load(_GUIDE.read_text(encoding="utf-8"))
    return guide


def examples() -> Sequence[ExchangedQuestion]:
    """A question of every kind."""
    return [_question(**example) for example in _guide()["examples"]]


def _question(
    *, code: str, kind: str, content: Any, key: Any, difficulty: int = 2, **wording: Any
) -> ExchangedQuestion:
    content, key = as_typed(kind, content, key)
    return ExchangedQuestion(
        Wording(kind=kind, content=content, key=key, **wording),
        code=code,
        category=_CATEGORY,
        difficulty=difficulty,
        tags=(_TAG,),
    )
