"""Addresses of pages with Chinese titles: pinyin, as it can be typed, sent, printed anywhere."""

import re
import unicodedata
from collections.abc import Container

from lms.people.rules.readings import syllables

LONGEST = 60


def slug_for(title: str, taken: Container[str] = ()) -> str:
    """奉茶礼仪 as "feng-cha-li-yi", with a number behind it where that is taken already. What has
    neither letters nor digits becomes "page"."""
    read = "-".join(syllables(title.lower()))
    plain = unicodedata.normalize("NFKD", read).encode("ascii", "ignore").decode()
    slug = _shortened(re.sub(r"[^a-z0-9]+", "-", plain).strip("-")) or "page"
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _shortened(slug: str) -> str:
    """At most `LONGEST` characters, cut between syllables where there is a place to."""
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
