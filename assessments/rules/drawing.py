"""Which questions a sitting gets and in what order: a pure function of blueprint, seed and what the
learner has seen before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from assessments.rules.blueprint import Candidate, Section, fill


@dataclass(frozen=True)
class Drawn:
    """A place on the paper, in the section of that index. `option_order` lists indexes of the
    question's parts in the order to show; empty where the written order stands."""

    version_id: int
    section: int
    option_order: tuple[int, ...] = ()


def draw_paper(
    sections: Sequence[Section],
    *,
    seed: int,
    shuffle_questions: bool,
    shuffle_options: bool,
    seen: Collection[int] = (),
) -> tuple[Drawn, ...]:
    """A paper with what each section asks for and no question twice, section by section.

    As few questions of `seen` (question ids) as any paper can have. Without `shuffle_questions` the
    questions of a section keep the order of its candidates. Raises ValueError where the blueprint
    cannot be filled."""
    random = Random(seed)
    holder = _choose(sections, frozenset(seen), random)
    paper: list[Drawn] = []
    for index, section in enumerate(sections):
        drawn = [
            each for each in section.by_question.values() if holder.get(each.question_id) == index
        ]
        if shuffle_questions:
            random.shuffle(drawn)
        paper += [
            Drawn(each.version_id, index, _order(each, shuffle_options, random)) for each in drawn
        ]
    return tuple(paper)


def _choose(sections: Sequence[Section], seen: frozenset[int], random: Random) -> dict[int, int]:
    """The section that holds each chosen question.

    First as many unseen questions as can be placed at all, then the rest; `fill` gives up none of
    the first. Pools and places come in random order, so that every question of any best paper has
    its chance: it is drawn where that paper's questions happen to come first."""
    pools = [random.sample(list(each.by_question), len(each.by_question)) for each in sections]
    unseen = [[question for question in pool if question not in seen] for pool in pools]
    places = [index for index, section in enumerate(sections) for _ in range(section.asked)]
    random.shuffle(places)
    holder: dict[int, int] = {}
    if fill(pools, holder, fill(unseen, holder, places)):
        raise ValueError("the blueprint asks for more questions than there are")
    return holder


def _order(candidate: Candidate, shuffle_options: bool, random: Random) -> tuple[int, ...]:
    """Every order is as likely as any other; the written one has no part where it must not."""
    if candidate.movable < 2 or not (shuffle_options or candidate.must_move):
        return ()
    written = list(range(candidate.movable))
    order = random.sample(written, len(written))
    while candidate.must_move and order == written:
        random.shuffle(order)
    return tuple(order)
