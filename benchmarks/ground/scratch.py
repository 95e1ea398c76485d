"""A database of a benchmark's own, made for it and cleared away: evidence cannot be deleted."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.ground import site

FOLDER = Path(__file__).resolve().parents[2] / "var" / "bench"
# Read before `make` puts the benchmark's own database there.
_URL = os.environ.get("DATABASE_URL", "")
SERVER = _URL if _URL.startswith("postgres") else ""


def make(name: str) -> None:
    """An empty database with all tables, beside whatever `DATABASE_URL` names on its server."""
    drop(name)
    if SERVER:
        _on_server(f'CREATE DATABASE "{_database(name)}" TEMPLATE template0')
        os.environ["DATABASE_URL"] = _named(_database(name))
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        os.environ["DATABASE_URL"] = f"sqlite:///{_file(name)}"
    site.migrate()


def find(name: str) -> bool:
    """Whether an earlier run left the database; it is used from now on, as it is: migrating would
    make entries in the ledger for all that was brought in without."""
    if SERVER:
        os.environ["DATABASE_URL"] = _named(_database(name))
        is_there = _is_on_server(_database(name))
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{_file(name)}"
        is_there = _file(name).exists()
    if is_there:
        site.connect()
    return is_there


def drop(name: str) -> None:
    """It is too large to be left lying about."""
    if SERVER:
        _on_server(f'DROP DATABASE IF EXISTS "{_database(name)}" WITH (FORCE)')
    for suffix in ("", "-wal", "-shm"):
        path = _file(name)
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _file(name: str) -> Path:
    return FOLDER / f"{name}.sqlite3"


def _database(name: str) -> str:
    return f"lms_bench_{name}"


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(_named("postgres"), autocommit=True) as connection:
        connection.execute(statement)


def _is_on_server(database: str) -> bool:
    import psycopg

    with psycopg.connect(_named("postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return found.fetchone() is not None


def _named(database: str) -> str:
    return urlsplit(SERVER)._replace(path=f"/{database}").geturl()
