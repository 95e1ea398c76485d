"""Blueprints, the papers drawn from them, and how many there are; each against brute force."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.blueprint import Candidate, Section, Shortage, can_fill
from assessments.rules.drawing import draw_paper
from assessments.rules.paper_count import distinct_papers

seeds = st.integers(0, 2**63 - 1)
questions = st.integers(1, 6)


def question(number: int, movable: int = 0, must_move: bool = False) -> Candidate:
    return Candidate(100 + number, number, movable, must_move)


def section(*numbers: int, count: int | None = None) -> Section:
    return Section("", tuple(question(number) for number in numbers), count)


@st.composite
def small_sections(draw: st.DrawFn) -> Section:
    numbers = draw(st.lists(questions, unique=True, max_size=6))
    return section(*numbers, count=draw(st.none() | st.integers(0, 3)))


blueprints = st.lists(small_sections(), min_size=1, max_size=4)


def all_papers(
    sections: Sequence[Section], taken: frozenset[int] = frozenset()
) -> Iterator[tuple[frozenset[int], ...]]:
    """Every way to fill the sections, by trying all."""
    if not sections:
        yield ()
        return
    free = sorted({each.question_id for each in sections[0].candidates} - taken)
    for chosen in combinations(free, sections[0].asked):
        for others in all_papers(sections[1:], taken | set(chosen)):
            yield (frozenset(chosen), *others)


def draw(sections: Sequence[Section], seed: int, seen: Sequence[int] = ()) -> list[frozenset[int]]:
    """The questions of each section of a paper."""
    paper = draw_paper(sections, seed=seed, shuffle_questions=True, shuffle_options=True, seen=seen)
    return [
        frozenset(each.version_id - 100 for each in paper if each.section == index)
        for index in range(len(sections))
    ]


# What the bank can give ------------------------------------------------------------------------


@given(blueprints)
def test_the_count_of_papers_is_that_of_trying_all(sections: list[Section]) -> None:
    papers = set(all_papers(sections))
    assert distinct_papers(sections) == len(papers)
    assert (can_fill(sections) is None) == bool(papers)


@given(blueprints)
def test_a_shortage_names_the_first_section_that_cannot_be_filled(sections: list[Section]) -> None:
    shortage = can_fill(sections)
    if shortage is None:
        return
    before, short = sections[: shortage.section], sections[shortage.section]
    assert shortage.asked == short.asked > shortage.available

    def exists(count: int) -> bool:
        return any(all_papers([*before, replace(short, count=count)]))

    assert exists(shortage.available) and not exists(shortage.available + 1)


def test_a_wide_section_leaves_a_narrow_one_what_it_needs() -> None:
    assert can_fill([section(1, 2, 3, count=2), section(1), section(2, 3, count=1)]) is not None
    assert can_fill([section(1, 2, 3, count=1), section(1), section(2, 3, count=1)]) is None


def test_a_blueprint_that_asks_too_much_says_where_and_how_much() -> None:
    wide = section(1, 2, 3, count=2)
    assert can_fill([wide, section(2, 3, 4, count=3)]) == Shortage(1, asked=3, available=2)
    assert can_fill([section(count=10**12)]) == Shortage(0, asked=10**12, available=0)


def test_a_question_that_is_fixed_twice_cannot_be_placed() -> None:
    assert can_fill([section(1, 2), section(2)]) == Shortage(1, asked=1, available=0)
    assert can_fill([section(1, 1)]) == Shortage(0, asked=2, available=1)


def test_large_banks_are_counted_too() -> None:
    bank = section(*range(1000), count=20)
    assert distinct_papers([bank]) == 339482811302457603895512614793686020778700
    narrow = [section(*range(50 * part, 50 * part + 50), count=5) for part in range(12)]
    assert distinct_papers([*narrow, bank]) is not None
    levels = [section(*range(part, 1000, part + 1), count=10) for part in range(3)]
    assert distinct_papers(levels) is not None


def test_beyond_a_bound_there_are_very_many() -> None:
    tangle = [
        section(*(each for each in range(64) if each >> part & 1), count=9) for part in range(6)
    ]
    assert distinct_papers(tangle) is None


# Papers ----------------------------------------------------------------------------------------


@given(blueprints, seeds, st.sets(questions), st.booleans(), st.booleans())
def test_a_paper_keeps_the_blueprint(
    sections: list[Section], seed: int, seen: set[int], shuffle: bool, shuffle_options: bool
) -> None:
    def again(seen: Sequence[int]) -> object:
        return draw_paper(
            sections,
            seed=seed,
            shuffle_questions=shuffle,
            shuffle_options=shuffle_options,
            seen=seen,
        )

    if can_fill(sections) is not None:
        with pytest.raises(ValueError, match="more questions"):
            again([])
        return
    paper = draw_paper(
        sections, seed=seed, shuffle_questions=shuffle, shuffle_options=shuffle_options, seen=seen
    )
    assert paper == again(sorted(seen)) == again(sorted(seen, reverse=True))
    drawn = [each.version_id for each in paper]
    assert len(set(drawn)) == len(drawn)
    assert [each.section for each in paper] == sorted(each.section for each in paper)
    for index, part in enumerate(sections):
        order = [each.version_id for each in part.candidates]
        placed = [each.version_id for each in paper if each.section == index]
        assert len(placed) == part.asked and set(placed) <= set(order)
        if not shuffle:
            assert placed == sorted(placed, key=order.index)


@given(blueprints, seeds, st.sets(questions))
def test_a_paper_has_as_few_seen_questions_as_any(
    sections: list[Section], seed: int, seen: set[int]
) -> None:
    papers = list(all_papers(sections))
    if papers:
        fewest = min(len(frozenset().union(*paper) & seen) for paper in papers)
        drawn = frozenset().union(*draw(sections, seed, sorted(seen)))
        assert len(drawn & seen) == fewest


OVERLAPPING = [section(1, 2, 3, count=1), section(2, 3, 4, 5, count=2), section(5, 6, count=1)]
EQUAL = [section(1, 2, count=1), section(1, 2, count=1)]


@pytest.mark.parametrize(
    ("sections", "seen"), [(OVERLAPPING, []), (OVERLAPPING, [1, 4]), (EQUAL, [2])]
)
def test_every_best_paper_has_its_chance(sections: list[Section], seen: list[int]) -> None:
    def known(paper: Sequence[frozenset[int]]) -> int:
        return len(frozenset().union(*paper) & set(seen))

    papers = list(all_papers(sections))
    fewest = min(map(known, papers))
    best = {paper for paper in papers if known(paper) == fewest}
    assert {tuple(draw(sections, seed, seen)) for seed in range(600)} == best


def test_every_question_of_a_section_is_drawn_about_as_often() -> None:
    """An eighth of 1600 draws is 200, with a standard deviation of about 13."""
    bank = section(*range(1, 9), count=1)
    drawn = Counter(next(iter(draw([bank], seed)[0])) for seed in range(1600))
    assert len(drawn) == 8
    assert all(140 < times < 260 for times in drawn.values())


def test_a_resit_has_new_questions_as_long_as_there_are_any() -> None:
    bank = [section(*range(1, 31), count=10), section(*range(31, 41), count=5)]
    first = frozenset().union(*draw(bank, 1))
    second = frozenset().union(*draw(bank, 2, sorted(first)))
    assert not first & second
    third = draw(bank, 3, sorted(first | second))
    assert not third[0] & (first | second)
    assert third[1] <= first | second


def test_of_two_versions_of_a_question_the_first_is_drawn() -> None:
    twice = Section("", (question(1), Candidate(999, 1)), count=1)
    assert draw([twice], 1) == [{1}]
    assert distinct_papers([twice]) == 1


def test_seeds_give_different_papers() -> None:
    bank = Section("", tuple(question(number, 4) for number in range(30)), 20)
    papers = {
        draw_paper([bank], seed=seed, shuffle_questions=True, shuffle_options=True)
        for seed in range(50)
    }
    assert len(papers) == 50


# The parts of a question -----------------------------------------------------------------------


@given(st.integers(0, 8), st.booleans(), st.booleans(), seeds)
def test_options_move_where_they_may_and_steps_always(
    movable: int, must_move: bool, shuffle: bool, seed: int
) -> None:
    bank = Section("", (question(1, movable, must_move),))
    (drawn,) = draw_paper([bank], seed=seed, shuffle_questions=False, shuffle_options=shuffle)
    written = list(range(movable))
    if movable > 1 and (shuffle or must_move):
        assert sorted(drawn.option_order) == written
        assert not must_move or list(drawn.option_order) != written
    else:
        assert drawn.option_order == ()


def test_every_order_of_steps_but_the_written_one_comes_up() -> None:
    steps = Section("", (question(1, 3, must_move=True),))
    orders = {
        draw_paper([steps], seed=seed, shuffle_questions=False, shuffle_options=False)[
            0
        ].option_order
        for seed in range(100)
    }
    assert len(orders) == 5
    assert (0, 1, 2) not in orders
