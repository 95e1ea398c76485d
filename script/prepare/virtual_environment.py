"""The virtual environment `.venv`, holding exactly what a hash-locked file lists."""

import ast
import os
import sys
from typing import Literal

from stamps import ROOT, Stamps, fingerprint
from terminal import Stop, announced, run, say, succeeds

Purpose = Literal["run", "test"]

VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
REQUIREMENTS = ROOT / "requirements"
# Stands in a virtual environment while it is being changed: a kill in the middle leaves it.
UNFINISHED = VENV / "unfinished"
STAMPS = VENV / "prepared.json"

HINT = "Check that the package registry can be reached, then run this again."
# pip's settings and the variables by which uv takes the same.
UV_VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
}


def ensure(purpose: Purpose) -> None:
    """Have `.venv` hold what `purpose` needs. What tests need includes what the site needs, so
    an environment once made for tests stays one. Raises `Stop`."""
    stamps = Stamps(STAMPS)
    wanted = {name: _fingerprint(name) for name in ("run", "test")}
    whole = not UNFINISHED.exists()
    if whole and stamps.get(purpose) == wanted[purpose] and succeeds([PYTHON, "-c", ""]):
        return
    usable = whole and succeeds([PYTHON, "-m", "pip", "--version"])
    if usable and stamps.get("test"):
        purpose = "test"
    if not usable:
        with announced("Making the virtual environment .venv"):
            run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    with announced(f"Installing requirements/{purpose}.txt"):
        UNFINISHED.touch()
        _synchronise(purpose)
        held = wanted if purpose == "test" else {"run": wanted["run"]}
        Stamps(STAMPS).set(**held)
        UNFINISHED.unlink()


def _fingerprint(purpose: str) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return fingerprint([REQUIREMENTS / f"{purpose}.txt"], version)


def _synchronise(purpose: Purpose) -> None:
    """With uv where it can be had (seconds), else with pip (a minute)."""
    lock = str(REQUIREMENTS / f"{purpose}.txt")
    pip = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    try:
        run([*pip, "--require-hashes", "-r", str(REQUIREMENTS / "uv.txt")])
        uv = [PYTHON, "-m", "uv", "--quiet", "pip", "sync", "--require-hashes"]
        run([*uv, "--python", PYTHON, lock], env=_uv_environment())
    except Stop:
        say("  uv is not to be had here; installing with pip")
        run([*pip, "--require-hashes", "-r", lock], hint=HINT)


def _uv_environment() -> dict[str, str]:
    """The environment in which uv asks the registries that pip is set up for.

    Any of several registries may answer: the hashes say what is accepted.
    """
    environment = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_NO_PROGRESS": "1"}
    settings: dict[str, str] = {}
    for line in run([PYTHON, "-m", "pip", "config", "list"]).splitlines():
        key, found, value = line.partition("=")
        if found and value[:1] in "'\"":
            settings[key.split(".")[-1]] = ast.literal_eval(value)
    for name, variable in UV_VARIABLES.items():
        if name in settings:
            environment[variable] = " ".join(settings[name].split())
    return environment | os.environ
