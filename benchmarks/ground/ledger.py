"""A ledger of the benchmark's own, in a database made for it: evidence cannot be cleared away."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from benchmarks.ground import scratch

TYPE = "bench.role"
PEOPLE = 200
AT_ONCE = 10_000


def set_up() -> None:
    """An empty ledger."""
    scratch.make("ledger")
    _make_known()


def clear_away() -> None:
    scratch.drop("ledger")


def _make_known() -> None:
    from lms.ledger.registries import EntryType, record_type

    fields = ("role", "unit", "unit_code", "at")
    record_type(EntryType(TYPE, "Role", {name: name for name in fields}))


def records(start: int, count: int) -> list[object]:
    """Roles granted to two hundred people, one after the other."""
    from lms.ledger.rules.envelope import Record, new_token

    fields = {
        "role": "site_manager",
        "unit": "云栖苑物业服务中心",
        "unit_code": "QY-0312",
        "at": "2026-11-22T02:00:00.000000Z",
    }
    return [
        Record(TYPE, "actor-of-the-benchmark", fields, f"person-{number % PEOPLE}", new_token())
        for number in range(start, start + count)
    ]


def plant(log: str, size: int) -> bytes:
    """A tree of so many leaves, as it is stored, under a name of its own; its root."""
    from django.db import connection, transaction

    from lms.ledger.rules.tree import Frontier

    frontier = Frontier()
    nodes = _nodes(frontier, log, size)
    columns = '(log, level, "index", hash)'
    with transaction.atomic(), connection.cursor() as cursor:
        while some := list(islice(nodes, AT_ONCE)):
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY ledger_node {columns} FROM STDIN") as copy:
                    for row in some:
                        copy.write_row(row)
            else:
                places = "(%s, %s, %s, %s)"
                cursor.executemany(f"INSERT INTO ledger_node {columns} VALUES {places}", some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return frontier.root()


def _nodes(frontier: object, log: str, size: int) -> Iterator[tuple[str, int, int, bytes]]:
    for number in range(size):
        leaf = sha256(number.to_bytes(8, "big")).digest()
        for (level, index), found in frontier.append(leaf):  # type: ignore[attr-defined]
            yield log, level, index, found
