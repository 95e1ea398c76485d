"""PostgreSQL's own programs, told by environment where to connect: a password in their arguments
would be seen by everybody on the machine."""

import os
import subprocess
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from terminal import Stop


def name_of(url: str) -> str:
    return unquote(urlsplit(url).path[1:])


def at(url: str, database: str) -> str:
    """The same server and account, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database)}"))


def environment(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    given = {
        "PGHOST": unquote(parts.hostname or ""),
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": name_of(url),
        **{f"PG{name.upper()}": value for name, value in parse_qsl(parts.query)},
    }
    return os.environ | {name: value for name, value in given.items() if value}


def program(url: str, *command: str, text: str = "") -> str:
    """Its output. Raises `Stop` with what it complained about."""
    try:
        done = subprocess.run(
            command, env=environment(url), input=text, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise Stop(
            f"{command[0]} is missing. On Debian: apt-get install postgresql-client"
        ) from None
    if done.returncode:
        raise Stop(f"{done.stderr.strip()}\n\n{command[0]} failed.")
    return done.stdout


def execute(url: str, *statements: str) -> str:
    """Each in a transaction of its own, as making databases needs it."""
    options = [part for statement in statements for part in ("-c", statement)]
    return program(url, "psql", "-AtXq", "-v", "ON_ERROR_STOP=1", *options).strip()


class Session:
    """One transaction in which several things are asked, and whose snapshot others can share."""

    def __init__(self, url: str) -> None:
        try:
            self.psql = subprocess.Popen(
                ["psql", "-AtXq", "-v", "ON_ERROR_STOP=1"],
                env=environment(url),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        except FileNotFoundError:
            raise Stop("psql is missing. On Debian: apt-get install postgresql-client") from None

    def ask(self, question: str) -> str:
        """The one line of its answer. Raises `Stop`."""
        assert self.psql.stdin and self.psql.stdout
        try:
            self.psql.stdin.write(f"{question};\n")
            self.psql.stdin.flush()
        except BrokenPipeError:
            pass  # its complaint says why
        if not (line := self.psql.stdout.readline()):
            __, complaint = self.psql.communicate()
            raise Stop(f"{complaint.strip()}\n\nThe database was not read.")
        return line.rstrip("\n")

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *exception: object) -> None:
        if self.psql.poll() is None:
            self.psql.communicate()
