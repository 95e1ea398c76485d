"""The elements of a Moodle XML file, one question after the other, with their lines.

XML that breaks off inside a question costs that question only: reading goes on at the next
`<question`. A file that declares a document type or entities is refused whole, as is the custom
with XML from strangers (defusedxml).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers.expat import errors

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from assessments.errors import carried_words as words
from assessments.errors.exchange import DefinesEntities, EncodingUnknown, NotThisFormat
from assessments.rules.exchange.texts import decoded

_CHUNK = 1 << 16
_DEEPEST = 60
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_OTHER_ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1"), "iso-8859-1"),
    "us-ascii": "utf-8",
    "windows-1252": "windows-1252",
    "big5": "big5",
}
# What swallows the rest of the file, the questions in it included.
_NEVER_CLOSED = {
    errors.codes[errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN],
}
_QUESTION = re.compile(r"<question[\s>/]")
_ROOT = re.compile(r"<(?:quiz|question)[\s>/]")


@dataclass(frozen=True)
class Found:
    """A question element; `number` counts those that are no category from 1."""

    line: int
    number: int
    element: Element


@dataclass(frozen=True)
class Broken:
    """Where the XML breaks, and why; `name` is what the question is called, if that was said."""

    line: int
    number: int
    reason: str
    name: str = ""


def text_of(content: bytes) -> str:
    """The XML as text, in the encoding it names. Raises `EncodingUnknown`."""
    named = _ENCODING.match(content[:400])
    encoding = _OTHER_ENCODINGS.get(named[1].decode().lower()) if named else None
    if encoding is None:
        return decoded(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise EncodingUnknown(line=line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def elements(text: str) -> Iterator[Found | Broken]:
    """Raises `DefinesEntities`, and `NotThisFormat` where no question element is in the text."""
    if not _ROOT.search(text):
        raise NotThisFormat(format="Moodle XML", problem="<quiz>")
    declaration = _DECLARATION.match(text)
    start, number, line = declaration.end() if declaration else 0, 0, 1
    line += text.count("\n", 0, start)
    prefix = ""
    while True:
        parser = _Parser(text, start, line, number, prefix)
        yield from parser.found()
        if parser.error is None:
            return
        number = parser.number
        yield parser.error
        # The broken question itself must not be met again.
        after = _QUESTION.search(text, max(parser.broken_at, start + 1))
        if after is None:
            return
        line += text.count("\n", start, after.start())
        start, prefix = after.start(), "<quiz>"


class _Parser:
    """One run over the text from a place on, until its end or an error; `broken_at` is from where
    on the next question may begin."""

    def __init__(self, text: str, start: int, line: int, number: int, prefix: str) -> None:
        self._text, self._start, self._line, self._prefix = text, start, line, prefix
        self._fed = start
        self.number = number
        self.error: Broken | None = None
        self.broken_at = start
        self._builder = _Builder()
        self._parser = DefusedXMLParser(target=self._builder, forbid_dtd=True)
        self._builder.position = self._position

    def _position(self) -> tuple[int, int]:
        """The line of the file, and the byte of what was fed, at which the parser is."""
        expat = self._parser.parser
        return self._line + expat.CurrentLineNumber - 1, expat.CurrentByteIndex

    def found(self) -> Iterator[Found]:
        try:
            self._parser.feed(self._prefix)
            while self._fed < len(self._text):
                chunk = self._text[self._fed : self._fed + _CHUNK]
                self._fed += len(chunk)
                self._parser.feed(chunk)
                yield from self._counted()
            self._parser.close()
            yield from self._counted()
        except DefusedXmlException as error:
            raise DefinesEntities from error
        except (ParseError, _Misplaced) as error:
            yield from self._counted()
            self._note(error)

    def _counted(self) -> Iterator[Found]:
        for line, element in self._builder.taken():
            if element.get("type") != "category":
                self.number += 1
            yield Found(line, self.number, element)

    def _note(self, error: SyntaxError) -> None:
        line, byte = error.at if isinstance(error, _Misplaced) else self._position()
        begun = self._builder.begun
        reason = str(error)
        if isinstance(error, ParseError):
            reason = words.said(words.BROKEN_XML, problem=reason.split(":")[0])
        first = self._start if begun is None else self._place(begun) + 1
        is_open = getattr(error, "code", None) in _NEVER_CLOSED
        self.broken_at = first if is_open else max(first, self._place(byte))
        self.number += 1
        name = "" if begun is None else self._builder.name
        self.error = Broken(line, self.number, reason, name)

    def _place(self, byte: int) -> int:
        """Where in the text a byte of what was fed stands."""
        fed = self._text[self._start : self._fed].encode()[: max(0, byte - len(self._prefix))]
        return self._start + len(fed.decode(errors="ignore"))


class _Misplaced(SyntaxError):
    """An element at a place at which there can be none: on a line, at a byte of what was fed."""

    def __init__(self, message: str, line: int, byte: int) -> None:
        super().__init__(message)
        self.at = (line, byte)


class _Builder(TreeBuilder):
    """Builds questions and hands each out when it is closed."""

    position: Callable[[], tuple[int, int]]

    def __init__(self) -> None:
        super().__init__()
        # The byte at which the question begins that is open.
        self.begun: int | None = None
        self.name = ""
        self._line = 0
        self._open: list[Element] = []
        self._closed: list[tuple[int, Element]] = []

    def start(self, tag: Any, attrs: Any) -> Any:
        line, byte = self.position()
        if tag == "question" and self.begun is not None:
            raise _Misplaced(str(words.NOT_CLOSED), line, byte)
        if len(self._open) >= _DEEPEST:
            raise _Misplaced(str(words.TOO_DEEP), line, byte)
        if tag == "question":
            self.begun, self._line, self.name = byte, line, ""
        element = super().start(tag, attrs)
        self._open.append(element)
        return element

    def end(self, tag: Any) -> Any:
        element = super().end(tag)
        self._open.pop()
        if tag == "name" and self._open and self._open[-1].tag == "question":
            self.name = "".join(element.itertext()).strip()
        if tag == "question" and self.begun is not None:
            self._closed.append((self._line, element))
            self.begun = None
            if self._open:  # what was handed out need not be held
                self._open[-1].remove(element)
        return element

    def taken(self) -> list[tuple[int, Element]]:
        taken, self._closed = self._closed, []
        return taken
