"""The question in a row of a spreadsheet."""

import re
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from assessments.enums import Difficulty, Kind
from assessments.errors import AssessmentError
from assessments.errors import carried_words as words
from assessments.rules.exchange import codes, notes
from assessments.rules.exchange import sheet_columns as columns
from assessments.rules.exchange.questions import ExchangedQuestion, Picture, Read, Refused
from assessments.rules.exchange.shapes import as_typed
from assessments.rules.exchange.sheet_choices import Cells, listed, refused
from assessments.rules.exchange.sheet_file import Row
from assessments.rules.exchange.sheet_kinds import READERS
from assessments.rules.wording import Wording

_SLASH = re.compile(r"(?<!/)/(?!/)")
_MARKS = re.compile(r"([0-9]{1,3}) ?分?")
_ENDINGS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


class _Told(msgspec.Struct):
    of: str
    note: msgspec.Raw


def read_row(row: Row) -> Read | Refused:
    """The question in a row, with what is lost, or why it cannot be taken over."""
    cells = row.cells
    name = cells[columns.CODE] or " ".join(cells[columns.STEM].split())[:40]
    digest = row.digest
    told = _told(row)
    try:
        if row.problem:
            raise refused("%(problem)s", problem=row.problem)
        picture = _picture(row)
        found = _found(row, name, picture, told, digest)
        found.question.wording.check()
    except AssessmentError as error:
        return Refused(row.place, name, str(error), row.number)
    return found


def _found(row: Row, name: str, picture: Picture | None, told: _Told | None, digest: str) -> Read:
    """The question in the cells, with its note; the note alone where it tells the whole of it."""
    is_unchanged = told is not None and told.of == digest
    if told is not None and is_unchanged and (whole := notes.told(_text(told), row.place, name)):
        return _with_picture(whole, picture)
    found = Read(row.place, name, _question(row.cells), tuple(_losses(row)))
    if row.note:
        note = _text(told) if told else ""
        found = notes.completed(found, note, is_unchanged=is_unchanged)
    return _with_picture(found, picture)


def _text(told: _Told) -> str:
    return bytes(told.note).decode()


def _with_picture(found: Read, picture: Picture | None) -> Read:
    return replace(found, question=replace(found.question, picture=picture))


def _told(row: Row) -> _Told | None:
    try:
        return msgspec.json.decode(row.note, type=_Told) if row.note else None
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _question(cells: Cells) -> ExchangedQuestion:
    if not any(cells.by_column.values()) and not cells.filled:
        raise refused(words.PICTURE_OF_NOTHING)
    kind_text = cells[columns.KIND]
    if not kind_text:
        raise refused(words.KIND_MISSING)
    kind = columns.kind_of(kind_text)
    if kind is None:
        raise refused(words.KIND_UNKNOWN, text=kind_text[:40])
    content, key = as_typed(kind, *READERS[kind](cells))
    wording = Wording(
        kind=kind,
        stem=cells.stem or cells[columns.STEM],
        content=content,
        key=key,
        explanation=cells[columns.EXPLANATION],
        marks=_marks(cells[columns.MARKS]),
        picture_alt=cells[columns.PICTURE_ALT],
    )
    return ExchangedQuestion(
        wording=wording,
        code=cells[columns.CODE],
        category=_category(cells[columns.CATEGORY]),
        skill=cells[columns.SKILL],
        difficulty=_difficulty(cells),
        language=_language(cells, wording),
        tags=tuple(dict.fromkeys(listed(cells[columns.TAGS]))),
    )


def _category(text: str) -> tuple[str, ...]:
    """“Service / Complaints” as names; a slash in a name is written twice."""
    names = (name.replace("//", "/").strip() for name in _SLASH.split(text))
    return tuple(name for name in names if name)


def _marks(text: str) -> int:
    match = _MARKS.fullmatch(text or "1")
    if match is None:
        raise refused(words.MARKS_UNCLEAR, text=text[:40])
    return int(match[1])


def _difficulty(cells: Cells) -> int:
    text = cells[columns.DIFFICULTY]
    found = columns.difficulty_of(text) if text else Difficulty.MEDIUM
    if found is None:
        cells.lose(words.DIFFICULTY_UNCLEAR, text=text[:40])
    return int(found or Difficulty.MEDIUM)


def _language(cells: Cells, wording: Wording) -> str:
    text = cells[columns.LANGUAGE]
    named = columns.language_named(text) if text else None
    if text and named is None:
        cells.lose(words.LANGUAGE_UNCLEAR, text=text[:40])
    return named or codes.language_of(wording)


def _losses(row: Row) -> Iterator[str]:
    """What was lost in reading the cells, and what stands in cells that nobody asked for."""
    cells = row.cells
    yield from cells.losses
    for title in row.unknown:
        yield words.said(words.COLUMN_UNKNOWN, name=title[:40])
    for name in (columns.ANSWER, columns.CREDIT, columns.FEEDBACK):
        if cells.by_column.get(name) and name not in cells.used:
            yield words.said(words.CELL_UNUSED, name=columns.HEADINGS[name])
    is_truth = columns.kind_of(cells[columns.KIND]) == Kind.TRUE_FALSE
    if is_truth and any(columns.truth_of(option) is None for option in cells.filled):
        yield words.said(words.CELL_UNUSED, name=columns.OPTION_HEADING)
    if len(row.pictures) > 1:
        yield words.said(words.ONE_PICTURE, name=str(len(row.pictures) - 1))


def _picture(row: Row) -> Picture | None:
    """The one that lies over the row, else that which its cell names."""
    name = row.cells[columns.PICTURE]
    if row.pictures:
        content = row.pictures[0]
        ending = next((end for head, end in _ENDINGS.items() if content.startswith(head)), "png")
        return Picture(name or f"row-{row.number}.{ending}", content)
    if not name:
        return None
    for known, content in row.files.items():
        if known.rpartition("/")[2] == name:
            return Picture(name, content)
    raise refused(words.SHEET_PICTURE_MISSING, name=name[:80])
