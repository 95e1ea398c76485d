"""The rules in force that somebody's words point to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from conduct_records.models import CodebookVersion
from conduct_records.rules.codebook import Codebook, Rule, RuleList, Text
from conduct_records.rules.searching import Entry, find, index_of
from lms.search.words import Piece, excerpt, words
from lms.ui.han import in_readers_script

# The indexes of a few versions; each is some tenths of a megabyte.
_indexes: dict[str, tuple[Entry, ...]] = {}
KEPT = 4
# Longer than any text of a rule: what was found is marked in all of it.
WHOLE = 10_000


@dataclass(frozen=True)
class Hit:
    """A rule with the lists it stands in; `title` and `text` mark what was looked for."""

    rule: Rule
    places: tuple[tuple[int, RuleList], ...]
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]


def search_rules(version: CodebookVersion, query: str) -> list[Hit]:
    """The rules of the version that say it, best first. In memory: no query."""
    book = version.codebook
    return [_hit(book, each.rule, query) for each in find(_index(version), query)]


def _index(version: CodebookVersion) -> tuple[Entry, ...]:
    if version.content_hash not in _indexes:
        while len(_indexes) >= KEPT:
            _indexes.pop(next(iter(_indexes)))
        _indexes[version.content_hash] = index_of(version.codebook)
    return _indexes[version.content_hash]


def _hit(book: Codebook, rule: Rule, query: str) -> Hit:
    parts = _parts(query)
    places = [
        (rule.lists[each.audience.code], each)
        for each in book.lists
        if each.line == rule.line and each.audience.code in rule.lists
    ]
    return Hit(
        rule,
        tuple(places),
        _shown(excerpt(_said(rule.title), parts, around=WHOLE)),
        _shown(excerpt(_said(rule.explanation), parts, around=WHOLE)),
    )


def _parts(query: str) -> str:
    """The query with its Chinese cut into pairs, so that a part of it is marked too."""
    return " ".join(dict.fromkeys(_pairs(query.split())))


def _pairs(parts: Iterable[str]) -> list[str]:
    cut: list[str] = []
    for part in parts:
        if part.isascii():
            cut.append(part)
        else:
            said = words(part)
            cut += ["".join(said[at : at + 2]) for at in range(max(1, len(said) - 1))]
    return cut


def _said(text: Text) -> str:
    return text.in_language(get_language() or "")


def _shown(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(Piece(in_readers_script(piece.text), piece.is_found) for piece in pieces)
