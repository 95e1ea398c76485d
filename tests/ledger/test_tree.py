"""The tree over stored nodes, beside the definitions of RFC 9162 written out as they stand."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.ledger.rules.tree import (
    Frontier,
    Position,
    Span,
    consistency_path,
    hash_of,
    inclusion_path,
    needed,
    root_of,
)
from lms.ledger.rules.verifier import (
    EMPTY_ROOT,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
)

Leaves = Sequence[bytes]


def cut(size: int) -> int:
    """The largest power of two that is smaller."""
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def mth(leaves: Leaves) -> bytes:
    """RFC 9162, 2.1.1: the Merkle Tree Hash of leaves, which are given hashed already."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = cut(len(leaves))
    return node_hash(mth(leaves[:k]), mth(leaves[k:]))


def path(m: int, leaves: Leaves) -> list[bytes]:
    """RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = cut(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Leaves, is_whole: bool = True) -> list[bytes]:
    """RFC 9162, 2.1.4.1."""
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = cut(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def grown(leaves: Leaves) -> tuple[Frontier, dict[Position, bytes]]:
    frontier, nodes = Frontier(), {}
    for leaf in leaves:
        nodes.update(frontier.append(leaf))
    return frontier, nodes


def proof(spans: list[Span], nodes: dict[Position, bytes]) -> list[bytes]:
    """From no more of the stored nodes than those that are said to be needed."""
    read = {position: nodes[position] for position in needed(spans)}
    return [hash_of(span, read) for span in spans]


trees = some.lists(some.binary(max_size=8).map(leaf_hash), min_size=1, max_size=130)
data = some.data()


@given(trees, data)
def test_roots_and_proofs_from_stored_nodes_are_those_of_the_rfc(leaves, data) -> None:
    size = data.draw(some.integers(1, len(leaves)))
    index = data.draw(some.integers(0, size - 1))
    frontier, nodes = grown(leaves)
    assert frontier.root() == mth(leaves)
    assert root_of(size, nodes) == mth(leaves[:size])
    assert proof(inclusion_path(index, size), nodes) == path(index, leaves[:size])
    assert proof(consistency_path(size, len(leaves)), nodes) == subproof(size, leaves)


@given(trees, data)
def test_a_tree_grows_on_from_what_is_stored(leaves, data) -> None:
    size = data.draw(some.integers(0, len(leaves)))
    _, nodes = grown(leaves)
    frontier = Frontier(size, {at: nodes[at] for at in needed([Span(0, size)])})
    added = dict(one for leaf in leaves[size:] for one in frontier.append(leaf))
    assert frontier.root() == mth(leaves)
    assert frontier.size == len(leaves)
    assert added.items() <= nodes.items()


def test_every_proof_of_small_trees_verifies() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(40)]
    for size in range(1, len(leaves) + 1):
        root = mth(leaves[:size])
        for index in range(size):
            assert is_included(index, size, leaves[index], path(index, leaves[:size]), root)
        for old in range(1, size + 1):
            found = subproof(old, leaves[:size])
            assert is_consistent(old, size, mth(leaves[:old]), root, found)


def test_a_proof_is_as_long_as_the_tree_is_high() -> None:
    """Also where nobody could write the tree down."""
    for size in (2**10, 2**20, 10**12):
        assert len(inclusion_path(size // 3, size)) <= size.bit_length()
        assert len(consistency_path(size // 3, size)) <= size.bit_length() + 1
        assert len(needed(inclusion_path(size - 1, size))) <= 2 * size.bit_length()


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3)])
def test_there_is_no_path_to_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_path(index, size)


def test_a_tree_never_begins_with_a_larger_one() -> None:
    with pytest.raises(ValueError, match="cannot begin"):
        consistency_path(3, 2)


# Altered proofs ---------------------------------------------------------------------------------


def flipped(data, value: bytes) -> bytes:
    bit = data.draw(some.integers(0, len(value) * 8 - 1))
    return (int.from_bytes(value, "big") ^ (1 << bit)).to_bytes(len(value), "big")


def altered(data, hashes: list[bytes]) -> list[bytes]:
    """The hashes with a bit flipped, one left out, put in or cut short, or two swapped."""
    ways = ["put in"] + (["flip", "leave out", "cut short", "swap"] if hashes else [])
    way, found = data.draw(some.sampled_from(ways)), list(hashes)
    at = data.draw(some.integers(0, max(0, len(hashes) - 1)))
    if way == "put in":
        extra = some.one_of(
            some.binary(min_size=32, max_size=32), some.sampled_from([b"", *hashes])
        )
        found.insert(data.draw(some.integers(0, len(hashes))), data.draw(extra))
    elif way == "flip":
        found[at] = flipped(data, found[at])
    elif way == "cut short":
        found[at] = found[at][:-1]
    elif way == "leave out":
        del found[at]
    else:
        other = data.draw(some.integers(0, len(hashes) - 1))
        found[at], found[other] = found[other], found[at]
    return found


distinct = some.integers(1, 130).map(
    lambda size: [leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
)


@given(distinct, data)
def test_an_altered_inclusion_proof_does_not_verify(leaves, data) -> None:
    size, index = len(leaves), data.draw(some.integers(0, len(leaves) - 1))
    leaf, hashes, root = leaves[index], path(index, leaves), mth(leaves)
    assert is_included(index, size, leaf, hashes, root)
    other = altered(data, hashes)
    assert other == hashes or not is_included(index, size, leaf, other, root)
    assert not is_included(index, size, flipped(data, leaf), hashes, root)
    assert not is_included(index, size, leaf, hashes, flipped(data, root))
    elsewhere = data.draw(some.integers(-3, size + 3).filter(lambda number: number != index))
    assert not is_included(elsewhere, size, leaf, hashes, root)


@given(distinct, data)
def test_an_altered_consistency_proof_does_not_verify(leaves, data) -> None:
    new, old = len(leaves), data.draw(some.integers(1, len(leaves)))
    roots, hashes = (mth(leaves[:old]), mth(leaves)), subproof(old, leaves)
    assert is_consistent(old, new, *roots, hashes)
    other = altered(data, hashes)
    assert other == hashes or not is_consistent(old, new, *roots, other)
    assert not is_consistent(old, new, flipped(data, roots[0]), roots[1], hashes)
    assert not is_consistent(old, new, roots[0], flipped(data, roots[1]), hashes)
    elsewhere = data.draw(some.integers(-3, new + 3).filter(lambda number: number != old))
    assert not is_consistent(elsewhere, new, *roots, hashes)


@given(distinct, data)
def test_a_size_that_asks_for_another_path_is_refused(leaves, data) -> None:
    """A proof does not say by itself how large the tree is: that the checkpoint signs. But a size
    for which the path has another shape never verifies."""
    size, index = len(leaves), data.draw(some.integers(0, len(leaves) - 1))
    other = data.draw(some.integers(-1, 2 * size + 2))
    same = index < other and turns(index, other) == turns(index, size)
    hashes, root = path(index, leaves), mth(leaves)
    assert is_included(index, other, leaves[index], hashes, root) == same


def turns(index: int, size: int) -> list[bool]:
    """On which side each sibling stands, from the bottom."""
    return [span.start > index for span in inclusion_path(index, size)]


@given(some.integers(), some.integers(), some.binary(), some.lists(some.binary()))
def test_whatever_it_is_given_the_verdict_is_no(index, size, leaf, hashes) -> None:
    assert not is_included(index, size, leaf, hashes, b"root")
    assert not is_consistent(index, size, leaf, b"root", hashes)
