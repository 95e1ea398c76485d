"""Content for readers of Traditional Chinese.

Authors write Simplified Chinese. Who reads in Traditional gets the same text converted as the
interface's catalogue is (`catalogues.Converter`: OpenCC and `locale/terms.toml`). Names of people
and certificates are shown as they were written and do not come here.
"""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lms.ui.catalogues import Converter

TRADITIONAL = "zh-hant"
# Titles, options and the like stay in the process; longer texts go to the cache.
SHORT = 200
KEPT_SECONDS = 24 * 3600


def in_readers_script(text: str) -> str:
    """The text, in Traditional characters for who reads those. May be HTML: no markup changes, and
    what was safe stays so."""
    if not text or get_language() != TRADITIONAL:
        return text
    converted = _short(str(text)) if len(text) <= SHORT else _long(str(text))
    return mark_safe(converted) if isinstance(text, SafeString) else converted  # noqa: S308


def in_traditional(text: str) -> str:
    """The text in Traditional characters, whoever reads."""
    return _converter().convert(text)


@lru_cache(maxsize=8192)
def _short(text: str) -> str:
    return in_traditional(text)


def _long(text: str) -> str:
    key = f"han:{blake2b(text.encode(), digest_size=20).hexdigest()}"
    return str(cache.get_or_set(key, lambda: in_traditional(text), KEPT_SECONDS))


@lru_cache(maxsize=1)
def _converter() -> Converter:
    """Words of the interface stand among the content, converted already: they stay as they are."""
    terms = Converter.from_file(Path(settings.LOCALE_PATHS[0]) / "terms.toml").terms
    return Converter({word: word for word in terms.values()} | terms)
