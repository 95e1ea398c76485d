"""Text of other programs as plain text: what is kept here has no formatting.

`plain` turns HTML, Markdown and Moodle's automatic format into text and says what is lost;
`decoded` makes text of a file's bytes.
"""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from assessments.errors import exchange_words as words
from assessments.errors.exchange import EncodingUnknown

PLAIN, HTML, MARKDOWN, MOODLE = "plain", "html", "markdown", "moodle"
# What programs call the formats.
_FORMATS = {
    "plain": PLAIN,
    "plain_text": PLAIN,
    "plaintext": PLAIN,
    "html": HTML,
    "markdown": MARKDOWN,
    "moodle": MOODLE,
    "moodle_auto_format": MOODLE,
}
_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_LOST = {
    **dict.fromkeys(("b", "strong"), words.BOLD),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), words.ITALIC),
    **dict.fromkeys(("u", "ins"), words.UNDERLINED),
    **dict.fromkeys(("s", "del", "strike"), words.STRUCK),
    **dict.fromkeys(("font", "mark", "big", "small"), words.COLOUR),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), words.HEADING),
    **dict.fromkeys(("code", "pre", "kbd", "samp", "tt"), words.CODE),
    "table": words.TABLE,
}
_MEDIA = frozenset("audio video iframe object embed".split())
_CALLED = 40
_UNSEEN = frozenset("script style head template noscript".split())
_STYLED = re.compile(r"color|background|font|text-decoration", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Tags that an editor writes; other text in angle brackets is meant as it stands.
_TAGS = (
    "a abbr acronym audio b big blockquote br center cite code dd del div dl dt em embed font h1 "
    "h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark object ol p pre q s small source span strike "
    "strong sub sup table tbody td tfoot th thead tr tt u ul video"
).replace(" ", "|")
# The parser stumbles over sections of other names than those of office programs.
_DECLARED = re.compile(r"<(?:!doctype\b|!\[(?:if|else|endif)\b|\?)[^<>]*>", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
_MARKUP = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")


def decoded(content: bytes) -> str:
    """The text of a file with line ends as they are kept; a byte order mark is left out. Raises
    `EncodingUnknown` with the line for what is not UTF-8 (or, with its mark, UTF-16)."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise EncodingUnknown(line=before.count(b"\n") + 1) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def format_named(name: str) -> str | None:
    """The format that a program calls so; None for one it has no text in."""
    return _FORMATS.get(name.strip().lower())


def plain(text: str, format: str = MOODLE, *, pictures: int = 0) -> tuple[str, tuple[str, ...]]:
    """The text without formatting, and what is lost with it, one sentence each.

    `format` is one of `PLAIN`, `HTML`, `MARKDOWN`, `MOODLE`, or what programs call them; another
    one is read as HTML. So many `pictures` the caller takes along itself: they count as no loss.
    """
    kept = format_named(format) or HTML
    if kept == PLAIN:
        return text, ()
    if kept == MOODLE:
        if not _MARKUP.search(text):
            return text, ()
        text = re.sub(r"(?<=[^\s>])[ \t]*\n", "<br>", _shielded(text))
    elif kept == MARKDOWN:
        text = MarkdownIt("commonmark").render(text)
    reader = _Reader(pictures)
    reader.feed(_well_formed(text))
    reader.close()
    return reader.text(), reader.losses()


def called(text: str) -> str:
    """How a report calls a question that has no name: by how it begins, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _CALLED else line[: _CALLED - 1] + "…"


def is_plain(text: str, format: str = MOODLE) -> bool:
    """Whether the text says the same in the format as in none."""
    return plain(text, format) == (text, ())


def _well_formed(text: str) -> str:
    """HTML without comments and declarations, every < that begins no whole tag as what it says: the
    parser stops at some of these, and takes time that grows with the square of how many there are.
    """
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return _NO_TAG.sub("&lt;", _DECLARED.sub("", "".join(kept) + text[at:]))


def _shielded(text: str) -> str:
    """The text with every < that begins no known tag as what it says."""
    return re.sub(rf"<(?!/?(?:{_TAGS})(?:[\s/>]))", "&lt;", text)


class _Reader(HTMLParser):
    """Collects lines of text. List items begin with a dash or their number, cells of a table have a
    bar between them, the address of a link follows it in brackets."""

    def __init__(self, pictures: int) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [""]
        self._lost: dict[str, None] = {}
        self._dropped: list[str] = []
        self._pictures = pictures
        self._unseen = 0
        self._kept_lines = 0
        self._lists: list[int | None] = []
        self._shift: list[dict[int, int]] = []
        self._link: list[tuple[str, int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _LOST:
            self._lost[str(_LOST[tag])] = None
        if tag != "img" and _STYLED.search(given.get("style", "")):
            self._lost[str(words.COLOUR)] = None
        if tag == "br":
            self._lines.append("")
        elif tag in _BLOCKS:
            self._break()
        if tag == "img":
            self._drop_picture(given)
        elif tag in _MEDIA:
            name = given.get("src") or given.get("data") or str(words.WITHOUT_NAME)
            self._dropped.append(words.said(words.MEDIUM_LOST, name=name[:80]))
        self._begin(tag, given)

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if tag == "pre":
            self._kept_lines += 1
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._lines[-1] += self._item()
        elif tag in ("td", "th") and self._lines[-1]:
            self._lines[-1] = self._lines[-1].rstrip() + " | "
        elif tag in ("sup", "sub"):
            self._shift.append(_RAISED if tag == "sup" else _LOWERED)
        elif tag == "a":
            # A link in a link is none.
            self._link = [(given.get("href", ""), len(self._lines) - 1, len(self._lines[-1]))]

    def _item(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _drop_picture(self, given: dict[str, str]) -> None:
        if self._pictures:
            self._pictures -= 1
            return
        source = given.get("src", "")
        name = given.get("alt") or ("" if source.startswith("data:") else source)
        name = name.removeprefix("@@PLUGINFILE@@/") or str(words.WITHOUT_NAME)
        self._dropped.append(words.said(words.PICTURE_LOST, name=name[:80]))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self._break()
        if tag == "pre":
            self._kept_lines = max(0, self._kept_lines - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in ("sup", "sub") and self._shift:
            self._shift.pop()
        elif tag == "a" and self._link:
            self._end_link(*self._link.pop())

    def _end_link(self, address: str, line: int, start: int) -> None:
        shown = "".join(self._lines[line:])[start:].strip()
        if address and not address.startswith("#") and address not in (shown, f"mailto:{shown}"):
            self._lines[-1] += f" ({address})"

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._kept_lines:
            first, *rest = data.split("\n")
            self._lines[-1] += first
            self._lines.extend(rest)
            return
        if self._shift:
            data = self._shifted(data)
        data = re.sub(r"[ \t\r\n\f\u00a0]+", " ", data)
        is_start = not self._lines[-1] or self._lines[-1].endswith(" ")
        self._lines[-1] += data.lstrip(" ") if is_start else data

    def _shifted(self, data: str) -> str:
        shifted = data.translate(self._shift[-1])
        if any(old == new and not old.isspace() for old, new in zip(data, shifted, strict=True)):
            self._lost[str(words.RAISED)] = None
            return data
        return shifted

    def _break(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")

    def text(self) -> str:
        lines = [line.strip() for line in self._lines]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def losses(self) -> tuple[str, ...]:
        found = list(self._dropped)
        if self._lost:
            found.insert(0, words.said(words.FORMATTING_LOST, what=", ".join(self._lost)))
        return tuple(found)
