"""The checks on the source, each with faults that it must see.

A guard runs on any copy of the repository, so that the same check which passes on ours can be
shown to fail on a copy with a fault sown in it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.databases import PACKAGES, ROOT

BIN = Path(sys.executable).parent
COPIED = (*PACKAGES, "templates", "tests", "manage.py", "pyproject.toml")
MYPY_CACHE = ROOT / "var" / "mypy"


@dataclass(frozen=True)
class Fault:
    """Text written to a file of the copy: added at its end, or as a new file."""

    path: str
    text: str
    seen_as: str  # a part of what the guard prints about it

    def sow(self, root: Path) -> None:
        path = root / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + self.text, encoding="utf-8")


@dataclass(frozen=True)
class Guard:
    name: str
    command: Callable[[Path], list[str]]
    faults: list[Fault]
    env: dict[str, str] = field(default_factory=dict)

    def run(self, root: Path) -> tuple[bool, str]:
        """Whether the tree at `root` passes, and what the check printed."""
        done = subprocess.run(
            self.command(root),
            cwd=root,
            env=os.environ | self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode == 0, done.stdout


def copy_repository(target: Path) -> Path:
    """A copy of what the guards look at, without data."""
    left_out = shutil.ignore_patterns("__pycache__", "*.ttf", "*.mo", "*_cache")
    for name in COPIED:
        source = ROOT / name
        if not source.exists():
            continue  # a package that is planned
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=left_out)
        else:
            shutil.copyfile(source, target / name)
    return target


def _djade(root: Path) -> list[str]:
    templates = sorted(str(path) for path in (root / "templates").rglob("*.html"))
    return [str(BIN / "djade"), "--target-version", "5.2", "--check", *templates]


def _manage(*arguments: str) -> Callable[[Path], list[str]]:
    return lambda root: [sys.executable, "manage.py", *arguments]


DJANGO = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
NEW_MODEL = """
from django.db import models as _models

class Forgotten(_models.Model):
    class Meta:
        app_label = "files"
"""

GUARDS = [
    Guard(
        "ruff check",
        lambda root: [str(BIN / "ruff"), "check", "--no-cache", "."],
        [
            Fault("courses/enums.py", "\nimport os\n", "F401"),
            Fault("courses/enums.py", "\ndef f(x=[]):\n    return x\n", "B006"),
        ],
    ),
    Guard(
        "ruff format",
        lambda root: [str(BIN / "ruff"), "format", "--no-cache", "--check", "."],
        [Fault("courses/enums.py", "x = { 'a':1 }\n", "courses/enums.py")],
    ),
    Guard(
        "djade",
        _djade,
        [Fault("templates/people/crooked.html", "{%load ui%}{{x}}\n", "crooked.html")],
    ),
    Guard(
        "mypy",
        lambda root: [str(BIN / "mypy"), "--cache-dir", str(MYPY_CACHE)],
        [
            Fault("courses/enums.py", "\n\ndef f(x: int) -> str:\n    return x\n", "return-value"),
            # Only rules and actions are held to this.
            Fault(
                "courses/rules/bare.py", "def f(x: dict) -> int:\n    return len(x)\n", "type-arg"
            ),
            Fault(
                "courses/actions/do_it.py", "def do_it(actor):\n    return 1\n", "no-untyped-def"
            ),
        ],
        DJANGO,
    ),
    Guard(
        "import-linter",
        lambda root: [str(BIN / "lint-imports"), "--no-cache"],
        [
            Fault("lms/people/enums.py", "\nimport courses.enums\n", "lms.people"),
            Fault("lms/jobs/schedule.py", "\nimport lms.people.enums\n", "lms.jobs"),
            Fault("courses/rules/doors.py", "import courses.models\n", "courses.rules"),
            Fault("courses/rules/impure.py", "import django.db\n", "courses.rules.impure"),
            Fault("assessments/utils.py", "x = 1\n", "utils"),
        ],
        DJANGO,
    ),
    Guard(
        "system checks",
        _manage("check", "--fail-level", "WARNING"),
        [
            Fault(
                "tests/settings.py",
                '\nLANGUAGES = [*LANGUAGES, ("no code", "")]\n',
                "translation.E002",
            )
        ],
        DJANGO,
    ),
    Guard(
        "missing migrations",
        _manage("makemigrations", "--check", "--dry-run"),
        [Fault("lms/files/models.py", NEW_MODEL, "Create model Forgotten")],
        DJANGO,
    ),
]
