"""Which figures of small groups are not shown, and which others along with them, so that what is
hidden cannot be worked out from what is shown.

A table of counts, such as sites by post groups, with its sums: each row and each column adds up.
Sum cells are cells of the table like others. A hidden cell can be worked out exactly if it is a
bridge of the graph whose nodes are rows and columns and whose edges are the hidden cells
(D. Gusfield, SIAM Journal on Computing 17 (1988), 552-571).

A tree of groups, such as the units of a company: what is counted of a group is the sum of what is
counted of those below it. A hidden group can be worked out exactly unless what is taken from it can
be given to another without any shown group changing.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

# A group of fewer people is not shown.
LEAST = 5
# The name of the row and the column of sums.
SUM = "Σ"

Cell = tuple[Hashable, Hashable]


def with_sums(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """The cells where somebody is, and the sums of rows, columns and all."""
    found: dict[Cell, int] = defaultdict(int)
    for (row, column), count in counts.items():
        if count:
            for cell in ((row, column), (row, SUM), (SUM, column), (SUM, SUM)):
                found[cell] += count
    return dict(found)


def hidden_cells(counts: Mapping[Cell, int], least: int = LEAST) -> frozenset[Cell]:
    """The cells of a table, sums included (`SUM`), that are not shown: groups of fewer than
    `least`, and others until no hidden cell can be worked out from the rest and what is hidden in a
    row or a column whose sum is shown is `least` people or more. Of the others the smallest go
    first, inner ones before sums."""
    table = with_sums(counts)
    hidden = {cell for cell, count in table.items() if count < least}
    while more := _one_more(table, hidden, least):
        hidden.add(more)
    return frozenset(hidden)


def _one_more(table: Mapping[Cell, int], hidden: set[Cell], least: int) -> Cell | None:
    """The next cell to hide; None where it is enough."""
    for axis in (0, 1):
        if found := _in_thin_line(table, hidden, axis, least):
            return found
    return next(
        (
            _beside(table, hidden, cell)
            for cell in _in_order(table, hidden)
            if _is_given_away(hidden, cell)
        ),
        None,
    )


def _in_thin_line(
    table: Mapping[Cell, int], hidden: set[Cell], axis: int, least: int
) -> Cell | None:
    """The next cell of the first line that hides one cell only, or shows its sum and hides too few
    people altogether."""
    lines: dict[Hashable, list[Cell]] = defaultdict(list)
    for cell in _in_order(table, hidden):
        lines[cell[axis]].append(cell)
    for line in lines.values():
        has_sum = any(cell[1 - axis] == SUM for cell in line)
        if len(line) == 1 or (not has_sum and sum(table[cell] for cell in line) < least):
            return _beside(table, hidden, line[0], (axis,))
    return None


def _is_given_away(hidden: set[Cell], cell: Cell) -> bool:
    """Whether its row and its column hang together by nothing but this cell."""
    row, column = ("row", cell[0]), ("column", cell[1])
    near: dict[Hashable, set[Hashable]] = defaultdict(set)
    for other in hidden - {cell}:
        one, two = ("row", other[0]), ("column", other[1])
        near[one].add(two)
        near[two].add(one)
    seen: set[Hashable] = {row}
    open_ends: list[Hashable] = [row]
    while open_ends:
        for end in near[open_ends.pop()] - seen:
            seen.add(end)
            open_ends.append(end)
    return column not in seen


def _beside(
    table: Mapping[Cell, int], hidden: set[Cell], cell: Cell, axes: Iterable[int] = (0, 1)
) -> Cell | None:
    """The next cell to hide in the row of a cell, or else in its column."""
    for axis in axes:
        shown = (other for other in table if other[axis] == cell[axis] and other not in hidden)
        if found := next(_in_order(table, shown), None):
            return found
    # Its row and its column are hidden whole: another one ties them together.
    return next(_in_order(table, table.keys() - hidden), None)


def _in_order(table: Mapping[Cell, int], cells: Iterable[Cell]) -> Iterator[Cell]:
    """Inner cells before sums, small ones before large ones."""
    return iter(sorted(cells, key=lambda cell: (cell.count(SUM), table[cell], str(cell))))


# Trees -------------------------------------------------------------------------------------------


def hidden_in_tree(
    people: Mapping[Hashable, AbstractSet[Hashable]],
    parents: Mapping[Hashable, Hashable],
    least: int = LEAST,
) -> frozenset[Hashable]:
    """The groups of a tree that are not shown: those of fewer than `least` people, and others until
    no hidden one can be worked out, and what is left of a shown one without the shown ones below it
    is nobody or `least` people at least. Below a group that is shown there is either nothing
    hidden, or several; below a hidden one, something hidden at least.

    `people` are those of each group, of whom one may stand in several: what counts is how many they
    are together. `parents` names the group above; who stands in a group and in none below it, a
    group of its own. Groups without anybody tell nothing and are shown."""
    groups = {node: some for node, some in people.items() if some}
    below: dict[Hashable, list[Hashable]] = defaultdict(list)
    for node in sorted(groups, key=lambda each: (len(groups[each]), str(each))):
        if node in parents:
            below[parents[node]].append(node)
    tree = _Tree(groups, below, {node for node, some in groups.items() if len(some) < least})
    while more := set(_more_in_tree(tree, least)):
        tree.hidden.update(more)
    return frozenset(tree.hidden)


@dataclass(frozen=True)
class _Tree:
    """`below` each group those that stand under it, small ones first."""

    groups: Mapping[Hashable, AbstractSet[Hashable]]
    below: Mapping[Hashable, Sequence[Hashable]]
    hidden: set[Hashable]

    def left_over(self, node: Hashable) -> set[Hashable]:
        """Who stands in a group and in no shown one below it."""
        if node not in self.below:
            return set(self.groups[node])
        shut = (each for each in self.below[node] if each in self.hidden)
        return {person for each in shut for person in self.left_over(each)}

    def next_shown(self, node: Hashable) -> Iterator[Hashable]:
        """The groups below one that are shown, the highest of each branch."""
        for each in self.below.get(node, ()):
            if each in self.hidden:
                yield from self.next_shown(each)
            else:
                yield each

    def smallest(self, nodes: Iterable[Hashable]) -> Hashable | None:
        return min(nodes, key=lambda each: (len(self.groups[each]), str(each)), default=None)


def _more_in_tree(tree: _Tree, least: int) -> Iterator[Hashable]:
    """What has to be hidden next; nothing where it is enough."""
    for node, nodes in tree.below.items():
        shut = [each for each in nodes if each in tree.hidden]
        smallest = tree.smallest(each for each in nodes if each not in tree.hidden)
        if node in tree.hidden:
            if not shut and smallest is not None:
                yield smallest
        elif len(shut) == 1:
            yield node if smallest is None else smallest
        elif shut and len(tree.left_over(node)) < least:
            shown = tree.smallest(tree.next_shown(node))
            yield node if shown is None else shown
