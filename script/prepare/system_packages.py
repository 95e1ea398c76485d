"""The Debian packages that pip cannot bring."""

import ctypes
import importlib.util
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from terminal import Stop, announced, run, succeeds


@dataclass(frozen=True)
class Package:
    """A package by its name in Debian, and how to see that what it brings is there.

    Looking for the thing itself, not for the package, lets other sources bring it too.
    """

    name: str
    is_there: Callable[[], bool]


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _library(file_name: str) -> Callable[[], bool]:
    def loads() -> bool:
        try:
            ctypes.CDLL(file_name)
        except OSError:
            return False
        return True

    return loads


def _file(directory: str, pattern: str) -> Callable[[], bool]:
    return lambda: any(Path(directory).rglob(pattern))


TO_RUN = (
    Package("python3-venv", _module("ensurepip")),
    Package("libpango-1.0-0", _library("libpango-1.0.so.0")),
    Package("libpangoft2-1.0-0", _library("libpangoft2-1.0.so.0")),
    # Without it WeasyPrint cuts fonts down in Python: 7 s instead of 50 ms for a page.
    Package("libharfbuzz-subset0", _library("libharfbuzz-subset.so.0")),
    Package("tzdata", _file("/usr/share/zoneinfo/Asia", "Shanghai")),
    Package("fonts-hanazono", _file("/usr/share/fonts", "HanaMinB.ttf")),  # rare names
)
TO_TEST = (
    *TO_RUN,
    Package("chromium", _program("chromium")),
    Package("fonts-noto-cjk", _file("/usr/share/fonts", "NotoSansCJK*")),
    Package("gettext", _program("xgettext")),
    Package("libatomic1", _library("libatomic.so.1")),  # Playwright's driver
)


def ensure(packages: tuple[Package, ...]) -> None:
    """Install what is missing where that is allowed; else say what to do. Raises `Stop`."""
    missing = [package for package in packages if not package.is_there()]
    if not missing:
        return
    names = [package.name for package in missing]
    prefix = _as_root()
    if prefix is None:
        raise Stop(
            f"System packages are missing: {', '.join(names)}\n"
            f"Install them, then run this again:\n\n"
            f"    sudo apt-get install --no-install-recommends {' '.join(names)}"
        )
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    hint = f"Once `apt-get install {' '.join(names)}` succeeds, run this again."
    with announced(f"Installing {', '.join(names)}"):
        run([*apt, "update"], hint=hint)
        run([*apt, "install", "--yes", "--no-install-recommends", *names], hint=hint)
    if absent := [package.name for package in missing if not package.is_there()]:
        raise Stop(f"Installed, and yet not found: {', '.join(absent)}")


def _as_root() -> list[str] | None:
    """What to write before a command that only root may run; None where that is not possible.

    `LMS_NO_APT=1` keeps the commands from installing anything.
    """
    if os.environ.get("LMS_NO_APT") or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if succeeds(["sudo", "-n", "true"]) else None
