"""Where names stand in a text, however they are written: in Simplified or Traditional characters,
with or without accents, capitals, spaces and hyphens. A name in Latin letters or digits is found as
a word of its own, and with its words the other way round."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from opencc import OpenCC

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Of letters and digits those that are not Chinese; an underscore stands between words.
LETTER = rf"[^\W_{HAN}]"
WORDS = re.compile(rf"[{HAN}]|{LETTER}+")
# Between the parts of a name, by what was typed there.
WITHIN, APART, ELSEWHERE = r"\s*", r"[\s'’.·•・-]*", r"[\W_]*"

Span = tuple[int, int]


@cache
def plain(character: str) -> str:
    """In small letters without accents; a Chinese character as its Simplified one."""
    simple = unicodedata.normalize("NFKD", _to_simplified().convert(character)).casefold()
    return "".join(each for each in simple if not unicodedata.combining(each))


def folded(text: str) -> str:
    return "".join(map(plain, text))


def key(name: str) -> str:
    """The same for all spellings of a name."""
    return "".join(WORDS.findall(folded(name)))


def spans_of(name: str, text: str) -> list[Span]:
    """Where the name stands in the text; they do not overlap."""
    found = _pattern(name)
    if found is None:
        return []
    simple, places = _with_places(text)
    return [
        (places[match.start()], places[match.end() - 1] + 1) for match in found.finditer(simple)
    ]


@lru_cache(maxsize=256)
def _with_places(text: str) -> tuple[str, list[int]]:
    """The text folded, and of each of its characters from which one of the text it comes."""
    return folded(text), [at for at, each in enumerate(text) for _ in plain(each)]


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str] | None:
    """None for what has no letters."""
    simple = folded(name)
    words = list(WORDS.finditer(simple))
    if not words:
        return None
    end = re.escape(simple[words[-1].end() :].strip())
    ways = ["".join(_parts(simple, words)) + f"(?:{end})?"]
    if len(words) > 1 and not re.search(f"[{HAN}]", simple):
        ways.append(APART.join(_spelled(word[0]) for word in reversed(words)))
    return re.compile("|".join(ways))


def _parts(simple: str, words: list[re.Match[str]]) -> Iterator[str]:
    for before, word in zip([None, *words], words, strict=False):
        if before is not None:
            yield _between(simple[before.end() : word.start()])
        yield _spelled(word[0])


def _between(typed: str) -> str:
    if not typed:
        return WITHIN
    return APART if re.fullmatch(APART, typed) else ELSEWHERE


def _spelled(word: str) -> str:
    """A Chinese character; or a word of which nothing goes before or comes after, hyphens apart."""
    if re.match(f"[{HAN}]", word):
        return word
    spelled = "['’-]?".join(map(re.escape, word))
    return rf"(?<!{LETTER}){spelled}(?!{LETTER})"


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
