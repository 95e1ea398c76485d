"""The figure of an inclusion proof."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.ledger.rules.drawing import LEVELS, bars, climb, draw
from lms.ledger.rules.tree import Frontier, Position, hash_of, inclusion_path, needed, root_of
from lms.ledger.rules.verifier import leaf_hash

LARGEST = 200
NODES: dict[Position, bytes] = {}
_frontier = Frontier()
for number in range(LARGEST):
    NODES.update(_frontier.append(leaf_hash(str(number).encode())))


def proof_in(index: int, size: int) -> tuple[bytes, list[bytes]]:
    path = inclusion_path(index, size)
    assert needed(path) <= NODES.keys()
    return NODES[Position(0, index)], [hash_of(span, NODES) for span in path]


places = st.integers(1, LARGEST).flatmap(
    lambda size: st.tuples(st.integers(0, size - 1), st.just(size))
)


@given(places)
def test_the_sums_lead_to_the_root(place: tuple[int, int]) -> None:
    leaf, proof = proof_in(*place)
    sums = climb(*place, leaf, proof)
    assert (sums[-1].result if sums else leaf) == root_of(place[1], NODES)
    assert len(sums) == len(proof)


@given(places, st.booleans())
def test_everything_lies_within_the_figure_and_nothing_overlaps(
    place: tuple[int, int], is_narrow: bool
) -> None:
    drawing = draw(*place, *proof_in(*place), is_narrow=is_narrow)
    assert all(36 <= box.x <= drawing.width - 36 for box in drawing.boxes)
    assert all(0 < box.y <= drawing.height - 40 for box in drawing.boxes)
    assert 84 <= drawing.root_x <= drawing.width - 84
    for y in {box.y for box in drawing.boxes}:
        row = sorted(box.x for box in drawing.boxes if box.y == y)
        assert all(right - left >= 80 for left, right in pairwise(row))


@given(places, st.booleans())
def test_it_shows_the_entry_and_what_the_proof_gives(
    place: tuple[int, int], is_narrow: bool
) -> None:
    index, size = place
    leaf, proof = proof_in(index, size)
    drawing = draw(index, size, leaf, proof, is_narrow=is_narrow)
    by_kind = {
        kind: [box for box in drawing.boxes if box.kind == kind]
        for kind in ("entry", "given", "computed", "unneeded")
    }
    assert [(box.hash, box.label) for box in by_kind["entry"]] == [(leaf, f"{index:,}")]
    assert sorted(box.hash for box in by_kind["given"]) == sorted(proof[:LEVELS])
    assert drawing.further == max(0, len(proof) - LEVELS)
    assert not (is_narrow and by_kind["unneeded"])
    assert all(re.fullmatch(r"M\d+ \d+V\d+H\d+V\d+", edge.path) for edge in drawing.edges)


def test_the_lowest_levels_of_a_large_tree_are_drawn_as_in_a_small_one() -> None:
    drawing = draw(100, 128, *proof_in(100, 128))
    assert (drawing.width, drawing.height, drawing.further) == (762, 452, 4)
    labels = [box.label for box in drawing.boxes if box.label]
    assert sorted(labels) == sorted(str(number) for number in range(96, 104))


def test_a_tree_of_one_entry_is_its_root() -> None:
    drawing = draw(0, 1, *proof_in(0, 1))
    assert [box.kind for box in drawing.boxes] == ["entry"]
    assert drawing.further == 0 and not drawing.edges


def test_a_proof_for_another_place_is_refused() -> None:
    leaf, proof = proof_in(3, 8)
    for index, size in ((3, 9), (8, 8), (3, 4)):
        with pytest.raises(ValueError, match=r"."):
            draw(index, size, leaf, proof)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_bars_stand_on_the_ground_and_anything_shows(counts: list[int]) -> None:
    shown = bars([(date(2026, 11, 1), count) for count in counts])
    assert all(bar.y + bar.height == 48 for bar in shown)
    assert all((bar.height > 0) == (bar.count > 0) for bar in shown)
