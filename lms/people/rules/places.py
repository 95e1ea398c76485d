"""Units and posts as people name them in a sheet: by code, by name, or by the path of names."""

import re
from collections.abc import Iterable, Mapping

from lms.people.rules.name_keys import fold

SEPARATORS = re.compile(r"[/／>＞\\]")


class Directory:
    """Finds keys by names; a name may lead to several. Comparison forgives case, blanks, and
    Traditional characters."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._found: dict[str, set[int]] = {}
        self._asked: dict[str, set[int]] = {}

    def add_code(self, key: int, code: str) -> None:
        self._codes[code.strip().lower()] = key

    def add(self, key: int, names: Iterable[str]) -> None:
        """The names from the outermost in: every ending of the path leads to the key."""
        parts = [fold(name) for name in names]
        for start in range(len(parts)):
            self._found.setdefault("/".join(parts[start:]), set()).add(key)

    def find(self, text: str) -> set[int]:
        """The keys the text may mean: one by code, else all by name. A sheet names the same ones
        over and over, so what was found is kept."""
        if text not in self._asked:
            self._asked[text] = self._find(text)
        return self._asked[text]

    def _find(self, text: str) -> set[int]:
        if (key := self._codes.get(text.strip().lower())) is not None:
            return {key}
        parts = [folded for part in SEPARATORS.split(text) if (folded := fold(part))]
        return self._found.get("/".join(parts), set())


def paths_of(parents: Mapping[int, int | None], key: int) -> list[int]:
    """The keys from the root down to this one."""
    path = [key]
    while (parent := parents[path[0]]) is not None:
        path.insert(0, parent)
    return path
