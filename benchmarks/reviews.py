"""Opening and freezing the reviews of a cycle, by the worker's own function, for 1,000 and for
20,000 people with enrolments, service figures and some cases; the floor in the same run is a bare
bulk INSERT of as many rows of as many bytes. `DATABASE_URL` chooses the engine; the database is
always a new one.

`growth` is how much longer one review takes among 20,000 than among 1,000: 1 is linear.
"""

import gc
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from benchmarks.ground import reviews as ground
from benchmarks.ground import scratch
from benchmarks.ground.measure import machine, print_json

NAME = "reviews"
SIZES = (1_000, 20_000)
# The smaller one varies more, so it is taken several times.
TIMES = {1_000: 3, 20_000: 1}
WARM = 200
AT_ONCE = 200


@dataclass(frozen=True)
class Case:
    """Of `people` at once; `ratio` is ours per second over the floor per second."""

    case: str
    people: int
    seconds: float
    ours_per_s: float
    floor_per_s: float
    ratio: float


def main() -> None:
    from django.db import connections

    scratch.make(NAME)
    try:
        show(results())
    finally:
        connections.close_all()
        scratch.drop(NAME)


def results() -> list[Case]:
    director = ground.make_company()
    measured(director, WARM, 1)
    gc.freeze()
    return [case for size in SIZES for case in measured(director, size, TIMES[size])]


def measured(director: Any, size: int, times: int) -> list[Case]:
    """Opening, and freezing, of as many; the median of so many times."""
    found: dict[str, list[tuple[float, float]]] = {"opening": [], "freezing": []}
    for turn in range(times):
        work = opened(director, ground.people(size, f"g{size}-{turn}"))
        ours = timed(work)
        found["opening"].append((ours, floor(size, bytes_opened(work.cycle))))
        ground.rate_all(work.cycle)
        timed(asked(director, work.cycle, "compute"))  # what lists show is what is frozen
        work = asked(director, work.cycle, "freeze")
        ours = timed(work)
        found["freezing"].append((ours, floor(size, bytes_frozen(work.cycle))))
    return [case_of(name, size, rows) for name, rows in found.items()]


def case_of(name: str, size: int, rows: list[tuple[float, float]]) -> Case:
    ours, bare = (statistics.median(times) for times in zip(*rows, strict=True))
    return Case(
        case=name,
        people=size,
        seconds=round(ours, 2),
        ours_per_s=round(size / ours, 1),
        floor_per_s=round(size / bare, 1),
        ratio=round(bare / ours, 3),
    )


def opened(director: Any, group: Any) -> Any:
    """A cycle whose reviews are about to be opened."""
    from reviews.actions.open_cycle import open_cycle
    from reviews.models import ReviewCycle

    cycle = ReviewCycle(
        kind="quarterly",
        name="季度评定",
        unit=director.unit,
        period_from=ground.QUARTER[0],
        period_until=ground.QUARTER[1],
    )
    return open_cycle(actor=director, cycle=cycle, groups=[group])


def asked(director: Any, cycle: Any, kind: str) -> Any:
    from reviews.actions.cycle_work import ask_for_work
    from reviews.enums import WorkKind

    return ask_for_work(actor=director, cycle=cycle, kind=WorkKind(kind))


def timed(work: Any) -> float:
    """Seconds for all of it, as the worker does it."""
    from reviews.actions.cycle_work import run_cycle_work
    from reviews.models import CycleWork

    work = CycleWork.objects.get(pk=work.pk)
    start = perf_counter()
    run_cycle_work(work)
    seconds = perf_counter() - start
    if work.state != CycleWork.State.DONE or work.done != work.total:
        raise SystemExit(f"{work}: {work.state}, {work.done} of {work.total}: {work.outcome}")
    return seconds


def floor(size: int, payloads: Iterable[int]) -> float:
    """Seconds to insert, for each person, a row of each of these numbers of bytes, some hundreds in
    a transaction."""
    from django.db import transaction

    from benchmarks.ground.floor.models import BareRow

    sizes = list(payloads)
    start = perf_counter()
    for first in range(0, size, AT_ONCE):
        some = range(first, min(first + AT_ONCE, size))
        with transaction.atomic(durable=True):
            for each in sizes:
                BareRow.objects.bulk_create(BareRow(payload="x" * each) for __ in some)
    return perf_counter() - start


def bytes_opened(cycle: Any) -> list[int]:
    """Of a review, and of the notice about it."""
    from lms.notify.models import Notice
    from reviews.models import Review

    return [_bytes(Review.objects.filter(cycle=cycle)), _bytes(Notice.objects.all())]


def bytes_frozen(cycle: Any) -> list[int]:
    """Of a result and of its step, and of their entries in the ledger with what is sealed."""
    from lms.ledger.models import Entry, SealedFields
    from reviews.models import Result, ReviewStep

    rows: list[Callable[[], Any]] = [
        Result.objects.filter(review__cycle=cycle).all,
        ReviewStep.objects.filter(review__cycle=cycle, kind="frozen").all,
        *([Entry.objects.order_by("-seq").all, SealedFields.objects.order_by("-seq").all] * 2),
    ]
    return [_bytes(each()) for each in rows]


def _bytes(rows: Any) -> int:
    """Of one of the rows, roughly."""
    return sum(len(str(value)) for value in rows.values_list()[0])


def growth(cases: list[Case]) -> dict[str, float]:
    seconds = {(each.case, each.people): each.seconds / each.people for each in cases}
    few, many = SIZES
    return {
        name: round(seconds[name, many] / seconds[name, few], 3)
        for name in dict.fromkeys(each.case for each in cases)
    }


def show(cases: list[Case]) -> None:
    """One JSON object with `--json`, a table without."""
    if "--json" in sys.argv[1:]:
        print_json(NAME, cases, growth=growth(cases))
        return
    print(f"{NAME} ({machine()})")
    print(f"{'case':<10} {'people':>8} {'seconds':>9} {'ours/s':>9} {'floor/s':>9} {'ratio':>7}")
    for r in cases:
        print(
            f"{r.case:<10} {r.people:>8} {r.seconds:>9} {r.ours_per_s:>9} {r.floor_per_s:>9}"
            f" {r.ratio:>7}"
        )
    for name, factor in growth(cases).items():
        print(f"growth of {name}: {factor} (1 is linear)")


if __name__ == "__main__":
    main()
