"""The Merkle tree over stored nodes (RFC 9162, 2.1): which nodes to store, which to read.

Only perfect subtrees are stored: those whose 2^level leaves are all there, and which therefore
never change. Any root, inclusion proof or consistency proof is made of O(log n) of them. Leaves are
counted from 0; ranges are half-open.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lms.ledger.rules.verifier import EMPTY_ROOT, node_hash


class Position(NamedTuple):
    """The node over the leaves from `number << level` to `(number + 1) << level`."""

    level: int
    number: int


class Span(NamedTuple):
    """The leaves of one subtree of the tree as RFC 9162 splits it."""

    start: int
    end: int


Nodes = Mapping[Position, bytes]


def covering(span: Span) -> Iterator[Position]:
    """The stored nodes that make up a subtree, from the left."""
    at, size = span.start, span.end - span.start
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            yield Position(level, at >> level)
            at += 1 << level


def hash_of(span: Span, nodes: Nodes) -> bytes:
    """The hash over a subtree, of the stored nodes that `covering` names."""
    hashes = [nodes[position] for position in covering(span)]
    if not hashes:
        return EMPTY_ROOT
    found = hashes.pop()
    while hashes:
        found = node_hash(hashes.pop(), found)
    return found


def root_of(size: int, nodes: Nodes) -> bytes:
    return hash_of(Span(0, size), nodes)


def split(span: Span) -> int:
    """Where RFC 9162 cuts a subtree in two: after the largest power of two below its size."""
    return span.start + (1 << (span.end - span.start - 1).bit_length() - 1)


def inclusion_path(index: int, size: int) -> list[Span]:
    """The subtrees whose hashes prove that leaf `index` is in the tree of `size`, from the bottom
    (RFC 9162, 2.1.3.1). Raises `ValueError` where there is no such leaf."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    span, path = Span(0, size), []
    while span.end - span.start > 1:
        middle = split(span)
        left, right = Span(span.start, middle), Span(middle, span.end)
        span, other = (left, right) if index < middle else (right, left)
        path.append(other)
    return path[::-1]


def consistency_path(old_size: int, new_size: int) -> list[Span]:
    """The subtrees whose hashes prove that the tree of `new_size` begins with that of `old_size`,
    from the bottom (RFC 9162, 2.1.4.1). Raises `ValueError` where the later one is smaller."""
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} cannot begin with one of {old_size}")
    if old_size == 0:
        return []
    span, path, is_whole_tree = Span(0, new_size), [], True
    while span.end != old_size:
        middle = split(span)
        left, right = Span(span.start, middle), Span(middle, span.end)
        if old_size <= middle:
            span, other = left, right
        else:
            span, other, is_whole_tree = right, left, False
        path.append(other)
    if not is_whole_tree:
        path.append(span)
    return path[::-1]


def needed(spans: Iterable[Span]) -> set[Position]:
    """The stored nodes to read for these subtrees."""
    return {position for span in spans for position in covering(span)}


class Frontier:
    """The right edge of a tree that grows: its perfect subtrees, none of which pairs with another.

    `nodes` holds what `covering(Span(0, size))` names.
    """

    def __init__(self, size: int = 0, nodes: Nodes | None = None) -> None:
        self.size = size
        self._peaks = [nodes[position] for position in covering(Span(0, size))] if nodes else []

    def append(self, leaf: bytes) -> list[tuple[Position, bytes]]:
        """The nodes that are complete with this leaf's hash, the leaf itself first."""
        position, found = Position(0, self.size), leaf
        complete = [(position, found)]
        while position.number & 1:
            found = node_hash(self._peaks.pop(), found)
            position = Position(position.level + 1, position.number >> 1)
            complete.append((position, found))
        self._peaks.append(found)
        self.size += 1
        return complete

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        *left, found = self._peaks
        for each in reversed(left):
            found = node_hash(each, found)
        return found
