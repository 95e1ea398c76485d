"""Text with delimiters (csv): which encoding, which delimiter, which rows."""

import csv
import io
import unicodedata
from collections.abc import Sequence

from lms.sheets.errors import DamagedFile, TooManyColumns, TooManyRows, WrongEncoding
from lms.sheets.limits import Limits

UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"
LINE_BREAKS = "\r\n\t"
# Not in use, private, or half of a pair: where such characters come out, the guess was wrong.
NO_TEXT = ("Cn", "Co", "Cs", "Cc")


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-16 where its mark says so, UTF-8, else GB18030, which Chinese
    spreadsheet programs write. Raises `WrongEncoding`."""
    if content.startswith(UTF16_BOMS):
        return _decoded(content, "utf-16")
    if content.startswith(UTF8_BOM):
        return _decoded(content, "utf-8-sig")
    for zeros, encoding in ((content[1:200:2], "utf-16-le"), (content[:200:2], "utf-16-be")):
        if len(content) > 3 and zeros.count(0) > len(zeros) * 0.3:
            return _decoded(content, encoding)
    try:
        return _decoded(content, "utf-8")
    except WrongEncoding:
        return _decoded(content, "gb18030")


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise WrongEncoding(content[: error.start].count(b"\n") + 1) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.isprintable() and any(map(_is_no_text, line)):
            raise WrongEncoding(number)
    return text, encoding


def _is_no_text(character: str) -> bool:
    return unicodedata.category(character) in NO_TEXT and character not in LINE_BREAKS


def read(text: str, limits: Limits) -> list[list[str]]:
    """The rows, all as long as the longest. Raises `TooManyRows`, `TooManyColumns`,
    `DamagedFile`."""
    delimiter, text = _delimiter(text)
    rows: list[list[str]] = []
    filled = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([cell.strip() for cell in row])
            filled = len(rows) if any(rows[-1]) else filled
            if filled > limits.rows + 1:
                raise TooManyRows(limits)
            if len(row) > limits.columns:
                raise TooManyColumns(limits)
    except csv.Error:
        raise DamagedFile from None
    return _squared(rows[:filled])


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter of the first line, and the text; "sep=;" as the first line names it."""
    first, __, rest = text.partition("\n")
    first = first.rstrip("\r")
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], rest
    outside_quotes = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside_quotes.count), text


def _squared(rows: Sequence[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
