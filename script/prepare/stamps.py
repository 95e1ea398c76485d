"""Remembering what was prepared from which inputs, so that it is not done twice."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from terminal import say

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("LMS_VAR_DIR") or ROOT / "var").resolve()


def fingerprint(paths: Iterable[Path], *facts: str) -> str:
    """A hash over names and contents of files (those below a directory too) and over `facts`."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(set(_files(paths))):
        digest.update(f"\0{path}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if one.is_file())
            yield from (one for one in inside if "__pycache__" not in one.parts)
        elif path.exists():
            yield path


class Stamps:
    """Fingerprints by name, in a small JSON file. An unreadable file counts as empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.known = dict(json.loads(path.read_text()))
        except (OSError, ValueError, TypeError):
            self.known = {}

    def get(self, name: str) -> str | None:
        return self.known.get(name)

    def forget(self, name: str) -> None:
        if self.known.pop(name, None):
            self._save()

    def set(self, **fingerprints: str) -> None:
        self.known.update(fingerprints)
        self._save()

    def _save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(self.known, indent=1, sort_keys=True))
        part.replace(self.path)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands that prepare the same work tree wait for each other."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "prepare.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("· Waiting for another command that is preparing this work tree …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
