"""`script/test`."""

import os

import system_packages
import virtual_environment
from stamps import one_at_a_time


def prepare() -> None:
    with one_at_a_time():
        system_packages.ensure(system_packages.TO_TEST)
        virtual_environment.ensure("test")


def main(arguments: list[str]) -> int:
    """Does not return: pytest takes this process's place."""
    prepare()
    given = any(argument.startswith(("-n", "--numprocesses")) for argument in arguments)
    processes = [] if given else ["-n", str(max(2, os.cpu_count() or 2)), "--dist", "worksteal"]
    python = virtual_environment.PYTHON
    os.execv(python, [python, "-m", "pytest", *processes, *arguments])
