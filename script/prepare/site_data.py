"""Everything the site reads that is not code: texts, database, demo company, static files."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from stamps import ROOT, VAR, Stamps, fingerprint
from terminal import Stop, announced, run
from virtual_environment import PYTHON

LOCK = ROOT / "requirements" / "run.txt"
SIGN_INS = VAR / "demo-sign-ins.txt"  # kept, because asking for them takes seconds


@dataclass(frozen=True)
class Step:
    """A command of manage.py that is due when its inputs or `facts` changed, or its output went."""

    title: str
    command: tuple[str, ...]
    inputs: list[Path]
    outputs: list[Path] = field(default_factory=list)
    facts: Callable[[], str | None] = lambda: ""
    by_owner: bool = False

    @property
    def name(self) -> str:
        return self.command[0]

    def fingerprint(self) -> str | None:
        """None when the step is to be done every time."""
        facts = self.facts()
        return None if facts is None else fingerprint(self.inputs, facts)


def prepare(*, demo: bool) -> None:
    """Do the steps that are due. Raises `Stop`; done steps are not repeated by the next run."""
    stamps = Stamps(VAR / "prepared.json")
    for step in steps(demo=demo):
        is_there = all(path.exists() for path in step.outputs)
        if is_there and stamps.get(step.name) == (step.fingerprint() or "always"):
            continue
        with announced(step.title):
            output = _manage(step.command, by_owner=step.by_owner)
        if step.name == "migrate" and "Applying" in output:
            stamps.forget("load_demo")
        if step.name == "load_demo":
            SIGN_INS.write_text(_manage(("demo_sign_ins",)), encoding="utf-8")
        # The step may have made what its fingerprint looks at.
        if made := step.fingerprint():
            stamps.set(**{step.name: made})


def steps(*, demo: bool) -> list[Step]:
    packages = [path.parent for path in ROOT.glob("*/apps.py")] + [ROOT / "lms"]
    migrations = [path for package in packages for path in package.rglob("migrations")]
    receivers = [path for package in packages for path in package.rglob("receivers.py")]
    # What is append-only gets its triggers after migrations.
    guards = [path for package in packages for path in package.rglob("models")]
    guards.append(ROOT / "lms" / "ledger" / "rules" / "triggers.py")
    rights = [*ROOT.glob("*/rules/rights.py"), ROOT / "lms" / "people" / "rules"]
    compiled = [
        ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"
        for language in ("zh_Hans", "zh_Hant")
    ]
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    database = sqlite_path()
    found = [
        Step("Compiling the texts", ("compile_catalogues",), catalogues, compiled),
        Step(
            "Preparing the database",
            ("migrate", "--noinput"),
            [LOCK, *migrations, *receivers, *guards, *rights],
            [database] if database else [],
            _database_and_address,
            by_owner=True,
        ),
        *_role_split(),
        Step("Checking the ledger", ("ledger", "check"), [], facts=_every_time),
        Step(
            "Loading the demo company",
            ("load_demo",),
            [ROOT / "content", ROOT / "lms" / "demo"],
            [SIGN_INS],
            facts=lambda: _database_in_place() or database_url(),
        ),
        Step(
            "Collecting the static files",
            ("collectstatic", "--noinput", "--verbosity=0"),
            [LOCK, ROOT / "static", *(path for p in packages for path in p.rglob("static"))],
            [VAR / "static" / "staticfiles.json"],
        ),
    ]
    return [step for step in found if demo or step.name != "load_demo"]


def _every_time() -> None:
    return None


def _role_split() -> list[Step]:
    """Where the tables have an owner of their own, the site's account gets what it needs of them,
    and no more."""
    if not os.environ.get("DATABASE_OWNER_URL"):
        return []
    name = unquote(urlsplit(database_url()).username or "")
    command = ("ledger", "roles", name)
    return [Step("Granting rights", command, [], facts=_every_time, by_owner=True)]


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'lms.sqlite3'}"


def sqlite_path() -> Path | None:
    """The database file; None where the database is a server's."""
    parts = urlsplit(database_url())
    return Path(unquote(parts.path[1:])) if parts.scheme == "sqlite" else None


def _database_in_place() -> str | None:
    """Tells a database file from another put in its place. None for a server's database, which
    is asked every time."""
    path = sqlite_path()
    if path is None:
        return None
    return f"{path} {path.stat().st_ino}" if path.exists() else "none yet"


def _database_and_address() -> str | None:
    """The site keeps its own address in the database, where migrating brings it up to date."""
    in_place = _database_in_place()
    return in_place and f"{in_place} {os.environ.get('LMS_BASE_URL', '')}"


def _manage(command: tuple[str, ...], *, by_owner: bool = False) -> str:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "lms.settings"}
    if by_owner and (owner := os.environ.get("DATABASE_OWNER_URL")):
        environment["DATABASE_URL"] = owner
    try:
        return run([PYTHON, str(ROOT / "manage.py"), *command], env=environment)
    except Stop as stop:
        hint = "What was prepared so far is kept; run this again once the cause is removed."
        if "database is locked" in str(stop):
            hint = "Another process holds the database. End it, then run this again."
        raise Stop(f"{stop}\n{hint}") from None
