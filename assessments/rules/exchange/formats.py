"""Which module reads and writes a format, and what is asked of every file before it is opened."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from types import ModuleType

from assessments.enums import ExchangeFormat
from assessments.errors.exchange import (
    FileIsEmpty,
    FileOverLimit,
    FormatNotWritten,
    IsAnArchive,
)
from assessments.rules.exchange.questions import (
    MOST_BYTES,
    ExchangedQuestion,
    Read,
    Refused,
    Source,
    Written,
)

MB = 1024 * 1024
_HERE = "assessments.rules.exchange"
# Loaded when they are needed: most runs of the product read no file.
_MODULES = {
    ExchangeFormat.GIFT: "gift",
    ExchangeFormat.MOODLE_XML: "moodle_xml",
    ExchangeFormat.AIKEN: "aiken",
    ExchangeFormat.XLSX: "sheet",
    ExchangeFormat.DJANGO_QUIZ: "django_quiz",
    ExchangeFormat.JSON: "json_format",
}
# What is written so and read again is equal.
EXACT = (
    ExchangeFormat.GIFT,
    ExchangeFormat.MOODLE_XML,
    ExchangeFormat.XLSX,
    ExchangeFormat.JSON,
)
# Aiken has options and their letters, nothing else.
WRITTEN = (*EXACT, ExchangeFormat.AIKEN)
ENDINGS = {
    ExchangeFormat.GIFT: "txt",
    ExchangeFormat.MOODLE_XML: "xml",
    ExchangeFormat.AIKEN: "txt",
    ExchangeFormat.XLSX: "xlsx",
    ExchangeFormat.DJANGO_QUIZ: "json",
    ExchangeFormat.JSON: "json",
}
TYPES = {
    ExchangeFormat.GIFT: "text/plain; charset=utf-8",
    ExchangeFormat.MOODLE_XML: "application/xml",
    ExchangeFormat.AIKEN: "text/plain; charset=utf-8",
    ExchangeFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExchangeFormat.DJANGO_QUIZ: "application/json",
    ExchangeFormat.JSON: "application/json",
}
# Formats that always say where a question stands in the bank: one that is here is moved there.
SAY_PLACE = (ExchangeFormat.XLSX, ExchangeFormat.JSON)
# Formats in which a question without a picture has none; the others cannot show every picture.
SAY_PICTURE = (ExchangeFormat.MOODLE_XML, ExchangeFormat.JSON, ExchangeFormat.DJANGO_QUIZ)
_ARCHIVES = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh",
    b"\xfd7zXZ\x00",
)  # fmt: skip


def read(format: str, source: Source) -> Iterator[Read | Refused]:
    """The questions of the file, one after the other; one that cannot be read does not stop the
    rest. Raises an `errors.exchange.FileRefused` where nothing of the file can be read."""
    check_file(format, source.content)
    reader: Callable[[Source], Iterator[Read | Refused]] = _module(format).read
    return reader(source)


def check_file(format: str, content: bytes) -> None:
    """Raises `FileIsEmpty`, `FileOverLimit`, `IsAnArchive`."""
    if len(content) > MOST_BYTES:
        raise FileOverLimit(limit=MOST_BYTES // MB)
    if not content.strip():
        raise FileIsEmpty
    if format != ExchangeFormat.XLSX and content.startswith(_ARCHIVES):
        raise IsAnArchive


def write(format: str, questions: Sequence[ExchangedQuestion]) -> Written:
    """The questions as a file. Raises `FormatNotWritten`."""
    if format not in WRITTEN:
        raise FormatNotWritten(format=format)
    writer: Callable[[Sequence[ExchangedQuestion]], Written] = _module(format).write
    return writer(questions)


def template() -> bytes:
    """The sheet to fill in, with an example of each kind."""
    made: bytes = _module(ExchangeFormat.XLSX).template()
    return made


def _module(format: str) -> ModuleType:
    return import_module(f"{_HERE}.{_MODULES[ExchangeFormat(format)]}")
