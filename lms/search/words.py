"""How text is cut into words for searching, and how what was found is shown.

Chinese has no spaces, so every character counts as a word and a run of them as a phrase.
Characters are folded one by one (width and compatibility forms by NFKC, capitals, Traditional to
Simplified), so that positions in the folded text are positions in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

from opencc import OpenCC

# One Chinese character, or a run of letters, marks and digits of other scripts.
CHINESE = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
LETTER = rf"[^\W_{CHINESE}]"
WORD = re.compile(rf"[{CHINESE}]|{LETTER}+")


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=20_000)
def _folded(character: str) -> str:
    """One character for one, whatever the folding would make of it."""
    plain = normalize("NFKC", character).lower()
    if len(plain) != 1:
        return character.lower()[:1]
    simplified: str = _to_simplified().convert(plain)
    return simplified if len(simplified) == 1 else plain


def folded(text: str) -> str:
    """The text with its characters folded; as long as the text itself."""
    return "".join(map(_folded, text))


def words(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return WORD.findall(folded(text))


def phrases(query: str) -> list[list[str]]:
    """What somebody typed as phrases of words: each must occur, in this order and without a gap."""
    return [found for part in query.split() if (found := words(part))]


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt; `is_found` where it is what was looked for."""

    text: str
    is_found: bool


def _pattern(phrase: Sequence[str]) -> re.Pattern[str]:
    """Finds the phrase in folded text, whatever punctuation or space stands between its words."""
    start = rf"(?<!{LETTER})" if re.match(LETTER, phrase[0]) else ""
    # A last word that is not Chinese may be the beginning of a longer one.
    end = f"{LETTER}*" if re.match(LETTER, phrase[-1]) else ""
    return re.compile(start + r"[\W_]*".join(map(re.escape, phrase)) + end)


def occurrences(text: str, query: str) -> list[tuple[int, int]]:
    """Where the phrases of the query occur in the text, in order, merged where they touch; empty
    unless every phrase occurs."""
    plain = folded(text)
    spans: list[tuple[int, int]] = []
    for phrase in phrases(query):
        found = [match.span() for match in _pattern(phrase).finditer(plain)]
        if not found:
            return []
        spans += found
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def excerpt(text: str, query: str, *, around: int = 24) -> list[Piece]:
    """The text near the first occurrence of any phrase, with every occurrence marked; its
    beginning where nothing occurs. An ellipsis stands where text was left out."""
    text = " ".join(text.split())
    marks = [span for part in query.split() for span in occurrences(text, part)]
    start = max(0, min(marks)[0] - around) if marks else 0
    stop = min(len(text), start + 4 * around)
    pieces, at = [Piece("…", False)] if start else [], start
    for begin, end in sorted(marks):
        if begin < at or end > stop:
            continue
        pieces += [Piece(text[at:begin], False), Piece(text[begin:end], True)]
        at = end
    pieces.append(Piece(text[at:stop], False))
    if stop < len(text):
        pieces.append(Piece("…", False))
    return [piece for piece in pieces if piece.text]
