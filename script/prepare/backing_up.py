"""`script/backup`."""

import argparse
import fcntl
import os
import shutil
import tomllib
from pathlib import Path

import database_copies
from copies import Manifest, copy_tree, hashes_of
from keys_folder import LEDGER_KEYS, SECRET, KeysFolder
from stamps import ROOT, VAR
from terminal import Stop, announced, say

CHECKPOINTS = "checkpoints.txt"
FILES = ("media", "private")


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    folder, keys = options.folder.resolve(), KeysFolder.at(options.keys.resolve())
    check_apart(folder, keys.path)
    if folder.exists() and any(folder.iterdir()):
        raise Stop(f"{folder} is not empty. Name a new folder: each backup has its own.")
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    manifest = _save(draft, keys)
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    entries = ", ".join(f"{log} {size}" for log, size in sorted(manifest.sizes.items()))
    say(f"The backup of {manifest.made_at} is in {folder}; its keys are in {keys.path}.")
    say(f"Entries of the ledger: {entries or 'none'}. Keep the two folders in different places.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="script/backup",
        description="Copy database, files and checkpoints of the running site; keys apart.",
    )
    parser.add_argument("folder", type=Path, help="a new one for this backup")
    parser.add_argument(
        "--keys",
        type=Path,
        required=True,
        help="the one folder of keys for all backups, kept elsewhere; brought up to date",
    )
    return parser


def check_apart(folder: Path, keys: Path) -> None:
    """Raises `Stop` where whoever gets the backup would get its keys too."""
    if folder == keys or folder in keys.parents or keys in folder.parents:
        raise Stop(
            "The keys lie apart from the backup: name a folder that is not within the other."
        )


def _save(draft: Path, keys: KeysFolder) -> Manifest:
    """Checkpoints come before the database, which knows them all, and files after it, which it
    names."""
    database = database_copies.present()
    with announced("Copying the checkpoints and the database"):
        _copy_checkpoints(draft)
        snapshot = database.save(draft)
    keys.renew(snapshot.origin, snapshot.keys, snapshot.destroyed)
    with announced("Copying the files"):
        for name in FILES:
            copy_tree(VAR / name, draft / name)
    manifest = Manifest(
        version=tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
        engine=database.engine,
        origin=snapshot.origin,
        sizes=snapshot.sizes,
        parts=hashes_of(draft),
    )
    keys.take_files(VAR / SECRET, ledger_keys())
    keys.backups[manifest.write(draft)] = manifest.made_at
    keys.write()
    return manifest


def _copy_checkpoints(draft: Path) -> None:
    path = checkpoint_file()
    if path.exists():
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)  # none is half written
            (draft / CHECKPOINTS).write_bytes(file.read())


def checkpoint_file() -> Path:
    named = os.environ.get("LMS_LEDGER_CHECKPOINT_FILE")
    return Path(named) if named else VAR / "ledger" / "checkpoints.txt"


def ledger_keys() -> Path:
    return Path(os.environ.get("LMS_LEDGER_KEYS_DIR") or VAR / LEDGER_KEYS)
