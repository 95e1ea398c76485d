"""What a paper is made of: sections that draw from the bank, and whether the bank can fill them.

Sections may overlap, so that taking the next free question for one can starve another. Which
places can be filled together is a question of bipartite matching: places on one side, questions on
the other. Sources: H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research
Logistics Quarterly 2 (1955), 83-97; C. Berge, "Two theorems in graph theory", PNAS 43 (1957),
842-844.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Candidate:
    """A question version that may stand on a paper. `movable` is how many of its parts (options,
    steps) may be reordered; `must_move` says that the written order would give the key away."""

    version_id: int
    question_id: int
    movable: int = 0
    must_move: bool = False


@dataclass(frozen=True)
class Section:
    """`count` different questions of the candidates; all of them where `count` is None. A question
    may be a candidate of several sections but stands on a paper once."""

    title: str
    candidates: tuple[Candidate, ...]
    count: int | None = None

    @property
    def asked(self) -> int:
        return len(self.candidates) if self.count is None else self.count

    @cached_property
    def by_question(self) -> dict[int, Candidate]:
        """The candidates by question, in their order; of several versions the first."""
        firsts: dict[int, Candidate] = {}
        for candidate in self.candidates:
            firsts.setdefault(candidate.question_id, candidate)
        return firsts


@dataclass(frozen=True)
class Shortage:
    """The first section (its index) that cannot be filled once those before it are: it asks for
    `asked` questions and can get `available`."""

    section: int
    asked: int
    available: int


def can_fill(sections: Sequence[Section]) -> Shortage | None:
    """None where a paper exists. Exact: questions move between sections as far as they can."""
    pools = [list(section.by_question) for section in sections]
    holder: dict[int, int] = {}
    for index, section in enumerate(sections):
        wanted = min(section.asked, len(pools[index]))
        available = wanted - len(fill(pools, holder, [index] * wanted))
        if available < section.asked:
            return Shortage(index, section.asked, available)
    return None


def fill(
    pools: Sequence[Sequence[int]], holder: dict[int, int], places: Iterable[int]
) -> list[int]:
    """Give each of `places` (indexes of sections, one for each question wanted) a question of its
    section's pool, as many as can be; return those that get none.

    `holder` says which section holds a question, and is changed: a question may move to another
    section, but neither a question that is held nor a place that is filled is ever given up. So the
    places filled are a maximal, hence largest, independent set of a transversal matroid, whatever
    was filled before (J. Edmonds, D. R. Fulkerson, "Transversals and matroid partition", Journal of
    Research of the National Bureau of Standards 69B (1965), 147-153)."""
    left: list[int] = []
    for place in places:
        # What could not be extended once never can be (Berge).
        if place in left or not _extend(pools, holder, place):
            left.append(place)
    return left


def _extend(pools: Sequence[Sequence[int]], holder: dict[int, int], section: int) -> bool:
    """One more question for `section`, along a shortest augmenting path: a free one of its pool, or
    one whose section can have another instead, and so on. Whether there was one."""
    reached: dict[int, tuple[int, int] | None] = {section: None}
    waiting = deque([section])
    while waiting:
        taker = waiting.popleft()
        for question in pools[taker]:
            owner = holder.get(question)
            if owner is None:
                _hand_over(holder, reached, question, taker)
                return True
            if owner not in reached:
                reached[owner] = (question, taker)
                waiting.append(owner)
    return False


def _hand_over(
    holder: dict[int, int], reached: dict[int, tuple[int, int] | None], question: int, taker: int
) -> None:
    """Give `taker` the free question, and what it gives away for it to whom the path comes from."""
    holder[question] = taker
    while (step := reached[taker]) is not None:
        question, taker = step
        holder[question] = taker
