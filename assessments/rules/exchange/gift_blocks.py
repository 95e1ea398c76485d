r"""The parts of a GIFT file: comments, categories and questions, each with its line.

As in Moodle, a blank line ends a question. Besides, a question goes on after a blank line where its
answer is still open and closes before another one opens.

Signs with a meaning lose it after a backslash. `shielded` puts a sign of its own in place of each
such pair, so that all that reads the notation finds meaning only where there is some; `bare` gives
back what was meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# What Moodle's GIFT escapes; each has a code point that is no character and stands in no text.
_ESCAPED = "\\:#={}~n"
_SHIELDS = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_ESCAPED)}
_MEANT = {ord(shield): "\n" if sign == "n" else sign for sign, shield in _SHIELDS.items()}
_PAIR = re.compile(r"\\([\\:#={}~n])")
_TOKEN = re.compile(r"\[(?P<name>[a-z]+):(?P<value>(?:\\\]|[^\]\x00-\x1f])*)\]")
_WORDING = re.compile(r"\[wording: (?P<told>\{.*\})\]\s*$")
_CATEGORY = "$CATEGORY:"
_CONTEXT = re.compile(r"\$[a-z0-9]+\$")


@dataclass(frozen=True)
class Block:
    """A question as it stands in the file, shielded, and the line at which it begins. `tokens` are
    what stands in brackets in comments, [id:…] and [tag:…]; `told` is the exact question."""

    line: int
    text: str
    category: tuple[str, ...] = ()
    tokens: tuple[tuple[str, str], ...] = ()
    told: str = ""

    def token(self, name: str) -> str:
        return next((value for each, value in self.tokens if each == name), "")

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for name, value in self.tokens if name == "tag"))

    def line_of(self, place: int) -> int:
        """The line of a place in the text."""
        return self.line + self.text.count("\n", 0, place)


@dataclass
class _Open:
    """A block that is being read."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def add(self, number: int, line: str) -> None:
        self.line = self.line or number
        self.lines += [""] * (number - self.line - len(self.lines)) + [line]


def shielded(text: str) -> str:
    return _PAIR.sub(lambda pair: _SHIELDS[pair[1]], text)


def bare(text: str) -> str:
    """What a shielded text means."""
    return text.translate(_MEANT)


def escaped(text: str) -> str:
    """The text as GIFT writes it, in one line."""
    signs = re.sub(r"([\\:#={}~])", r"\\\1", text)
    return signs.replace("\n", "\\n")


def escaped_token(name: str, value: str) -> str:
    value = value.replace("]", "\\]")
    return f"[{name}:{value}]"


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file. Lines with // are comments; a comment belongs to the question that
    it stands in, or before without a blank line."""
    category: tuple[str, ...] = ()
    opened = _Open()
    lines = text.split("\n")
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if line.startswith("//"):
            opened.comments.append(line[2:])
        elif line.startswith(_CATEGORY) and not _is_open(opened):
            if opened.lines:
                yield _closed(opened, category)
            opened = _Open()
            category = path_in(line.removeprefix(_CATEGORY))
        elif line:
            opened.add(number, shielded(line))
        elif opened.lines and not (_is_open(opened) and _is_closed_later(lines, number)):
            yield _closed(opened, category)
            opened = _Open()
        elif not opened.lines:
            opened = _Open()
    if opened.lines:
        yield _closed(opened, category)


def _is_open(opened: _Open) -> bool:
    text = "\n".join(opened.lines)
    return text.rfind("{") > text.rfind("}")


def _is_closed_later(lines: list[str], start: int) -> bool:
    """Whether an answer that is open at a blank line closes before another question begins."""
    for raw in lines[start : start + 100]:
        line = raw.strip()
        if line.startswith(("//", "::", _CATEGORY)):
            return False
        if found := re.search("[{}]", shielded(line)):
            return found[0] == "}"
    return False


def _closed(opened: _Open, category: tuple[str, ...]) -> Block:
    tokens: list[tuple[str, str]] = []
    told = ""
    for comment in opened.comments:
        if exact := _WORDING.search(comment):
            told = exact["told"]
            continue
        for found in _TOKEN.finditer(comment):
            tokens.append((found["name"], found["value"].replace("\\]", "]").strip()))
    text = "\n".join(opened.lines)
    return Block(opened.line, text, category, tuple(tokens), told)


def path_in(text: str) -> tuple[str, ...]:
    """The names of a category from the root down; two slashes stand for one in a name. Moodle's
    "$course$" and its "top" are no names."""
    parts = re.split(r"(?<!/)/(?!/)", text.strip())
    names = [part.replace("//", "/").strip() for part in parts]
    if names and _CONTEXT.fullmatch(names[0]):
        names = names[2:] if names[1:2] == ["top"] else names[1:]
    return tuple(name for name in names if name)


def path_written(path: tuple[str, ...]) -> str:
    names = [name.replace("/", "//") for name in path]
    if not names or _CONTEXT.fullmatch(names[0]):
        names = ["$course$", "top", *names]
    return f"{_CATEGORY} {'/'.join(names)}"
