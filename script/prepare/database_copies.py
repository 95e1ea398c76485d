"""Copying a running database without the keys of persons, and putting a copy back."""

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import postgres
import site_data
from copies import copy_private
from stamps import VAR
from taking_over import Steps
from terminal import Stop

Rows = list[tuple[str, str]]


class Unreadable(Exception):
    """What stands in the database's place cannot be asked; the text says why."""


@dataclass(frozen=True)
class Snapshot:
    """What the copy's ledger says at its moment; `keys` are left out of the copy itself."""

    origin: str
    sizes: dict[str, int]
    keys: dict[str, str]
    destroyed: list[str]


class Database(Protocol):
    """`save` writes a copy of one moment into the folder, while the site runs.

    `destroyed` are the erasures that the present one's ledger knows, where it is the ledger of that
    name; it raises `Unreadable`. `stage` puts a copy, with those keys, into a
    fresh place, which `staged_url` names; `accept` gives it, by steps, the place of the present
    one, which is set aside under the name that `aside_name` says; `discard` clears the fresh place.
    """

    engine: str
    staged_url: str
    staged_places: str

    def save(self, folder: Path) -> Snapshot: ...

    def stands(self) -> bool: ...

    def is_used(self) -> bool: ...

    def destroyed(self, origin: str) -> list[str]: ...

    def stage(self, folder: Path, keys: Rows) -> None: ...

    def aside_name(self, aside: Path) -> str: ...

    def accept(self, aside: Path, steps: Steps) -> None: ...

    def discard(self) -> None: ...


def present() -> Database:
    """The site's database, by the account of its owner."""
    path = site_data.sqlite_path()
    if path is not None:
        return Sqlite(path)
    return Postgres(os.environ.get("DATABASE_OWNER_URL") or site_data.database_url())


SIZES = "SELECT log, MAX(seq) + 1 FROM ledger_entry GROUP BY log"
ORIGIN = "SELECT origin FROM ledger_head WHERE log = 'records'"
DESTROYED = (
    "SELECT DISTINCT subject FROM ledger_entry "
    "WHERE type = 'ledger.key_destroyed' AND subject IS NOT NULL"
)


class Sqlite:
    engine = "sqlite"
    FILE = "database.sqlite3"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.staged = VAR / "restoring" / "lms.sqlite3"
        self.staged_url = f"sqlite:///{quote(str(self.staged))}"
        self.staged_places = str(self.staged.parent)

    def save(self, folder: Path) -> Snapshot:
        if not self.stands():
            raise Stop(f"There is no database at {self.path}.")
        # Beside the database: what holds the keys, if only for a moment, stays on this disk.
        draft = self.path.with_name(f"{self.path.name}.backing-up")
        _remove(draft)
        draft.touch(mode=0o600)
        try:
            with closing(_open(self.path)) as live, closing(_open(draft)) as copy:
                live.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                copy.execute("PRAGMA secure_delete = ON")
                snapshot = self._snapshot(copy)
                copy.execute("DELETE FROM ledger_subjectkey")
                copy.commit()
                (folder / self.FILE).touch(mode=0o600)
                copy.execute("VACUUM INTO ?", [str(folder / self.FILE)])
        except sqlite3.Error as error:
            raise Stop(f"The database was not copied: {error}.") from error
        finally:
            _remove(draft)
        return snapshot

    def _snapshot(self, copy: sqlite3.Connection) -> Snapshot:
        return Snapshot(
            origin=copy.execute(ORIGIN).fetchone()[0],
            sizes=dict(copy.execute(SIZES)),
            keys=dict(copy.execute("SELECT token, lower(hex(wrapped)) FROM ledger_subjectkey")),
            destroyed=[row[0] for row in copy.execute(DESTROYED)],
        )

    def stands(self) -> bool:
        return self.path.exists()

    def is_used(self) -> bool:
        """Whether a connection is open: with one, nobody else gets the file for themselves."""
        if not self.stands():
            return False
        try:
            with closing(_open(self.path, patience=1)) as database:
                database.execute("PRAGMA locking_mode = EXCLUSIVE")
                database.execute("SELECT 1 FROM sqlite_master LIMIT 1")
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:
            return False  # it is no database any more
        return False

    def destroyed(self, origin: str) -> list[str]:
        try:
            with closing(_open(self.path)) as present:
                found = present.execute(ORIGIN).fetchone()
                if not found or found[0] != origin:
                    return []
                return [row[0] for row in present.execute(DESTROYED)]
        except sqlite3.Error as error:
            raise Unreadable(f"{self.path}: {error}.") from error

    def stage(self, folder: Path, keys: Rows) -> None:
        copy_private(folder / self.FILE, self.staged)
        with closing(_open(self.staged)) as database:
            database.executemany(
                "INSERT INTO ledger_subjectkey (token, wrapped) VALUES (?, ?)",
                [(token, bytes.fromhex(key)) for token, key in keys],
            )
            database.commit()

    def aside_name(self, aside: Path) -> str:
        return str(aside / self.path.name)

    def accept(self, aside: Path, steps: Steps) -> None:
        with closing(_open(self.staged)) as database:
            database.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file
        for suffix in ("", "-wal", "-shm"):
            old = self.path.with_name(self.path.name + suffix)
            if old.exists():
                steps.move(old, aside / old.name)
        steps.move(self.staged, self.path)

    def discard(self) -> None:
        _remove(self.staged)


def _open(path: Path, patience: float = 20) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=patience)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


class Postgres:
    """The copy is restored into a database beside the present one, which then takes its name."""

    engine = "postgresql"
    FILE = "database.dump"

    def __init__(self, url: str) -> None:
        self.url, self.name = url, postgres.name_of(url)
        self.server = postgres.at(url, "postgres")
        self.staged_name = f"{self.name}_restoring"
        self.staged_url = postgres.at(url, self.staged_name)
        self.staged_places = f"{VAR / 'restoring'} and the database {self.staged_name}"

    def save(self, folder: Path) -> Snapshot:
        with postgres.Session(self.url) as session:
            session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SELECT 1")
            shared = session.ask("SELECT pg_export_snapshot()")
            snapshot = self._snapshot(session)
            (folder / self.FILE).touch(mode=0o600)
            command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
            command += ["--exclude-table-data=ledger_subjectkey", f"--snapshot={shared}"]
            postgres.program(self.url, *command, f"--file={folder / self.FILE}")
        return snapshot

    def _snapshot(self, session: postgres.Session) -> Snapshot:
        def read(rows: str) -> list[list[str]]:
            return _rows(session.ask(_question(rows)))

        keys = "SELECT token AS a, encode(wrapped, 'hex') AS b FROM ledger_subjectkey"
        return Snapshot(
            origin=read(ORIGIN)[0][0],
            sizes={row[0]: int(row[1]) for row in read(f"SELECT a, b FROM ({SIZES}) AS s (a, b)")},
            keys={row[0]: row[1] for row in read(keys)},
            destroyed=[row[0] for row in read(DESTROYED)],
        )

    def _exists(self, name: str) -> bool:
        found = postgres.execute(
            self.server, f"SELECT 1 FROM pg_database WHERE datname = {_text(name)}"
        )
        return found == "1"

    def stands(self) -> bool:
        tables = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())"
        return self._exists(self.name) and postgres.execute(self.url, tables) == "t"

    def is_used(self) -> bool:
        sessions = (
            f"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = {_text(self.name)} "
            "AND backend_type = 'client backend')"
        )
        return postgres.execute(self.server, sessions) == "t"

    def destroyed(self, origin: str) -> list[str]:
        try:
            if _rows(postgres.execute(self.url, _question(ORIGIN))) != [[origin]]:
                return []
            return [row[0] for row in _rows(postgres.execute(self.url, _question(DESTROYED)))]
        except Stop as stop:
            raise Unreadable(str(stop)) from stop

    def stage(self, folder: Path, keys: Rows) -> None:
        self.discard()
        making = f"CREATE DATABASE {_name(self.staged_name)} TEMPLATE template0 ENCODING 'UTF8'"
        try:
            postgres.execute(self.server, making)
        except Stop as stop:
            hint = "The backup goes into a database of its own: the tables' owner needs CREATEDB."
            raise Stop(f"{stop}\n{hint}") from None
        command = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error"]
        database = f"--dbname={self.staged_name}"
        postgres.program(self.staged_url, *command, database, str(folder / self.FILE))
        rows = "".join(f"{token}\t\\\\x{key}\n" for token, key in keys)
        copy = "COPY ledger_subjectkey (token, wrapped) FROM STDIN"
        postgres.program(self.staged_url, "psql", "-Xq", "-c", copy, text=rows)

    def aside_name(self, aside: Path) -> str:
        return f"the database {self._old(aside)}"

    def _old(self, aside: Path) -> str:
        return f"{self.name}_{aside.name.replace('-', '_')}"

    def accept(self, aside: Path, steps: Steps) -> None:
        old = self._old(aside)
        if self._exists(self.name):
            steps.do(lambda: self._rename(self.name, old), lambda: self._rename(old, self.name))
        steps.do(
            lambda: self._rename(self.staged_name, self.name),
            lambda: self._rename(self.name, self.staged_name),
        )

    def _rename(self, name: str, other: str) -> None:
        """Nothing, where that is how it is."""
        if self._exists(name) or not self._exists(other):
            renaming = f"ALTER DATABASE {_name(name)} RENAME TO {_name(other)}"
            postgres.execute(self.server, renaming)

    def discard(self) -> None:
        postgres.execute(self.server, f"DROP DATABASE IF EXISTS {_name(self.staged_name)}")


def _question(rows: str) -> str:
    return f"SELECT coalesce(jsonb_agg(to_jsonb(found)), '[]') FROM ({rows}) found"


def _rows(answer: str) -> list[list[str]]:
    return [list(row.values()) for row in json.loads(answer)]


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
