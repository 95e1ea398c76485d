"""The graph of a talk, against what trying everything finds."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.rules.scenario_graph import (
    best_scores,
    earned_scores,
    loops,
    picture,
    reached_from,
    reaching,
)
from tests.assessments.kinds.samples import graphs


@st.composite
def any_graphs(draw: st.DrawFn) -> list[list[int]]:
    count = draw(st.integers(1, 6))
    turns = st.lists(st.integers(0, count - 1), max_size=3)
    return draw(st.lists(turns, min_size=count, max_size=count))


def walks(graph: list[list[int]], start: int, steps: int) -> set[tuple[int, ...]]:
    """All walks of so many steps at most, as turns."""
    found = {(start,)}
    for __ in range(steps):
        found |= {(*walk, to) for walk in found for to in graph[walk[-1]]}
    return found


@given(any_graphs())
def test_what_can_be_reached(graph: list[list[int]]) -> None:
    # Warshall's closure, by hand.
    every = range(len(graph))
    reach = [[one == other or other in graph[one] for other in every] for one in every]
    for over, one, other in product(every, every, every):
        reach[one][other] |= reach[one][over] and reach[over][other]
    for turn in every:
        assert reached_from(graph, [turn]) == {other for other in every if reach[turn][other]}
        assert reaching(graph, [turn]) == {other for other in every if reach[other][turn]}
        assert loops(graph)[turn] == {
            other for other in every if reach[turn][other] and reach[other][turn]
        }


def best_by_trying(graph: list[list[int]], earned: list[list[int]]) -> int:
    """The best sum of a walk from the beginning. What it earned at a turn is followed further only
    where it is more than was known, so that loops, which earn nothing, end."""
    best = {0: 0}
    waiting = [(0, 0)]
    while waiting:
        turn, sum_so_far = waiting.pop()
        for to, gain in zip(graph[turn], earned[turn], strict=True):
            if best.get(to, -1) < sum_so_far + gain:
                best[to] = sum_so_far + gain
                waiting.append((to, best[to]))
    return max(best.values())


@given(graphs())
def test_the_best_score_is_what_trying_every_walk_finds(
    talk: tuple[list[list[int]], list[list[int]]],
) -> None:
    graph, scores = talk
    earned = earned_scores(graph, scores)
    assert best_scores(graph, scores)[0] == best_by_trying(graph, earned) > 0


@given(graphs())
def test_no_choice_pays_that_can_be_taken_again(
    talk: tuple[list[list[int]], list[list[int]]],
) -> None:
    graph, scores = talk
    for turn, gains in enumerate(earned_scores(graph, scores)):
        for to, gain, score in zip(graph[turn], gains, scores[turn], strict=True):
            again = turn in reached_from(graph, [to])
            assert gain == (0 if again else score)


@settings(max_examples=50)
@given(graphs(5))
def test_without_loops_the_best_score_is_the_longest_path(
    talk: tuple[list[list[int]], list[list[int]]],
) -> None:
    graph = [[to for to in ways if to > turn] for turn, ways in enumerate(talk[0])]
    scores = [[turn + to for to in ways] for turn, ways in enumerate(graph)]
    longest = max(
        sum(one + other for one, other in pairwise(walk)) for walk in walks(graph, 0, len(graph))
    )
    assert best_scores(graph, scores)[0] == longest


@given(any_graphs())
def test_a_picture_puts_every_turn_in_a_place_of_its_own(graph: list[list[int]]) -> None:
    drawn = picture(graph)
    assert [node.turn for node in drawn.nodes] == list(range(len(graph)))
    places = {(node.layer, node.place) for node in drawn.nodes}
    assert len(places) == len(graph)
    for layer, place in places:
        assert layer < drawn.layers and place < drawn.widest
        assert place == 0 or (layer, place - 1) in places
        assert layer == 0 or (layer - 1, 0) in places
    assert [(edge.turn, edge.choice, edge.to) for edge in drawn.edges] == [
        (turn, choice, to) for turn, ways in enumerate(graph) for choice, to in enumerate(ways)
    ]
    assert picture(graph) == drawn


@given(any_graphs())
def test_only_in_a_loop_does_a_choice_lead_up(graph: list[list[int]]) -> None:
    inside = loops(graph)
    for edge in picture(graph).edges:
        assert not edge.is_back or edge.to in inside[edge.turn]


def test_lines_that_need_not_cross_do_not() -> None:
    graph = [[1, 2], [4], [3], [], []]
    place = {node.turn: node.place for node in picture(graph).nodes}
    assert (place[1] < place[2]) == (place[4] < place[3])
