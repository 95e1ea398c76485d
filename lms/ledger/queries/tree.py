"""Reading the stored tree."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from lms.ledger.enums import Log
from lms.ledger.errors import TreeAltered
from lms.ledger.models import Entry, Node
from lms.ledger.rules.tree import (
    Frontier,
    Position,
    Span,
    consistency_path,
    hash_of,
    inclusion_path,
    needed,
)


def size_of(log: Log) -> int:
    newest = Entry.objects.filter(log=log).order_by("-seq").values_list("seq", flat=True).first()
    return 0 if newest is None else newest + 1


def nodes_at(log: Log, positions: Collection[Position]) -> dict[Position, bytes]:
    """In one query, whatever their number is. A node that is missing is left out."""
    if not positions:
        return {}
    by_level: dict[int, list[int]] = {}
    for level, index in positions:
        by_level.setdefault(level, []).append(index)
    wanted = reduce(or_, (Q(level=level, index__in=found) for level, found in by_level.items()))
    rows = Node.objects.filter(wanted, log=log).values_list("level", "index", "hash")
    return {Position(level, index): bytes(found) for level, index, found in rows}


def frontier_of(log: Log, size: int) -> Frontier:
    return Frontier(size, nodes_at(log, needed([Span(0, size)])))


def root_at(log: Log, size: int) -> bytes:
    """Raises `TreeAltered` where stored nodes are missing, as the proofs do."""
    return _hashes(log, [Span(0, size)])[0]


def inclusion_proof(log: Log, seq: int, size: int) -> list[bytes]:
    """From the bottom. Raises `ValueError` where the tree of that size has no such entry."""
    return _hashes(log, inclusion_path(seq, size))


def consistency_proof(log: Log, old_size: int, new_size: int) -> list[bytes]:
    return _hashes(log, consistency_path(old_size, new_size))


def _hashes(log: Log, spans: Iterable[Span]) -> list[bytes]:
    spans = list(spans)
    nodes = nodes_at(log, needed(spans))
    try:
        return [hash_of(span, nodes) for span in spans]
    except KeyError as error:
        raise TreeAltered from error
