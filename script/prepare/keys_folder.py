"""The folder of a backup's keys: one current set, which every backup brings up to date.

The database copies hold no key of a person. Whose key was destroyed is gone from here with the next
backup, and thereby from all backups, however old. It must never lie with the copies.
"""

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from copies import copy_private
from terminal import Stop

KEYS = "subject-keys.json"
SECRET = "secret-key"
LEDGER_KEYS = "ledger-keys"
MASTER = "master-key"


@dataclass
class KeysFolder:
    """`keys` maps tokens to wrapped keys in hexadecimal; `destroyed` are the tokens whose keys are
    no more; `backups` the manifests' hashes of the backups these keys belong to, with their time.
    """

    path: Path
    origin: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    destroyed: list[str] = field(default_factory=list)
    backups: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path) -> "KeysFolder":
        """Empty where there is none yet. Raises `Stop` where what is there cannot be read."""
        if not (path / KEYS).exists():
            return cls(path)
        try:
            return cls(path, **json.loads((path / KEYS).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            raise Stop(f"{path / KEYS} cannot be read.") from None

    def renew(self, origin: str, keys: dict[str, str], destroyed: list[str]) -> None:
        """Take over the present keys. Raises `Stop` where those here are another ledger's."""
        if self.origin not in ("", origin):
            raise Stop(f"{self.path} holds the keys of {self.origin}, not of {origin}.")
        gone = set(self.destroyed).union(destroyed)
        self.origin, self.destroyed = origin, sorted(gone)
        self.keys = {token: key for token, key in keys.items() if token not in gone}

    def forget(self, destroyed: list[str]) -> int:
        """Keys that were destroyed since the folder was brought up to date go from here, too; how
        many it had not heard of. Raises `Stop` where the folder cannot be written."""
        news = set(destroyed) - set(self.destroyed)
        if news:
            self.renew(self.origin, self.keys, sorted(news))
            try:
                self.write()
            except OSError as error:
                raise Stop(
                    f"{self.path} cannot be written ({error.strerror}): it must learn of keys "
                    f"that were destroyed."
                ) from None
        return len(news)

    def write(self) -> None:
        """All at once: a reader finds the old set or the new one. What the old one held is
        overwritten, as far as the disk allows."""
        self._ensure()
        target = self.path / KEYS
        held = {name: value for name, value in vars(self).items() if name != "path"}
        draft = self.path / f"{KEYS}.part"
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with draft.open("w", encoding="utf-8") as file:
            json.dump(held, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        old = target.open("r+b") if target.exists() else None
        draft.replace(target)
        if old:
            with old:
                old.write(bytes(os.fstat(old.fileno()).st_size))
                old.flush()
                os.fsync(old.fileno())

    def take_files(self, secret: Path, ledger_keys: Path) -> None:
        """Copy those keys of the installation that are files. Raises `Stop` rather than put another
        master key in the place of the one that all here is wrapped with."""
        own = ledger_keys / MASTER, self.path / LEDGER_KEYS / MASTER
        if all(path.exists() for path in own) and len({path.read_text() for path in own}) > 1:
            raise Stop(f"{own[0]} is not the master key that {self.path} was written with.")
        self._ensure()
        _copy(secret, self.path / SECRET)
        for name in (MASTER, "signing-key", "verifier-keys"):
            _copy(ledger_keys / name, self.path / LEDGER_KEYS / name)

    def _ensure(self) -> None:
        """The folders, which nobody but their owner opens."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.path, self.path / LEDGER_KEYS):
            folder.mkdir(exist_ok=True, mode=0o700)
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)

    def rows(self) -> list[tuple[str, str]]:
        """Token and key of each row to be put back. Raises `Stop` for what is neither."""
        for token, key in self.keys.items():
            if not (re.fullmatch(r"[\w.-]{1,40}", token) and re.fullmatch(r"[0-9a-f]+", key)):
                raise Stop(f"{self.path / KEYS} holds something that is no key.")
        return [row for row in self.keys.items() if row[0] not in self.destroyed]


def _copy(source: Path, target: Path) -> None:
    if source.exists():
        draft = target.with_name(f"{target.name}.part")
        copy_private(source, draft)
        draft.replace(target)
