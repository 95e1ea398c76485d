"""Which questions a sitting gets and in what order: a pure function of pool and seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Candidate:
    """A question version in the pool; `options` is how many of its options may be reordered."""

    version_id: int
    options: int


@dataclass(frozen=True)
class Drawn:
    """A place on the paper. `option_order` lists option indexes in the order to show; empty where
    the order of the version stands."""

    version_id: int
    option_order: tuple[int, ...]


def draw_paper(
    pool: Sequence[Candidate], *, count: int, seed: int, shuffle: bool
) -> tuple[Drawn, ...]:
    """`count` different questions of the pool; the same pool and seed give the same paper.

    Without `shuffle` the drawn questions keep the order of the pool and their options that of the
    version. Raises ValueError where the pool is too small.
    """
    random = Random(seed)
    places = random.sample(range(len(pool)), count)
    if not shuffle:
        places.sort()
    paper = []
    for place in places:
        order = list(range(pool[place].options)) if shuffle else []
        random.shuffle(order)
        paper.append(Drawn(pool[place].version_id, tuple(order)))
    return tuple(paper)


def in_order_of_version(values: Sequence[str], option_order: Sequence[int]) -> list[str]:
    """What a form sent, which counts places on the paper from 0, as indexes of the version. A page
    must not show those: authors tend to write the right option first. What is no place stays as
    it is, and is then no index either."""
    places = {str(place): str(index) for place, index in enumerate(option_order)}
    return [places.get(value, value) for value in values]
