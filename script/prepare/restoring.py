"""`script/restore`."""

import argparse
import os
import shutil
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import database_copies
import system_packages
import virtual_environment
from backing_up import CHECKPOINTS, FILES, check_apart, checkpoint_file, ledger_keys
from copies import MANIFEST, Manifest, copy_private, copy_tree, sha256
from keys_folder import KEYS, LEDGER_KEYS, SECRET, KeysFolder
from running import CUT_OFF, site_resting
from stamps import ROOT, VAR, one_at_a_time
from taking_over import Steps, ending_interrupts, undisturbed
from terminal import Stop, announced, run, say
from virtual_environment import PYTHON

STAGED = VAR / "restoring"


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    folder, keys = options.folder.resolve(), KeysFolder.at(options.keys.resolve())
    with site_resting():
        with announced("Checking the backup"):
            manifest = _checked(folder, keys)
        database = database_copies.present()
        _check_place(manifest, database, may_replace=options.replace)
        checkpoints = _checkpoints(folder, manifest, may_lose=options.accept_loss)
        with one_at_a_time():
            system_packages.ensure(system_packages.TO_RUN)
            virtual_environment.ensure("run")
        _learn_erasures(keys, manifest, database)
        with ending_interrupts():
            try:
                _stage(folder, keys, database, checkpoints)
                _verify(keys, database)
            except BaseException:
                database.discard()
                shutil.rmtree(STAGED, ignore_errors=True)
                raise
            aside = _accept(database)
        shutil.rmtree(STAGED, ignore_errors=True)
    say(f"The site is back as it was at {manifest.made_at}. Start it: script/server")
    if aside:
        say(f"What was here before is set aside: {aside}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="script/restore",
        description="Put a backup back. It is verified before it takes its place.",
    )
    parser.add_argument("folder", type=Path, help="the backup")
    parser.add_argument("--keys", type=Path, required=True, help="the folder of the keys")
    parser.add_argument(
        "--replace", action="store_true", help="set aside what is here; nothing is deleted"
    )
    parser.add_argument(
        "--accept-loss",
        action="store_true",
        help="even where entries that were signed here are not in the backup",
    )
    return parser


def _checked(folder: Path, keys: KeysFolder) -> Manifest:
    """Raises `Stop` unless the backup is whole, unaltered, and one these keys belong to."""
    check_apart(folder, keys.path)
    manifest = Manifest.read(folder)
    if not keys.backups:
        raise Stop(f"{keys.path} holds no keys of a backup.")
    if sha256(folder / MANIFEST) not in keys.backups:
        raise Stop(
            "The backup was altered, or other keys belong to it: the keys' folder does not "
            "know its manifest."
        )
    manifest.check(folder)
    return manifest


def _check_place(
    manifest: Manifest, database: database_copies.Database, *, may_replace: bool
) -> None:
    if manifest.engine != database.engine:
        raise Stop(f"The backup is one of {manifest.engine}; DATABASE_URL names {database.engine}.")
    has_files = any(path.is_file() for name in FILES for path in (VAR / name).rglob("*"))
    if (database.stands() or has_files) and not may_replace:
        raise Stop("A site stands here already. With --replace it is set aside for the backup.")
    if database.is_used():
        raise Stop("The database is in use. End what uses it first.")


def _checkpoints(folder: Path, manifest: Manifest, *, may_lose: bool) -> Path:
    """The checkpoint file to go on with: this machine's own, unless it knows what is lost."""
    own, saved = checkpoint_file(), folder / CHECKPOINTS
    if not own.exists():
        return saved
    known, before = own.read_text(), saved.read_text() if saved.exists() else ""
    lost = []
    for log in ("records", "looks"):
        origin = f"{manifest.origin.rpartition('/')[0]}/{log}"
        size, signed = manifest.sizes.get(log, 0), _largest(origin, known)
        if signed > size:
            lost.append(f"{log}: {signed - size} entries, {size} to {signed - 1}")
    if not lost and known.startswith(before):
        return own
    if not may_lose:
        why = "Signed on this machine, and not in the backup:\n" + "\n".join(lost)
        if not lost:
            why = "This machine's checkpoint file tells another history than the backup."
        raise Stop(
            f"{why}\n\nOthers may hold these checkpoints and will see that the ledger went "
            f"back. Restore a later backup, or accept it with --accept-loss."
        )
    return saved


def _largest(origin: str, checkpoints: str) -> int:
    """The largest size that a checkpoint of the log states: the line after its name."""
    lines = checkpoints.splitlines()
    sizes = [after for name, after in pairwise(lines) if name == origin]
    return max((int(size) for size in sizes if size.isdecimal()), default=0)


def _learn_erasures(
    keys: KeysFolder, manifest: Manifest, database: database_copies.Database
) -> None:
    """Who was erased here since the last backup stays erased."""
    if not database.stands():
        return
    try:
        news = keys.forget(database.destroyed(manifest.origin))
    except database_copies.Unreadable as unreadable:
        say(f"  The database that stands here cannot be read: {unreadable}")
        say("  Whom it erased after the last backup, nobody knows: erase them again.")
        return
    if news:
        say(f"· Erasures made here after the last backup: {news}. They are kept.")


def _stage(
    folder: Path, keys: KeysFolder, database: database_copies.Database, checkpoints: Path
) -> None:
    shutil.rmtree(STAGED, ignore_errors=True)
    STAGED.mkdir(parents=True, mode=0o700)
    with announced("Putting the backup into a fresh place"):
        database.stage(folder, keys.rows())
        for name in FILES:
            copy_tree(folder / name, STAGED / name)
        (STAGED / LEDGER_KEYS).mkdir(mode=0o700)
        for path in (keys.path / LEDGER_KEYS).glob("*"):
            copy_private(path, STAGED / LEDGER_KEYS / path.name)
        if (keys.path / SECRET).exists():
            copy_private(keys.path / SECRET, STAGED / SECRET)
        if checkpoints.exists():
            shutil.copy2(checkpoints, STAGED / CHECKPOINTS)


def _verify(keys: KeysFolder, database: database_copies.Database) -> None:
    """Raises `Stop` where the restored ledger does not hold."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "DATABASE_URL": database.staged_url,
        "LMS_VAR_DIR": str(STAGED),
        "LMS_LEDGER_CHECKPOINT_FILE": str(STAGED / CHECKPOINTS),
        "LMS_LEDGER_KEYS_DIR": str(STAGED / LEDGER_KEYS),
    }
    again = ("people", "repeat-erasures", str(keys.path / KEYS))
    for title, command in (
        ("Migrating", ("migrate", "--noinput")),
        *([("Making later erasures again", again)] if keys.destroyed else []),
        ("Verifying the ledger", ("ledger", "verify")),
    ):
        with announced(title):
            run(
                [PYTHON, str(ROOT / "manage.py"), *command],
                env=os.environ | settings,
                hint="The backup was not accepted; everything is as it was.",
            )


def _accept(database: database_copies.Database) -> str:
    """Each part takes its place; what had it is set aside. Where that is, if anything was there.

    Raises `Stop` where it is interrupted or something fails: every part is back then, or the text
    says where it is. Should this process be killed, a file tells `script/server`."""
    aside = VAR / time.strftime("replaced-%Y%m%d-%H%M%S")
    there, steps = database.stands(), Steps()
    earlier = CUT_OFF.read_text(encoding="utf-8") if CUT_OFF.exists() else ""
    old = database.aside_name(aside)
    where = f"{aside}" + (f", {old}" if there and not old.startswith(str(aside)) else "")
    try:
        with announced("Taking it over"):
            aside.mkdir(mode=0o700)
            steps.do(lambda: _mark(earlier, where), lambda: _mark(earlier))
            database.accept(aside, steps)
            _move_files(aside, steps)
            _mark()
    except BaseException as error:
        with undisturbed():
            _take_back(steps, aside, where, database, error)
    if not any(aside.iterdir()):
        aside.rmdir()
        return old if there else ""
    return where


def _mark(*places: str) -> None:
    """Say where the site's parts are while they are not in their places."""
    if any(places):
        CUT_OFF.write_text(", ".join(filter(None, places)), encoding="utf-8")
    else:
        CUT_OFF.unlink(missing_ok=True)


def _move_files(aside: Path, steps: Steps) -> None:
    for staged, target in (
        *((STAGED / name, VAR / name) for name in FILES),
        (STAGED / SECRET, VAR / SECRET),
        (STAGED / LEDGER_KEYS, ledger_keys()),
        (STAGED / CHECKPOINTS, checkpoint_file()),
    ):
        is_there = staged.is_file() or (staged.is_dir() and any(staged.iterdir()))
        if target.exists() and (is_there or target.name in FILES):
            steps.move(target, aside / target.name)
        if is_there:
            steps.move(staged, target)


def _take_back(
    steps: Steps,
    aside: Path,
    where: str,
    database: database_copies.Database,
    error: BaseException,
) -> NoReturn:
    """What was staged stays: deleting is for the next restore, which makes it anew."""
    why = "it was interrupted" if isinstance(error, KeyboardInterrupt) else f"{error}"
    copy = f"The verified copy is kept in {database.staged_places}; it holds keys."
    try:
        steps.take_back()
    except (OSError, Stop) as second:
        raise Stop(
            f"The backup was not taken over ({why}), and what was here before could not be put "
            f"back ({second}). Its parts are in {where}. {copy}"
        ) from error
    with suppress(OSError):
        aside.rmdir()
    raise Stop(f"The backup was not taken over ({why}); everything is as it was. {copy}") from error
