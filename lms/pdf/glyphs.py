"""Which characters our fonts can print. Asked before printing: a character that no font has would
come out as a box."""

import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
HOUSE = ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf")
# Joiners, and selectors of a variant of the character before: they have no look of their own.
_WITHOUT_LOOK = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})


@cache
def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _house() -> frozenset[int]:
    """What both weights have."""
    regular, bold = (_characters(FONTS / name) for name in HOUSE)
    return regular & bold


def fallback_font() -> Path | None:
    """The declared font for rare characters, where it is installed."""
    path = Path(settings.FALLBACK_FONT) if settings.FALLBACK_FONT else None
    return path if path and path.is_file() else None


def beyond_house(text: str) -> frozenset[str]:
    """The characters that our own fonts lack."""
    return frozenset(c for c in set(text) if ord(c) not in _house() and _has_look(c))


def missing_characters(text: str) -> list[str]:
    """The characters that no font has, each once, in their order in the text."""
    rare = beyond_house(text)
    if not rare:
        return []
    fallback = fallback_font()
    known = _characters(fallback) if fallback else frozenset()
    return [c for c in dict.fromkeys(text) if c in rare and ord(c) not in known]


def _has_look(character: str) -> bool:
    return (
        unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp")
        and ord(character) not in _WITHOUT_LOOK
    )
