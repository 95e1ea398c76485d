"""Questions as the rows of a spreadsheet."""

import io
from collections.abc import Sequence

from assessments.enums import Difficulty
from assessments.rules.exchange import sheet_columns as columns
from assessments.rules.exchange.questions import ExchangedQuestion
from assessments.rules.exchange.sheet_choices import Cells
from assessments.rules.exchange.sheet_kinds import WRITERS
from lms.sheets.pictures import PlacedPicture, can_place
from lms.sheets.writing import Column, Sheet, write_xlsx

TITLE = "题目"
# A cell holds 32 767 characters.
_PART = 30_000


def workbook(
    filled: Sequence[Cells],
    questions: Sequence[ExchangedQuestion],
    noted: Sequence[str],
    *,
    with_pictures: bool,
) -> bytes:
    options = max((len(cells.options) for cells in filled), default=0)
    parts = max((-(-len(note) // _PART) for note in noted), default=0)
    headings = columns.layout(min(options, columns.MOST_OPTIONS), parts)
    file = io.BytesIO()
    place = [heading.name for heading in headings].index(columns.PICTURE)
    pictures = [
        PlacedPicture(row, place, question.picture.content)
        for row, question in enumerate(questions, start=1)
        if with_pictures and question.picture and can_place(question.picture.content)
    ]
    rows = [
        [_text(heading, cells, note) for heading in headings]
        for cells, note in zip(filled, noted, strict=True)
    ]
    write_xlsx(file, [Sheet(TITLE, as_columns(headings), rows, pictures)])
    return file.getvalue()


def as_columns(headings: Sequence[columns.Heading]) -> list[Column]:
    return [
        Column(
            heading.title,
            heading.width,
            columns.choices_of(heading.name),
            is_text=heading.name in (columns.OPTION, columns.ANSWER),
        )
        for heading in headings
    ]


def as_rows(
    headings: Sequence[columns.Heading], questions: Sequence[ExchangedQuestion]
) -> list[list[str | None]]:
    """The questions without notes and pictures."""
    filled = list(map(cells_of, questions))
    return [[_text(heading, cells, "") for heading in headings] for cells in filled]


def _text(heading: columns.Heading, cells: Cells, note: str) -> str | None:
    if heading.name == columns.NOTE:
        start = (heading.number - 1) * _PART
        return note[start : start + _PART] or None
    if heading.name == columns.OPTION:
        at = heading.number
        return cells.options[at] if at < len(cells.options) else None
    return cells.by_column.get(heading.name) or None


def cells_of(question: ExchangedQuestion) -> Cells:
    wording = question.wording
    cells = Cells()
    WRITERS[wording.kind](wording, cells)
    has_picture = question.picture and can_place(question.picture.content)
    cells.by_column |= {
        columns.CODE: question.code,
        columns.CATEGORY: " / ".join(name.replace("/", "//") for name in question.category),
        columns.KIND: columns.word_for(columns.KIND, wording.kind),
        columns.STEM: wording.stem,
        columns.MARKS: str(wording.marks),
        columns.EXPLANATION: wording.explanation,
        columns.DIFFICULTY: columns.word_for(columns.DIFFICULTY, Difficulty(question.difficulty))
        if question.difficulty in Difficulty
        else "",
        columns.TAGS: "、".join(question.tags),
        columns.SKILL: question.skill,
        columns.LANGUAGE: columns.word_for(columns.LANGUAGE, question.language),
        columns.PICTURE: question.picture.name if question.picture and has_picture else "",
        columns.PICTURE_ALT: wording.picture_alt,
    }
    return cells
