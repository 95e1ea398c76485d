import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class Stop(Exception):
    """The command cannot go on; the text says why and what to do."""


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(f"\n{text}", file=sys.stderr, flush=True)


@contextmanager
def announced(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    say(f"· {title} …")
    began = time.monotonic()
    yield
    if (took := time.monotonic() - began) >= 5:
        say(f"  {took:.0f} s")


def run(command: list[str], *, env: Mapping[str, str] | None = None, hint: str = "") -> str:
    """The command's output. Raises `Stop` with its last lines when it fails."""
    done = subprocess.run(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        lines = "\n".join(done.stdout.strip().splitlines()[-25:])
        raise Stop(f"{lines}\n\n`{' '.join(command)}` failed. {hint}".rstrip())
    return done.stdout


def succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
