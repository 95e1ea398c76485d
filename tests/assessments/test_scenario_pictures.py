"""The picture of a talk: nothing covers anything, and the best way is the marked one."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessments.queries.scenario_pictures import scenario_picture
from assessments.rules.scenario_routes import HEIGHT, WIDTH, routes

GRAPHS = st.integers(1, 7).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size
    )
)


@given(GRAPHS)
def test_no_box_covers_another(graph: list[list[int]]) -> None:
    corners = routes(graph).corners
    for index, (x, y) in enumerate(corners):
        for other_x, other_y in corners[:index]:
            assert abs(x - other_x) >= WIDTH or abs(y - other_y) >= HEIGHT


@given(GRAPHS)
def test_every_choice_has_an_arrow_that_passes_beside_the_boxes(graph: list[list[int]]) -> None:
    drawn = routes(graph)
    assert [(route.turn, route.choice) for route in drawn.routes] == [
        (turn, choice) for turn, choices in enumerate(graph) for choice in range(len(choices))
    ]
    for route in drawn.routes:
        to_x, to_y = drawn.corners[graph[route.turn][route.choice]]
        assert to_x <= route.points[-1][0] <= to_x + WIDTH
        assert route.points[-1][1] == to_y
        for (x, y), (next_x, next_y) in pairwise(route.points):
            assert min(x, next_x) >= 0
            assert max(x, next_x) <= drawn.width
            assert y == next_y or not any(
                _is_upright_through((x, y), (next_x, next_y), corner) for corner in drawn.corners
            )


def _is_upright_through(one: Any, other: Any, corner: Any) -> bool:
    x, y = corner
    inside = x < one[0] < x + WIDTH and x < other[0] < x + WIDTH
    return inside and min(one[1], other[1]) < y + HEIGHT and max(one[1], other[1]) > y


def talk(*turns: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    content = {
        "turns": [
            {"text": f"句{index}", "is_end": True}
            if not choices
            else {"text": "长" * 60, "choices": [{"say": str(to), "to": to} for to, __ in choices]}
            for index, choices in enumerate(turns)
        ]
    }
    return content, {"scores": [[score for __, score in choices] for choices in turns]}


def test_the_best_way_is_marked() -> None:
    picture = scenario_picture(*talk([(1, 3), (2, 0)], [(3, 0)], [(3, 1)], []))
    assert [box.is_best for box in picture.boxes] == [True, True, False, True]
    assert [arrow.is_best for arrow in picture.arrows] == [True, False, True, False]
    assert picture.best == 3
    assert [box.is_end for box in picture.boxes] == [False, False, False, True]
    assert picture.boxes[0].is_start
    assert all(len(box.lines) <= 2 for box in picture.boxes)
    assert [row.choices[0].to for row in picture.rows[:3]] == ["2", "4", "4"]


def test_dead_ends_and_turns_out_of_reach_are_drawn() -> None:
    content, key = talk([(0, 1)], [(0, 2)])
    assert len(scenario_picture(content, key).arrows) == 2
