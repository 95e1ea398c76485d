"""Texts, numbers and pictures inside the elements of Moodle XML."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html import unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from assessments.errors import carried_words as words
from assessments.errors.exchange import QuestionNotTaken
from assessments.rules.exchange.questions import Picture, Source
from assessments.rules.exchange.texts import plain

AUTO = "moodle_auto_format"
MARKUP = frozenset({"html", AUTO, "markdown"})
FILES = "@@PLUGINFILE@@/"
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_DATA = re.compile(r"data:image/([a-z+.-]+);base64,(.*)", re.DOTALL)
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,20}[.,]?[0-9]{0,20}|[.,][0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?"
)


class Unreadable(QuestionNotTaken):
    """This question cannot be taken over; says why."""

    def __str__(self) -> str:
        return str(self.where["reason"])


def unreadable(message: object, **where: object) -> Unreadable:
    return Unreadable(reason=words.said(str(message), **where))


@dataclass
class Reading:
    """A question's element on its way in: what was read of it, and what is lost."""

    element: Element
    source: Source
    losses: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def lose(self, message: object, **where: object) -> None:
        loss = words.said(str(message), **where)
        if loss not in self.losses:
            self.losses.append(loss)

    def all(self, tag: str) -> list[Element]:
        self.used.add(tag)
        return self.element.findall(tag)

    def text(self, tag: str) -> str:
        """The plain text of a child with formatted text; "" where there is none."""
        self.used.add(tag)
        child = self.element.find(tag)
        return "" if child is None else self.plain(child)

    def value(self, tag: str, otherwise: str = "") -> str:
        """What a child without markup says."""
        self.used.add(tag)
        child = self.element.find(tag)
        return (said_in(child) or otherwise) if child is not None else otherwise

    def plain(self, child: Element) -> str:
        """The text without formatting; what is lost with it, and with it its files."""
        kept, losses = plain(raw(child), format_of(child))
        for loss in losses:
            self.lose("%(loss)s", loss=loss)
        for name in file_names(child):
            if name not in "".join(losses):
                self.lose(words.FILE_LOST, name=name)
        return kept

    def feedback(self, child: Element) -> str:
        found = child.find("feedback")
        return "" if found is None else self.plain(found)


def raw(child: Element) -> str:
    """The text as it was written: in `<text>`, in old files in the element itself."""
    inner = child.find("text")
    return (child if inner is None else inner).text or ""


def format_of(child: Element) -> str:
    return child.get("format") or AUTO


def said_in(child: Element) -> str:
    return raw(child).strip()


def file_names(child: Element) -> list[str]:
    return [file.get("name", "") for file in child.findall("file")]


def number(text: str) -> Decimal:
    """Raises `Unreadable`."""
    plain_text = text.strip()
    try:
        if _NUMBER.fullmatch(plain_text):
            return Decimal(plain_text.replace(",", "."))
    except InvalidOperation:
        pass
    raise unreadable(words.NOT_NUMBER, text=plain_text[:40])


def percent_text(text: str) -> str:
    """A fraction as the kinds write it: "33.33333", "100", "0"."""
    rounded = round(number(text or "0"), 5)
    written = f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"
    return "0" if written in ("", "-0", "-") else written


# Pictures of the question text ----------------------------------------------------------------


@dataclass(frozen=True)
class Image:
    """An `<img>` of a text."""

    tag: str
    source: str
    alt: str


def images(text: str) -> Iterator[Image]:
    for found in _IMAGE.finditer(text):
        given = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(found[0])
        }
        yield Image(found[0], given.get("src", ""), given.get("alt", ""))


def take_picture(reading: Reading, child: Element) -> tuple[str, Picture | None, str]:
    """The text without the picture that is taken along, the picture, and what it shows. Raises
    `Unreadable` where the file lacks it."""
    text = raw(child)
    if format_of(child) not in MARKUP:
        return text, None, ""
    taken: Picture | None = None
    alt = ""
    for image in images(text):
        name = _name(image.source)
        if image.source.lower().startswith(("http:", "https:", "//")):
            reading.lose(words.PICTURE_ELSEWHERE, name=image.source[:80])
        elif taken is not None:
            reading.lose(words.ONE_PICTURE, name=name[:80])
        else:
            taken, alt = _picture(reading.source, child, image.source, name), image.alt
        text = text.replace(image.tag, "", 1)
    kept = taken.name if taken else None
    for name in file_names(child):
        if name != kept and name not in "".join(reading.losses):
            reading.lose(words.FILE_LOST, name=name)
    return text, taken, " ".join(alt.split())[:200]


def _name(source: str) -> str:
    if source.startswith("data:"):
        kind = _DATA.match(source)
        return f"picture.{kind[1].split('+')[0]}" if kind else "picture"
    return unquote(source.removeprefix(FILES).partition("?")[0].rpartition("/")[2])


def _picture(source: Source, child: Element, address: str, name: str) -> Picture:
    inline = _DATA.match(address)
    if inline:
        return Picture(name, _bytes(inline[2], name))
    for file in child.findall("file"):
        if file.get("name", "") == name:
            if file.get("encoding", "base64") != "base64":
                raise unreadable(words.PICTURE_BROKEN, name=name)
            return Picture(name, _bytes(file.text or "", name))
    for known, content in source.files.items():
        if known.rpartition("/")[2] == name:
            return Picture(name, content)
    raise unreadable(words.PICTURE_MISSING, name=name[:80])


def _bytes(text: str, name: str) -> bytes:
    try:
        content = b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise unreadable(words.PICTURE_BROKEN, name=name) from error
    if not content:
        raise unreadable(words.PICTURE_BROKEN, name=name)
    return content
