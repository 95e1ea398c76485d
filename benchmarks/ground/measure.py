"""Takes ours and the floor in turn, so that a noisy machine disturbs both alike."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

Run = Callable[[], object]


@dataclass(frozen=True)
class Result:
    """One case. `ratio` is ours per second over the floor per second: 1 is as fast as the floor."""

    case: str
    ours_per_s: float
    ours_p50_ms: float
    ours_p95_ms: float
    floor_per_s: float
    ratio: float


def in_turn(
    case: str, ours: Run, floor: Run, *, rounds: int, each: int, warm: int = 3, many: int = 1
) -> Result:
    """`rounds` times `each` runs of ours, then as many of the floor, after `warm` of both that do
    not count. The result is that of one of the `many` which a run does."""
    for __ in range(warm):
        ours()
        floor()
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for __ in range(rounds):
        for name, run in (("ours", ours), ("floor", floor)):
            for __ in range(each):
                start = perf_counter()
                run()
                times[name].append((perf_counter() - start) / many)
    ours_per_s = 1 / statistics.fmean(times["ours"])
    floor_per_s = 1 / statistics.fmean(times["floor"])
    p95 = statistics.quantiles(times["ours"], n=20)[-1]
    return Result(
        case=case,
        ours_per_s=round(ours_per_s, 1),
        ours_p50_ms=round(statistics.median(times["ours"]) * 1000, 3),
        ours_p95_ms=round(p95 * 1000, 3),
        floor_per_s=round(floor_per_s, 1),
        ratio=round(ours_per_s / floor_per_s, 3),
    )


def report(name: str, results: list[Result]) -> None:
    """One JSON object with `--json`, a table without."""
    if "--json" in sys.argv[1:]:
        print_json(name, results)
        return
    print(f"{name} ({machine()})")
    print(f"{'case':<34} {'ours/s':>9} {'p50 ms':>9} {'p95 ms':>9} {'floor/s':>9} {'ratio':>7}")
    for r in results:
        print(
            f"{r.case:<34} {r.ours_per_s:>9} {r.ours_p50_ms:>9} {r.ours_p95_ms:>9}"
            f" {r.floor_per_s:>9} {r.ratio:>7}"
        )


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def print_json(name: str, results: Sequence[Any], **more: object) -> None:
    """`results` are dataclasses."""
    rows = [asdict(result) for result in results]
    print(json.dumps({"name": name, "machine": machine(), "results": rows, **more}))
