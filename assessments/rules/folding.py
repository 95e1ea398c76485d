"""When two answers in words count as the same.

Width and other compatibility forms (NFKC), capitals, spaces, punctuation and the Traditional or
Simplified way of writing make no difference. Between two digits a point, colon, slash or hyphen is
kept, as 3.5 is not 35 and 8:30 is not 830.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from unicodedata import category, normalize

from opencc import OpenCC

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.:/-](?=\d)")
# Unicode's general categories of separators, control and format characters.
_SPACES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text as it is compared; empty where it holds nothing but spaces and punctuation."""
    plain = normalize("NFKC", normalize("NFKC", text).casefold())
    plain = "".join(character for character in plain if category(character) not in _SPACES)
    kept = {match.start() for match in _BETWEEN_DIGITS.finditer(plain)}
    bare = "".join(
        character
        for place, character in enumerate(plain)
        if place in kept or not category(character).startswith("P")
    )
    simplified: str = _to_simplified().convert(bare)
    return simplified


Synonyms = Sequence[Sequence[str]]


def with_synonyms(text: str, groups: Synonyms) -> str:
    """Folded text in which the first word of a group stands for every word of it. Where words begin
    at the same place, the longest counts. The words must be folded."""
    first = {word: group[0] for group in groups for word in group}
    if not first:
        return text
    longest_first = sorted(first, key=lambda word: (-len(word), word))
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: first[found[0]], text)
