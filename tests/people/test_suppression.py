"""What is hidden of small groups cannot be worked out from what is shown."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lms.people.rules.suppression import LEAST, SUM, Cell, hidden_cells, with_sums

TABLES = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz")), st.integers(0, 12), max_size=12
)


def lines_of(table: dict[Cell, int]) -> list[dict[Cell, int]]:
    """Each row and each column as an equation: what adds up, less its sum, is nothing."""
    found = []
    for axis in (0, 1):
        for name in {cell[axis] for cell in table}:
            cells = [cell for cell in table if cell[axis] == name]
            found.append({cell: -1 if cell[1 - axis] == SUM else 1 for cell in cells})
    return found


def worked_out(table: dict[Cell, int], hidden: frozenset[Cell]) -> set[Cell]:
    """The hidden cells that the equations fix, by Gaussian elimination."""
    unknown = sorted(hidden, key=str)
    rows = [[Fraction(line.get(cell, 0)) for cell in unknown] for line in lines_of(table)]
    done = 0
    for column in range(len(unknown)):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [each / rows[done][column] for each in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    alone = [[k for k, each in enumerate(row) if each] for row in rows[:done]]
    return {unknown[places[0]] for places in alone if len(places) == 1}


@given(TABLES)
def test_no_hidden_group_can_be_worked_out(counts: dict[Any, int]) -> None:
    table = with_sums(counts)
    hidden = hidden_cells(counts)
    assert {cell for cell, count in table.items() if count < LEAST} <= hidden <= table.keys()
    assert worked_out(table, hidden) == set()


@given(TABLES)
def test_what_a_line_hides_is_no_small_group_either(counts: dict[Any, int]) -> None:
    table = with_sums(counts)
    hidden = hidden_cells(counts)
    for line in lines_of(table):
        inner = [table[cell] for cell, sign in line.items() if sign == 1 and cell in hidden]
        shows_sum = any(sign == -1 and cell not in hidden for cell, sign in line.items())
        if inner and shows_sum:
            assert len(inner) > 1
            assert sum(inner) >= LEAST


@given(TABLES)
def test_nothing_is_hidden_where_no_group_is_small(counts: dict[Any, int]) -> None:
    large = {cell: count + LEAST for cell, count in counts.items()}
    assert hidden_cells(large) == frozenset()


def test_one_small_site_takes_the_smallest_other_one_with_it() -> None:
    counts = {("A", "x"): 3, ("B", "x"): 8, ("C", "x"): 20}
    hidden = hidden_cells(counts)
    assert {row for row, column in hidden if column == SUM} == {"A", "B"}
    assert (SUM, SUM) not in hidden


def test_two_small_groups_that_are_too_few_together_take_a_third() -> None:
    counts = {("A", "x"): 1, ("B", "x"): 2, ("C", "x"): 9, ("D", "x"): 30}
    assert {row for row, column in hidden_cells(counts) if column == SUM} == {"A", "B", "C"}


def test_a_small_group_is_not_found_through_the_post_groups() -> None:
    """Shown for all posts and for all but one, the last one would be the difference."""
    counts = {("A", "x"): 10, ("A", "y"): 3, ("B", "x"): 10, ("B", "y"): 10}
    hidden = hidden_cells(counts)
    assert hidden == {("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")}


def test_a_small_group_alone_hides_everything() -> None:
    assert hidden_cells({("A", "x"): 4}) == {("A", "x"), ("A", SUM), (SUM, "x"), (SUM, SUM)}
    assert hidden_cells({}) == frozenset()
