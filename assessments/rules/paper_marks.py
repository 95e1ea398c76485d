"""What the papers of a blueprint are worth."""

from collections.abc import Callable, Mapping, Sequence

from assessments.rules.blueprint import Section, fill


def marks_range(sections: Sequence[Section], marks: Mapping[int, int]) -> tuple[int, int] | None:
    """The least and the greatest total of any paper, exactly; None where there is none. `marks` by
    version id.

    The questions of a paper are a basis of a transversal matroid, for which the greedy choice is
    the best (R. Rado, "Note on independence functions", Proceedings of the London Mathematical
    Society 7 (1957), 300-320): question by question from the dearest, or the cheapest, each that
    can stand on a paper with those chosen before."""
    least, greatest = _best(sections, marks, sorted), _best(sections, marks, _falling)
    return None if least is None or greatest is None else (least, greatest)


def _falling(marks: set[int]) -> list[int]:
    return sorted(marks, reverse=True)


def _best(
    sections: Sequence[Section],
    marks: Mapping[int, int],
    in_order: Callable[[set[int]], list[int]],
) -> int | None:
    worth = {
        question: marks[candidate.version_id]
        for section in sections
        for question, candidate in section.by_question.items()
    }
    left = [index for index, section in enumerate(sections) for _ in range(section.asked)]
    pools: list[list[int]] = [[] for _ in sections]
    holder: dict[int, int] = {}
    for mark in in_order(set(worth.values())):
        for pool, section in zip(pools, sections, strict=True):
            pool += [question for question in section.by_question if worth[question] == mark]
        left = fill(pools, holder, left)
    return None if left else sum(worth[question] for question in holder)
