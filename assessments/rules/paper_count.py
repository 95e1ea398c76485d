"""How many different papers a blueprint can give."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import comb, prod

from assessments.rules.blueprint import Section, can_fill

# The most states that are gone through for sections which overlap: beyond, there are very many.
MOST_STATES = 100_000

# How many questions there are by the sections that may take them: all of a group are alike.
Groups = Mapping[frozenset[int], int]
# How many questions a section still wants, and how many are left of each group.
State = tuple[int, tuple[int, ...]]


class _VeryMany(Exception):
    """More states than `MOST_STATES`."""


def distinct_papers(sections: Sequence[Section]) -> int | None:
    """The number of ways to give each section its set of questions, exactly; order plays no part.
    None where counting takes more than `MOST_STATES`: there are very many.

    The product over sections that have no question in common, even through others. Those that have
    are filled one after the other, by dynamic programming over how many questions of each group are
    left."""
    if can_fill(sections) is not None:
        return 0
    asked = [section.asked for section in sections]
    groups = _groups(sections)
    try:
        return prod(
            _ways(asked, {group: groups[group] for group in groups if group <= connected})
            for connected in _connected(groups)
        )
    except _VeryMany:
        return None


def _groups(sections: Sequence[Section]) -> Groups:
    sections_of: defaultdict[int, set[int]] = defaultdict(set)
    for index, section in enumerate(sections):
        for question in section.by_question:
            sections_of[question].add(index)
    return Counter(frozenset(members) for members in sections_of.values())


def _connected(groups: Groups) -> list[frozenset[int]]:
    """The sections, parted so that no group reaches from one part into another."""
    parts: list[frozenset[int]] = []
    for group in groups:
        touched = [part for part in parts if part & group]
        parts = [part for part in parts if not part & group]
        parts.append(group.union(*touched))
    return parts


def _ways(asked: Sequence[int], groups: Groups) -> int:
    """The number of ways to fill these sections. What a section leaves of a group joins the group
    of those that may stand in the same other sections, which keeps the states few. Raises
    `_VeryMany`."""
    names = list(groups)
    states: dict[tuple[int, ...], int] = {tuple(groups.values()): 1}
    gone_through = 0
    while names:
        section = _next(names)
        places = [place for place, name in enumerate(names) if section in name]
        rests = [names[place] - {section} for place in places]
        added = [rest for rest in dict.fromkeys(rests) if rest and rest not in names]
        names += added
        wanted: Mapping[State, int] = {
            (asked[section], (*free, *[0] * len(added))): states[free] for free in states
        }
        for number, (place, rest) in enumerate(zip(places, rests, strict=True), start=1):
            target = names.index(rest) if rest else None
            wanted = _take(wanted, place, target, places[number:])
            gone_through += len(wanted)
            if gone_through > MOST_STATES:
                raise _VeryMany
        kept = [place for place in range(len(names)) if place not in places]
        names = [names[place] for place in kept]
        states = {tuple(free[place] for place in kept): ways for (_, free), ways in wanted.items()}
    return sum(states.values())


def _next(names: Sequence[frozenset[int]]) -> int:
    """The section with the fewest groups: it branches least."""
    within = Counter(section for name in names for section in name)
    return min(within, key=lambda section: (within[section], section))


def _take(
    wanted: Mapping[State, int], place: int, target: int | None, later: Sequence[int]
) -> Mapping[State, int]:
    """The states, with the number of ways to each, after some questions of the group at `place`
    were taken: from as many as the groups `later` cannot give, to as many as are wanted. The others
    join the group at `target`, or play no part any more. Raises `_VeryMany`."""
    after: defaultdict[State, int] = defaultdict(int)
    for (need, free), ways in wanted.items():
        there = free[place]
        least = max(0, need - sum(free[other] for other in later))
        for taken in range(least, min(need, there) + 1):
            left = list(free)
            left[place] = 0
            if target is not None:
                left[target] += there - taken
            after[need - taken, tuple(left)] += ways * comb(there, taken)
        if len(after) > MOST_STATES:
            raise _VeryMany
    return after
