from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import TypeVar

from django.db import DatabaseError

from lms.ledger.enums import Fault, Log
from lms.ledger.queries.verification.checkpoints import check_filed, check_stored
from lms.ledger.queries.verification.entries import Walk
from lms.ledger.queries.verification.evidence import check_recorded, compare_with_rows
from lms.ledger.queries.verification.findings import Finding, LogState, Progress, Verdict
from lms.ledger.queries.verification.rows import size_now, starts
from lms.ledger.queries.verification.standing import (
    check_emptied,
    check_heads,
    check_keys,
    check_logs,
    check_triggers,
    late_looks,
    origin_of,
    usable_master_key,
)

# What a database says, or a value that is none of its column's.
UNREADABLE = DatabaseError, ValueError, TypeError, ArithmeticError
T = TypeVar("T")


def verify(*, start: int = 0, progress: Progress = lambda done, total: None) -> Verdict:
    """Recompute both logs from what is stored and compare everything: envelopes, hashes, tree,
    values, keys, checkpoints, business rows, triggers.

    From entry `start` on: what stands before it, and looks from before its time, count as far as
    the stored tree and signed checkpoints hold them. Nothing is locked, what is appended meanwhile
    is no fault, and memory does not grow with the ledger. Raises `EntryNotFound` where there is no
    entry `start`.
    """
    began = perf_counter()
    verdict = Verdict()
    unknown: dict[Log, int] = {}
    first = _or(verdict, unknown, starts, start)
    verdict.logs = [LogState(log, number) for log, number in first.items()]
    total = sum(_or(verdict, 0, size_now, state.log) - state.start for state in verdict.logs)
    nothing: tuple[bytes | None, list[Finding]] = None, []
    master, findings = _or(verdict, nothing, usable_master_key)
    for check in (
        findings,
        *(
            _check_log(state, master, lambda: progress(verdict.entries, total))
            for state in verdict.logs
        ),
        check_keys(master) if master else (),
        check_emptied(master) if master else (),
        check_filed(),
        check_recorded(),
        check_heads(),
        check_logs(),
        check_triggers(),
    ):
        for finding in _told(check):
            verdict.add(finding)
    verdict.warnings = _or(verdict, [], late_looks)
    verdict.seconds = perf_counter() - began
    return verdict


def _told(check: Iterable[Finding]) -> Iterator[Finding]:
    """A table or key that cannot be read is a finding too."""
    try:
        yield from check
    except UNREADABLE as error:
        yield _unreadable(error)


def _or(verdict: Verdict, otherwise: T, read: Callable[..., T], *args: object) -> T:
    """What `read` gives; where it cannot be read, a finding and something else."""
    try:
        return read(*args)
    except UNREADABLE as error:
        verdict.add(_unreadable(error))
        return otherwise


def _unreadable(error: Exception) -> Finding:
    return Finding(Fault.UNREADABLE, detail=str(error).strip())


def _check_log(
    state: LogState, master: bytes | None, moved: Callable[[], object]
) -> Iterator[Finding]:
    try:
        walk = Walk(state.log, state.start, master)
    except KeyError:
        yield Finding(Fault.NODE_MISSING, state.log, state.start)
        return
    for chunk in walk.chunks():
        compare_with_rows(chunk, state.log)
        state.size, state.root = walk.frontier.size, walk.frontier.root()
        yield from chunk.findings(state.log)
        moved()
    yield from walk.strays()
    yield from check_stored(state.log, origin_of(state.log))
