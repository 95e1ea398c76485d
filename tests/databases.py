"""Test databases are copies of a template, which is migrated once per change of its sources.

`bare` holds what migrations and `post_migrate` leave behind (role groups, Wagtail's root page,
site and locale); `demo` adds the demo company and its files. Templates stay under
`var/test-templates/` (SQLite) or on the database server and are found again by a hash of what
they were made from. Each test process works on its own copy, and a test that commits has that
copy restored after it; nothing is ever flushed.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "var" / "test-templates"
PACKAGES = ("lms", "assessments", "courses", "conduct_records", "reviews")

Kind = Literal["bare", "demo"]


@cache
def fingerprint(kind: Kind) -> str:
    """A hash of every file that decides what the template holds."""
    from lms.ledger.queries.triggers import guarded_tables

    sources = [ROOT / "requirements" / "run.txt"]
    for package in PACKAGES:
        pattern = "*.py" if kind == "demo" else "migrations/*.py"
        sources += (ROOT / package).rglob(pattern)
    sources += ROOT.glob("lms/people/rules/*.py")  # permissions of the role groups
    sources += ROOT.glob("*/receivers.py")
    sources += ROOT.glob("lms/*/receivers.py")
    sources.append(ROOT / "lms" / "ledger" / "rules" / "triggers.py")
    if kind == "demo":
        sources += (path for path in (ROOT / "content").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sorted(set(sources)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    digest.update(repr(guarded_tables()).encode())
    return digest.hexdigest()[:12]


class TestDatabase:
    """The database of this test process.

    Not for use by itself: `SqliteDatabase` and `PostgresDatabase` say how a template is kept,
    copied and put back.
    """

    __test__ = False

    def __init__(self, process: str) -> None:
        self.process = process
        self.media = Path(settings.VAR_DIR) / f"media-{process}"
        self.media_kind: Kind | None = None
        self.names: dict[Kind, str] = {}

    def create(self) -> None:
        """Point Django at a fresh copy of the bare template."""
        with one_at_a_time("leftovers"):
            for process in self.found():
                if not Path(f"/proc/{process.rpartition('_')[2]}").exists():
                    type(self)(process).drop()  # left behind by a killed run
        settings.MEDIA_ROOT = self.media
        self.copy(self.ensure("bare"))
        self.restore_media("bare")

    def ensure(self, kind: Kind) -> str:
        """The name of the template, made first where there is none of these sources."""
        if kind not in self.names:
            with one_at_a_time("templates"):
                name = f"{kind}-{fingerprint(kind)}"
                if not self.has(name):
                    self.build(kind, name)
            self.names[kind] = name
        return self.names[kind]

    def restore(self, kind: Kind = "bare") -> None:
        """Put the template's rows and files in place of whatever tests committed."""
        self.put_back(self.ensure(kind))
        self.restore_media(kind)

    def restore_media(self, kind: Kind) -> None:
        if kind == self.media_kind == "bare" and not self.media.exists():
            return
        shutil.rmtree(self.media, ignore_errors=True)
        if kind == "demo":
            shutil.copytree(media_of(f"{kind}-{fingerprint(kind)}"), self.media)
        self.media_kind = kind

    def fill(self, kind: Kind, database_url: str) -> None:
        """Run the command that makes a template, in a process of its own."""
        migrate = ["migrate", "--verbosity=0", "--skip-checks"]
        command = migrate if kind == "bare" else ["load_demo"]
        media = media_of(f"{kind}-{fingerprint(kind)}")
        shutil.rmtree(media, ignore_errors=True)
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "LMS_TEST_MEDIA": str(media),
        }
        run = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        if run.returncode:
            raise RuntimeError(
                f"`manage.py {command[0]}` failed while the {kind} template was made:\n"
                f"{run.stdout[-2000:]}{run.stderr[-6000:]}"
            )
        media.mkdir(parents=True, exist_ok=True)

    def found(self) -> list[str]:
        """The processes that have a database now."""
        raise NotImplementedError

    def has(self, name: str) -> bool:
        raise NotImplementedError

    def build(self, kind: Kind, name: str) -> None:
        raise NotImplementedError

    def copy(self, name: str) -> None:
        raise NotImplementedError

    def put_back(self, name: str) -> None:
        raise NotImplementedError

    def drop(self) -> None:
        shutil.rmtree(self.media, ignore_errors=True)


class SqliteDatabase(TestDatabase):
    """Templates are files; putting one back goes through SQLite's own backup, so that other
    threads (a live server's) may keep their connections open."""

    def path(self, name: str) -> Path:
        return TEMPLATES / f"{name}.sqlite3"

    @property
    def own_path(self) -> Path:
        return Path(settings.VAR_DIR) / f"{self.process}.sqlite3"

    def found(self) -> list[str]:
        return [path.stem for path in Path(settings.VAR_DIR).glob("*_*.sqlite3")]

    def has(self, name: str) -> bool:
        return self.path(name).exists() and media_of(name).exists()

    def build(self, kind: Kind, name: str) -> None:
        TEMPLATES.mkdir(parents=True, exist_ok=True)
        unfinished = TEMPLATES / f"unfinished-{kind}.sqlite3"
        remove_sqlite(unfinished)
        if kind == "demo":
            shutil.copyfile(self.path(self.ensure_bare_first()), unfinished)
        self.fill(kind, f"sqlite:///{quote(str(unfinished))}")
        with closing(sqlite3.connect(unfinished)) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
        unfinished.rename(self.path(name))
        forget_older(kind, name)

    def ensure_bare_first(self) -> str:
        """The bare template, for a caller that holds the lock already."""
        name = f"bare-{fingerprint('bare')}"
        if not self.has(name):
            self.build("bare", name)
        return name

    def copy(self, name: str) -> None:
        connections.close_all()
        self.own_path.parent.mkdir(parents=True, exist_ok=True)
        remove_sqlite(self.own_path)
        shutil.copyfile(self.path(name), self.own_path)
        for settings_dict in (connection.settings_dict, settings.DATABASES["default"]):
            settings_dict["NAME"] = str(self.own_path)

    def put_back(self, name: str) -> None:
        connections.close_all()
        with (
            closing(sqlite3.connect(f"file:{self.path(name)}?mode=ro", uri=True)) as template,
            closing(sqlite3.connect(self.own_path, timeout=20)) as own,
        ):
            own.execute("PRAGMA synchronous=OFF")
            template.backup(own)
        # The backup carries the template's journal mode.
        with closing(sqlite3.connect(self.own_path, timeout=20)) as own:
            own.execute("PRAGMA journal_mode=WAL")

    def drop(self) -> None:
        super().drop()
        connections.close_all()
        remove_sqlite(self.own_path)


class PostgresDatabase(TestDatabase):
    """Templates are databases named `lms_template_…`; a copy is `CREATE DATABASE … TEMPLATE`."""

    def database(self, name: str) -> str:
        return f"lms_template_{name.replace('-', '_')}"

    @property
    def own_name(self) -> str:
        return f"lms_test_{self.process}"

    def execute(self, *statements: str) -> list[tuple[str, ...]]:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def found(self) -> list[str]:
        query = "SELECT substr(datname, 10) FROM pg_database WHERE datname LIKE 'lms\\_test\\_%'"
        return [row[0] for row in self.execute(query)]

    def has(self, name: str) -> bool:
        query = f"SELECT datname FROM pg_database WHERE datname = '{self.database(name)}'"
        return media_of(name).exists() and bool(self.execute(query))

    def build(self, kind: Kind, name: str) -> None:
        unfinished = f"lms_unfinished_{kind}"
        origin = "template0"
        if kind == "demo":
            bare = f"bare-{fingerprint('bare')}"
            if not self.has(bare):
                self.build("bare", bare)
            origin = self.database(bare)
        self.execute(
            f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)',
            f'CREATE DATABASE "{unfinished}" TEMPLATE "{origin}" ENCODING \'UTF8\'',
        )
        self.fill(kind, self.url(unfinished))
        older = self.execute(
            f"SELECT datname FROM pg_database WHERE datname LIKE 'lms\\_template\\_{kind}\\_%'"
        )
        self.execute(
            *(f'DROP DATABASE IF EXISTS "{row[0]}" WITH (FORCE)' for row in older),
            f'ALTER DATABASE "{unfinished}" RENAME TO "{self.database(name)}"',
        )

    def url(self, database: str) -> str:
        parts = connection.settings_dict
        password = f":{quote(parts['PASSWORD'], safe='')}" if parts["PASSWORD"] else ""
        user = quote(parts["USER"], safe="")
        port = f":{parts['PORT']}" if parts["PORT"] else ""
        return f"postgres://{user}{password}@{parts['HOST']}{port}/{database}"

    def copy(self, name: str) -> None:
        self.put_back(name)
        for settings_dict in (connection.settings_dict, settings.DATABASES["default"]):
            settings_dict["NAME"] = self.own_name

    def put_back(self, name: str) -> None:
        connections.close_all()
        with one_at_a_time("postgres-copy"):  # a template in use cannot be copied
            self.execute(
                f'DROP DATABASE IF EXISTS "{self.own_name}" WITH (FORCE)',
                f'CREATE DATABASE "{self.own_name}" TEMPLATE "{self.database(name)}"',
            )

    def drop(self) -> None:
        super().drop()
        connections.close_all()
        self.execute(f'DROP DATABASE IF EXISTS "{self.own_name}" WITH (FORCE)')


def for_process(process: str) -> TestDatabase:
    """`process` tells test processes apart: "gw0_123", its end is the process id."""
    kind = PostgresDatabase if connection.vendor == "postgresql" else SqliteDatabase
    return kind(process)


def media_of(name: str) -> Path:
    """The uploaded files that belong to a template."""
    return TEMPLATES / f"{name}-media-{connection.vendor}"


def remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def forget_older(kind: Kind, name: str) -> None:
    """Keep the three newest templates: somebody who changes branches finds theirs again."""
    found = sorted(TEMPLATES.glob(f"{kind}-*.sqlite3"), key=lambda path: -path.stat().st_mtime)
    for path in found[3:]:
        remove_sqlite(path)
        shutil.rmtree(TEMPLATES / f"{path.stem}-media-sqlite", ignore_errors=True)


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock shared by all test processes of this work tree."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
