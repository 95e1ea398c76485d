"""What a backup consists of: its parts, each with its SHA-256, listed in a manifest."""

import hashlib
import json
import shutil
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from terminal import Stop

FORMAT = "lms-backup/1"
MANIFEST = "manifest.json"
AT_ONCE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """`origin` and `sizes` are the ledger's: its name, and how many entries each log had."""

    version: str
    engine: str
    origin: str
    sizes: dict[str, int]
    parts: dict[str, str]
    format: str = FORMAT
    made_at: str = field(default_factory=lambda: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))

    def write(self, folder: Path) -> str:
        """Its own hash, by which the keys folder will know this backup."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False)
        (folder / MANIFEST).write_text(text, encoding="utf-8")
        return sha256(folder / MANIFEST)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises `Stop` where the folder holds no backup."""
        try:
            manifest = cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            raise Stop(f"{folder} holds no backup that was completed.") from None
        if manifest.format != FORMAT:
            raise Stop(f"The backup has the form {manifest.format}, not {FORMAT}.")
        return manifest

    def check(self, folder: Path) -> None:
        """Raises `Stop` unless exactly the listed parts are there, as they were written."""
        there = set(parts_of(folder)) - {MANIFEST}
        for name in sorted(self.parts.keys() | there):
            if name not in there:
                raise Stop(f"The backup is not whole: {name} is missing.")
            if name not in self.parts:
                raise Stop(f"The backup was altered: {name} does not belong to it.")
            if sha256(folder / name) != self.parts[name]:
                raise Stop(f"The backup was altered or damaged: {name} is not what was written.")


def parts_of(folder: Path) -> dict[str, Path]:
    """All files below, by their name in the manifest."""
    return {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }


def hashes_of(folder: Path) -> dict[str, str]:
    return {name: sha256(path) for name, path in parts_of(folder).items()}


def copy_tree(source: Path, target: Path) -> None:
    """Copy what is there. A file that vanishes meanwhile was deleted by the site: it has left."""
    for path in source.rglob("*") if source.exists() else ():
        if path.is_file() and not path.is_symlink():
            copied = target / path.relative_to(source)
            copied.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy2(path, copied)
            except FileNotFoundError:
                copied.unlink(missing_ok=True)


def copy_private(source: Path, target: Path) -> None:
    """For nobody but its owner, from the first byte on."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    shutil.copyfile(source, target)


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(AT_ONCE):
            digest.update(block)
    return digest.hexdigest()
