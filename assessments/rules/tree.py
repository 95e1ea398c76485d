"""A tree kept as the parent of each node (None for a root), by id."""

from collections.abc import Mapping


def below(node: int, parents: Mapping[int, int | None]) -> set[int]:
    """The node and all that is under it. Ends for any table, a tree or not."""
    found, fresh = {node}, {node}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def way_to(node: int, parents: Mapping[int, int | None]) -> list[int]:
    """From the root down to the node."""
    way = [node]
    while (parent := parents.get(way[0])) is not None and parent not in way:
        way.insert(0, parent)
    return way


def is_within(node: int, other: int, parents: Mapping[int, int | None]) -> bool:
    """Whether `node` is `other` or under it."""
    return node in below(other, parents)
