"""Names of files in an archive that is handed out. Pure."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

# What no system takes in the name of a file, or takes for a path.
UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
LONGEST = 120


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """For each name one that any system can unpack, all of them different, whatever the case."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        path = PurePosixPath(UNSAFE.sub("_", name).strip(". ") or "_")
        stem, suffix = path.stem[:LONGEST], path.suffix[:16]
        safe, number = f"{stem}{suffix}", 1
        while safe.casefold() in taken:
            number += 1
            safe = f"{stem}-{number}{suffix}"
        taken.add(safe.casefold())
        found[name] = safe
    return found
