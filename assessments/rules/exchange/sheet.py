"""Questions in a spreadsheet, a row each; `sheet_columns` and `sheet_kinds` say what stands where.

What cells cannot say stands in the last columns, headed JSON, as {"of": digest of the row's other
cells, "note": see `notes`}. Pictures lie over the cells of their row.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from assessments.errors import carried_words as words
from assessments.rules.exchange import notes
from assessments.rules.exchange import sheet_columns as columns
from assessments.rules.exchange.questions import ExchangedQuestion, Read, Refused, Source, Written
from assessments.rules.exchange.sheet_choices import Cells
from assessments.rules.exchange.sheet_file import further_sheets, rows_of
from assessments.rules.exchange.sheet_rows import read_row
from assessments.rules.exchange.sheet_template import template
from assessments.rules.exchange.sheet_writing import cells_of, workbook
from lms.sheets.pictures import can_place

__all__ = ["read", "template", "write"]


def read(source: Source) -> Iterator[Read | Refused]:
    """Each row by its number, then further sheets with questions, as refused. Raises a
    `FileRefused` for a file that is no workbook, is too large, holds an archive, or has no row of
    headings."""
    rows = rows_of(source)
    return chain((read_row(row) for row in rows), further_sheets(source))


def write(questions: Sequence[ExchangedQuestion]) -> Written:
    """All of them; nothing is lost but pictures of formats that spreadsheets do not show."""
    filled = list(map(cells_of, questions))
    noted = _notes(filled, questions)
    losses = [
        Refused(
            words.said(words.ROW_PLACE, number=number),
            question.code,
            words.said(words.PICTURE_NOT_PLACED, name=question.picture.name),
        )
        for number, question in enumerate(questions, start=2)
        if question.picture and not can_place(question.picture.content)
    ]
    return Written(workbook(filled, questions, noted, with_pictures=True), losses)


def _notes(filled: Sequence[Cells], questions: Sequence[ExchangedQuestion]) -> list[str]:
    """For each question what reading its cells does not bring back."""
    if not questions:
        return []
    plain = workbook(filled, questions, [""] * len(filled), with_pictures=False)
    rows = {row.number: row for row in rows_of(Source(plain))}
    noted = []
    for number, question in enumerate(questions, start=2):
        row = rows[number]
        row.cells.by_column.pop(columns.PICTURE, None)
        digest = row.digest
        found = read_row(row)
        missing = notes.difference(question, found.question if isinstance(found, Read) else None)
        noted.append(notes.as_text({"of": digest, "note": missing}) if missing else "")
    return noted
