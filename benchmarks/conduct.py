"""Inbox, search, case page, incidents and charts for whoever handles cases, with two cases a person
among 1,000 and among 100,000 people; the floor in the same run is a bare view of a signed-in
person. `--sizes 1000,20000` for other numbers, `--keep` to leave the databases for the next run.
`DATABASE_URL` chooses the engine; the databases are always the benchmark's own.

Each size is served by a process of its own, and they are asked in turn, so that a noisy machine
disturbs both alike. `growth` is the p95 among the most people divided by the p95 among the fewest.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any

from benchmarks.ground import scratch, site
from benchmarks.ground.measure import machine, print_json

NAME = "conduct"
SIZES = (1_000, 100_000)
ROUNDS, EACH, WARM = 12, 5, 3
FLOOR = "floor"


@dataclass(frozen=True)
class Latency:
    """Of one page in milliseconds. `ratio` is the p50 over the floor's p50 of the same size,
    `growth` the p95 over the p95 among the fewest people."""

    case: str
    people: int
    p50_ms: float
    p95_ms: float
    floor_p50_ms: float
    ratio: float
    growth: float


def main() -> None:
    if "--serve" in sys.argv:
        serve(int(_said("--serve")))
        return
    sizes = tuple(int(each) for each in _said("--sizes").split(",")) if _said("--sizes") else SIZES
    servers = {size: Served(size) for size in sizes}
    try:
        times = measured(servers)
    finally:
        for each in servers.values():
            each.end()
    show(latencies(times))


def _said(option: str) -> str:
    return sys.argv[sys.argv.index(option) + 1] if option in sys.argv else ""


# One size ----------------------------------------------------------------------------------------


class Served:
    """The process in which the pages of one size are asked for."""

    def __init__(self, people: int) -> None:
        command = [sys.executable, "-m", "benchmarks.conduct", "--serve", str(people)]
        command += [each for each in sys.argv[1:] if each == "--keep"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.cases: list[str] = self._answer()

    def times(self, case: str, many: int) -> list[float]:
        assert self.process.stdin is not None
        print(json.dumps([case, many]), file=self.process.stdin, flush=True)
        found: list[float] = self._answer()
        return found

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A process of the benchmark ended before it answered.")
        return json.loads(line)

    def end(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait()


def serve(people: int) -> None:
    """Makes the company, says which pages there are, and answers how long each takes."""
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.ground import conduct as ground

    name = f"{NAME}_{people}"
    keeps = "--keep" in sys.argv
    if not (keeps and scratch.find(name)):
        scratch.make(name)
        ground.make(people)
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        _answer_about(ground.pages())
    finally:
        connections.close_all()
        if not keeps:
            scratch.drop(name)


def _answer_about(pages: dict[str, tuple[str, str]]) -> None:
    """`pages` by what they are called: the address, and whose it is."""
    cookies = {who: site.session_cookie(who) for __, who in pages.values()}
    cookie = next(iter(cookies.values()))
    runs: dict[str, Callable[[], bytes]] = {FLOOR: partial(site.get, "/floor/read/", cookie=cookie)}
    for case, (path, who) in pages.items():
        runs[case] = partial(site.get, path, cookie=cookies[who])
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        case, many = json.loads(line)
        print(json.dumps([_timed(runs[case]) for __ in range(many)]), flush=True)


def _timed(run: Callable[[], bytes]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


# All sizes ---------------------------------------------------------------------------------------

# By page and number of people: what its requests took, and the floor's beside them.
Times = dict[tuple[str, int], tuple[list[float], list[float]]]


def measured(servers: dict[int, Served]) -> Times:
    found: Times = {}
    for case in next(iter(servers.values())).cases:
        for size, served in servers.items():
            served.times(case, WARM)
            found[case, size] = ([], [])
        for __ in range(ROUNDS):
            for size, served in servers.items():
                ours, floor = found[case, size]
                ours += served.times(case, EACH)
                floor += served.times(FLOOR, EACH)
    return found


def latencies(times: Times) -> list[Latency]:
    few = min(size for __, size in times)
    found = []
    for (case, size), (ours, floor) in times.items():
        p50, bare = statistics.median(ours), statistics.median(floor)
        found.append(
            Latency(
                case=case,
                people=size,
                p50_ms=round(p50 * 1000, 1),
                p95_ms=round(_p95(ours) * 1000, 1),
                floor_p50_ms=round(bare * 1000, 1),
                ratio=round(p50 / bare, 2),
                growth=round(_p95(ours) / _p95(times[case, few][0]), 2),
            )
        )
    return found


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def show(results: list[Latency]) -> None:
    """One JSON object with `--json`, a table without."""
    if "--json" in sys.argv[1:]:
        print_json(NAME, results)
        return
    print(f"{NAME} ({machine()})")
    print(
        f"{'case':<30} {'people':>8} {'p50 ms':>8} {'p95 ms':>8} {'floor ms':>9} {'ratio':>7}"
        f" {'growth':>7}"
    )
    for r in results:
        print(
            f"{r.case:<30} {r.people:>8} {r.p50_ms:>8} {r.p95_ms:>8} {r.floor_p50_ms:>9}"
            f" {r.ratio:>7} {r.growth:>7}"
        )


if __name__ == "__main__":
    main()
