"""Copying a running database without the keys of persons, and putting a copy back."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import postgres
import site_data
from stamps import VAR
from terminal import Stop

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Snapshot:
    """What the copy's ledger says at its moment; `keys` are left out of the copy itself."""

    origin: str
    sizes: dict[str, int]
    keys: dict[str, str]
    destroyed: list[str]


class Database(Protocol):
    """`save` writes a copy of one moment into the folder, while the site runs.

    `stage` puts a copy, with those keys, into a fresh place, which `staged_url` names; `accept`
    gives it the place of the present one, which is set aside under the name it returns; `discard`
    clears the fresh place.
    """

    engine: str
    staged_url: str

    def save(self, folder: Path) -> Snapshot: ...

    def stands(self) -> bool: ...

    def is_used(self) -> bool: ...

    def stage(self, folder: Path, keys: Rows) -> None: ...

    def accept(self, aside: Path) -> str: ...

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
        return False

    def stage(self, folder: Path, keys: Rows) -> None:
        shutil.copyfile(folder / self.FILE, self.staged)
        with closing(_open(self.staged)) as database:
            database.executemany(
                "INSERT INTO ledger_subjectkey (token, wrapped) VALUES (?, ?)",
                [(token, bytes.fromhex(key)) for token, key in keys],
            )
            database.commit()

    def accept(self, aside: Path) -> str:
        with closing(_open(self.staged)) as database:
            database.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file
        for suffix in ("", "-wal", "-shm"):
            old = self.path.with_name(self.path.name + suffix)
            if old.exists():
                shutil.move(old, aside / old.name)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.staged, self.path)
        return str(aside / self.path.name)

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

    def save(self, folder: Path) -> Snapshot:
        with postgres.Session(self.url) as session:
            session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SELECT 1")
            shared = session.ask("SELECT pg_export_snapshot()")
            snapshot = self._snapshot(session)
            command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
            command += ["--exclude-table-data=ledger_subjectkey", f"--snapshot={shared}"]
            postgres.program(self.url, *command, f"--file={folder / self.FILE}")
        return snapshot

    def _snapshot(self, session: postgres.Session) -> Snapshot:
        def read(rows: str) -> list[list[str]]:
            question = f"SELECT coalesce(jsonb_agg(to_jsonb(found)), '[]') FROM ({rows}) found"
            return [list(row.values()) for row in json.loads(session.ask(question))]

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

    def accept(self, aside: Path) -> str:
        old, renamed = f"{self.name}_{aside.name.replace('-', '_')}", []
        if self._exists(self.name):
            renamed = [f"ALTER DATABASE {_name(self.name)} RENAME TO {_name(old)}"]
        renamed.append(f"ALTER DATABASE {_name(self.staged_name)} RENAME TO {_name(self.name)}")
        postgres.execute(self.server, *renamed)
        return f"the database {old}"

    def discard(self) -> None:
        postgres.execute(self.server, f"DROP DATABASE IF EXISTS {_name(self.staged_name)}")


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
