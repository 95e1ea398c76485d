"""Appending to the ledger, by one writer and by eight, against bare INSERTs of as many bytes;
verification against reading the same rows; inclusion proofs at 10^3 and 10^6 entries against
fetching one row by its key. `DATABASE_URL` chooses the engine; the database is always a new one.

A writer is a process with a connection of its own, and every append a transaction of its own.
"""

import gc
from collections.abc import Callable
from functools import partial
from itertools import count
from multiprocessing import get_context
from multiprocessing.pool import Pool
from random import Random

from benchmarks.ground import ledger
from benchmarks.ground.measure import Result, in_turn, report

WRITERS = 8
EACH = 15  # appends of a writer in one run
VERIFIED = 20_000
TREES = {"10^3 entries": 1_000, "10^6 entries": 1_000_000}
_numbers = count()


def main() -> None:
    from django.db import connections

    ledger.set_up()
    try:
        report("ledger", results())
    finally:
        connections.close_all()
        ledger.clear_away()


def results() -> list[Result]:
    append()
    size = bytes_of_the_last_entry()
    return [
        in_turn("append, 1 writer", append, partial(insert, size), rounds=30, each=10),
        with_eight_writers(size),
        verification(),
        *(proofs(name, leaves) for name, leaves in TREES.items()),
    ]


def append(times: int = 1) -> None:
    from django.db import transaction

    from lms.ledger.actions.record_entries import record_entries

    for __ in range(times):
        with transaction.atomic(durable=True):
            record_entries(*ledger.records(next(_numbers), 1))


def insert(size: int, times: int = 1) -> None:
    from django.db import transaction

    from benchmarks.ground.floor.models import BareRow

    for __ in range(times):
        with transaction.atomic(durable=True):
            BareRow.objects.create(payload="x" * size)


def bytes_of_the_last_entry() -> int:
    """What an append stores: envelope, values, and two hashes on average."""
    from lms.ledger.models import Entry, SealedFields

    entry = Entry.objects.latest("seq")
    sealed = SealedFields.objects.get(log=entry.log, seq=entry.seq)
    columns = (entry.type, entry.subject, entry.actor, entry.case)
    return len(entry.envelope) + len(sealed.sealed) + 2 * 32 + sum(map(len, map(str, columns)))


def with_eight_writers(size: int) -> Result:
    from django.db import connections

    connections.close_all()  # a connection does not survive being copied with its process
    with get_context("fork").Pool(WRITERS) as pool:
        ours, floor = (partial(_together, pool, each) for each in (append, partial(insert, size)))
        case, many = f"append, {WRITERS} writers", WRITERS * EACH
        return in_turn(case, ours, floor, rounds=5, each=1, warm=1, many=many)


def _together(pool: Pool, run: Callable[[int], None]) -> None:
    pool.map(_work, [run] * WRITERS, chunksize=1)


def _work(run: Callable[[int], None]) -> None:
    run(EACH)


def verification() -> Result:
    from django.db import transaction

    from lms.ledger.actions.record_entries import record_entries
    from lms.ledger.actions.verify_ledger import verify
    from lms.ledger.models import Entry, Node, SealedFields

    for start in range(0, VERIFIED, 1000):
        with transaction.atomic():
            record_entries(*ledger.records(start, 1000))
    entries = Entry.objects.count()
    gc.freeze()  # as the command does

    def check() -> None:
        verdict = verify()
        if not verdict.is_sound:
            raise SystemExit(verdict.in_words)

    def read() -> None:
        for model in (Entry, Node, SealedFields):
            for __ in model.objects.order_by("pk").values_list().iterator(2000):
                pass

    return in_turn("verification", check, read, rounds=3, each=1, warm=1, many=entries)


def proofs(name: str, leaves: int) -> Result:
    from lms.ledger.models import Node
    from lms.ledger.queries.tree import inclusion_proof
    from lms.ledger.rules.verifier import is_included

    root, random = ledger.plant(f"t{leaves}", leaves), Random(1)

    def leaf_at(number: int) -> bytes:
        return bytes(Node.objects.get(log=f"t{leaves}", level=0, index=number).hash)

    def prove(number: int | None = None) -> list[bytes]:
        number = random.randrange(leaves) if number is None else number
        return inclusion_proof(f"t{leaves}", number, leaves)  # type: ignore[arg-type]

    last = leaves - 1
    if not is_included(last, leaves, leaf_at(last), prove(last), root):
        raise SystemExit(f"The proof at {name} leads elsewhere")
    return in_turn(
        f"proof at {name}", prove, lambda: leaf_at(random.randrange(leaves)), rounds=40, each=10
    )


if __name__ == "__main__":
    main()
