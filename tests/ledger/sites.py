"""Sites of their own beside the tests' database, worked on by the product's own commands."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.databases import ROOT, PostgresDatabase, SqliteDatabase, TestDatabase

# Not the tests' own keys and database: those of a site under LMS_VAR_DIR.
INHERITED = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("LMS_", "DATABASE_", "DJANGO_"))
}
RECORD = """
from django.db import transaction
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
with transaction.atomic():
    record_entries(*(
        Record("ledger.hold_lifted", "actor", {"reason": "settled"}, subject=subject)
        for subject in ("his", "hers")
    ))
"""


@dataclass(frozen=True)
class Site:
    """`url` is empty for the embedded form: SQLite below `path`."""

    path: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "LMS_VAR_DIR": str(self.path),
            "LMS_LEDGER_ORIGIN": settings.LEDGER_ORIGIN,
            "LMS_NO_APT": "1",
        }
        return INHERITED | own | ({"DATABASE_URL": self.url} if self.url else {})

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300
        )

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "manage.py", *command)

    def python(self, program: str) -> str:
        """What the program prints; it runs inside Django."""
        done = self.manage("shell", "--no-imports", "-c", program)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, program: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )


@contextmanager
def site_like(template: TestDatabase, blocker: DjangoDbBlocker, path: Path) -> Iterator[Site]:
    """A site with the bare template's rows, keys of its own and two entries."""
    path.mkdir(parents=True, exist_ok=True)
    with empty_site(template, blocker, path) as site:
        name = template.ensure("bare")
        if isinstance(template, SqliteDatabase):
            shutil.copyfile(template.path(name), path / "lms.sqlite3")
        elif isinstance(template, PostgresDatabase):
            with databases.one_at_a_time("postgres-copy"):
                origin = template.database(name)
                template.execute(f'CREATE DATABASE "{_database(path)}" TEMPLATE "{origin}"')
        site.python("from lms.ledger.actions.make_keys import make_keys; make_keys()" + RECORD)
        yield site


@contextmanager
def site_copied(
    template: TestDatabase, blocker: DjangoDbBlocker, origin: Site, path: Path
) -> Iterator[Site]:
    """A site as another one stands, with its keys and files. Nobody works on the other."""
    with empty_site(template, blocker, path) as site:
        shutil.copytree(origin.path, path)
        if isinstance(template, PostgresDatabase):
            with databases.one_at_a_time("postgres-copy"):
                names = _database(path), _database(origin.path)
                template.execute('CREATE DATABASE "{}" TEMPLATE "{}"'.format(*names))
        yield site


@contextmanager
def empty_site(template: TestDatabase, blocker: DjangoDbBlocker, path: Path) -> Iterator[Site]:
    """Where nothing stands yet; what will be there is removed at the end."""
    if not isinstance(template, PostgresDatabase):
        yield Site(path)
        return
    prefix = _database(path)
    with blocker.unblock():
        try:
            yield Site(path, template.url(prefix))
        finally:
            query = f"SELECT datname FROM pg_database WHERE datname LIKE '{prefix}%'"
            for row in template.execute(query):
                template.execute(f'DROP DATABASE "{row[0]}" WITH (FORCE)')


def _database(path: Path) -> str:
    return f"lms_site_{os.getpid()}_{sha256(str(path).encode()).hexdigest()[:6]}"
