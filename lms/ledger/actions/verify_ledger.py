from collections.abc import Callable, Iterable, Iterator
from time import perf_counter

from django.db import DatabaseError

from lms.ledger.enums import Fault
from lms.ledger.queries.verification.checkpoints import check_filed, check_stored
from lms.ledger.queries.verification.entries import Walk
from lms.ledger.queries.verification.evidence import check_recorded, compare_with_rows
from lms.ledger.queries.verification.findings import Finding, LogState, Progress, Verdict
from lms.ledger.queries.verification.rows import size_now, starts
from lms.ledger.queries.verification.standing import (
    check_heads,
    check_keys,
    check_logs,
    check_triggers,
    late_looks,
    origin_of,
    usable_master_key,
)


def verify(*, start: int = 0, progress: Progress = lambda done, total: None) -> Verdict:
    """Recompute both logs from what is stored and compare everything: envelopes, hashes, tree,
    values, keys, checkpoints, business rows, triggers.

    From entry `start` on: what stands before it, and looks from before its time, count as far as
    the stored tree and signed checkpoints hold them. Nothing is locked, what is appended meanwhile
    is no fault, and memory does not grow with the ledger. Raises `EntryNotFound` where there is no
    entry `start`.
    """
    began = perf_counter()
    verdict = Verdict([LogState(log, first) for log, first in starts(start).items()])
    total = sum(size_now(state.log) - state.start for state in verdict.logs)
    master, findings = usable_master_key()
    for check in (
        findings,
        *(
            _check_log(state, master, lambda: progress(verdict.entries, total))
            for state in verdict.logs
        ),
        check_keys(master) if master else (),
        check_filed(),
        check_recorded(),
        check_heads(),
        check_logs(),
        check_triggers(),
    ):
        for finding in _told(check):
            verdict.add(finding)
    verdict.warnings = late_looks()
    verdict.seconds = perf_counter() - began
    return verdict


def _told(check: Iterable[Finding]) -> Iterator[Finding]:
    """A table or key that cannot be read is a finding too."""
    try:
        yield from check
    except (DatabaseError, ValueError) as error:
        yield Finding(Fault.UNREADABLE, detail=str(error))


def _check_log(
    state: LogState, master: bytes | None, moved: Callable[[], object]
) -> Iterator[Finding]:
    try:
        walk = Walk(state.log, state.start, master)
    except KeyError:
        yield Finding(Fault.NODE_MISSING, state.log, state.start)
        return
    for chunk in walk.chunks():
        compare_with_rows(chunk)
        state.size, state.root = walk.frontier.size, walk.frontier.root()
        yield from chunk.findings(state.log)
        moved()
    yield from walk.strays()
    yield from check_stored(state.log, origin_of(state.log))
