"""`script/bench`."""

import os

import testing
from stamps import ROOT
from terminal import Stop
from virtual_environment import PYTHON


def main(arguments: list[str]) -> int:
    """Does not return: the benchmark takes this process's place."""
    files = (ROOT / "benchmarks").glob("[a-z]*.py")
    known = {path.stem.replace("_", "-"): path.stem for path in files}
    if not arguments or arguments[0] not in known:
        raise Stop(f"Usage: script/bench NAME [--json]. There are: {', '.join(sorted(known))}")
    testing.prepare()
    os.execv(PYTHON, [PYTHON, "-m", f"benchmarks.{known[arguments[0]]}", *arguments[1:]])
