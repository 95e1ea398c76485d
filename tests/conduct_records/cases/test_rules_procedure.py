"""The table of moves, and cases as their steps tell them."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.queries.cases.evidence import ENTRY_TYPES
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile, OutOfOrder, target
from conduct_records.rules.cases.evidence import entry_name
from conduct_records.rules.cases.procedure import (
    BEFORE_DECISION,
    ENDED,
    ENDED_WITHOUT_EFFECT,
    MOVES,
    OWNERS,
    SEAT_OF,
    START,
    UNDER_WAY,
    Office,
    Seat,
    State,
    StepKind,
    moves_from,
    needed_for,
    offices_for,
    steps_in,
)
from conduct_records.rules.cases.step_content import CONTENTS, as_json, content_of, kind_of
from conduct_records.rules.cases.steps import Step
from conduct_records.rules.cases.turns import remainders, turn_of
from tests.conduct_records.cases.anything import content

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
PEOPLE = [f"p{number}" for number in range(5)]
EMPTY = CaseFile((Step(StepKind.OPENED, "p0", NOON, said.Opened("i", "violation")),))
# Offices that somebody can hold; whose turn it is at the end is nobody's.
ACTING = set(Office) - {Office.NOBODY}


# The table ---------------------------------------------------------------------------------------


def test_every_state_has_an_owner_and_is_reached() -> None:
    assert set(OWNERS) == set(State)
    assert {move.target for move in MOVES} | {START} == set(State)


def test_every_state_but_the_ends_has_a_way_on_and_leads_to_an_end() -> None:
    onwards = {
        state: {move.target for move in MOVES if move.source == state} - {state} for state in State
    }
    assert {state for state, ways in onwards.items() if not ways} == set(ENDED)
    reach_an_end = set(ENDED)
    while added := {state for state, ways in onwards.items() if ways & reach_an_end} - reach_an_end:
        reach_an_end |= added
    assert reach_an_end == set(State)


def test_whose_turn_it_is_can_do_something_and_nobody_at_the_end() -> None:
    assert {state for state, owner in OWNERS.items() if owner == Office.NOBODY} == set(ENDED)
    for state, owner in OWNERS.items():
        acting = {move.owner for move in MOVES if move.source == state}
        assert owner in acting or state in ENDED


def test_every_move_belongs_to_somebody_and_every_step_has_its_place() -> None:
    assert {move.owner for move in MOVES} <= ACTING
    assert {move.step for move in MOVES} | {StepKind.OPENED} == set(StepKind)
    assert len({(move.source, move.step, move.owner, move.target) for move in MOVES}) == len(MOVES)
    assert set(SEAT_OF.values()) == set(Seat)


def test_a_step_leads_to_one_state_or_to_one_of_two_by_what_it_says() -> None:
    for state in State:
        for step in steps_in(state):
            targets = {move.target for move in moves_from(state, step)}
            decides = step in (StepKind.DECIDED, StepKind.APPEAL_DECIDED)
            assert len(targets) == (2 if decides else 1)


def test_what_the_table_says_of_a_step_agrees() -> None:
    for state in State:
        for step in StepKind:
            has_place = step in steps_in(state)
            assert has_place == bool(moves_from(state, step)) == bool(offices_for(state, step))
            assert not (has_place and needed_for(state, step))
            assert all(step in steps_in(needed) for needed in needed_for(state, step))


def test_groups_of_states() -> None:
    assert set(UNDER_WAY).isdisjoint(ENDED)
    assert set(ENDED_WITHOUT_EFFECT) < set(ENDED)
    assert set(BEFORE_DECISION) == {
        move.source for move in MOVES if move.step == StepKind.WITHDRAWN
    }


def test_the_diagram_in_the_docs_is_the_table() -> None:
    call_command("state_diagrams", check=True)


# What steps say ----------------------------------------------------------------------------------


def test_every_kind_of_step_has_its_content_and_its_entry() -> None:
    assert set(CONTENTS) == set(StepKind)
    types = {each.name: each for each in ENTRY_TYPES}
    for kind, made in CONTENTS.items():
        assert {field.name for field in fields(made)} <= set(types[entry_name(kind)].fields)


anything_said = st.sampled_from(
    [
        kind
        for kind in StepKind
        if kind not in (StepKind.CHARGED, StepKind.NOTICE_ISSUED, StepKind.DECIDED)
    ]
).flatmap(lambda kind: content(kind, EMPTY, PEOPLE, NOON))


@given(made=anything_said)
def test_what_was_written_is_read_back(made: Any) -> None:
    assert content_of(kind_of(made), as_json(made)) == made
    assert content_of(kind_of(made), msgspec.json.decode(msgspec.json.encode(made))) == made


@pytest.mark.parametrize("data", [{}, {"seat": "judge", "person": "p1"}, {"seat": 3}])
def test_what_is_no_such_step_is_not_read(data: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        content_of(StepKind.APPOINTED, data)


# The fold ----------------------------------------------------------------------------------------

walks = st.lists(st.tuples(anything_said, st.sampled_from(PEOPLE)), max_size=12)


def walked(walk: list[tuple[Any, str]]) -> CaseFile:
    """The steps of the walk that have their place where they come."""
    file = EMPTY
    for number, (made, actor) in enumerate(walk, start=1):
        if moves_from(file.state, kind_of(made)):
            at = NOON + timedelta(minutes=number)
            file = file.with_step(Step(kind_of(made), actor, at, made))
    return file


@given(walk=walks)
def test_each_state_follows_from_the_one_before(walk: list[tuple[Any, str]]) -> None:
    file = walked(walk)
    assert len(file.states) == len(file.steps)
    assert file.states[0] == START
    for before, after, step in zip(file.states, file.states[1:], file.steps[1:], strict=False):
        assert after in {move.target for move in moves_from(before, step.kind)}
        assert after == target(before, step.content)


@given(walk=walks)
def test_a_file_is_the_same_however_it_is_put_together(walk: list[tuple[Any, str]]) -> None:
    file = walked(walk)
    for length in range(1, len(file.steps) + 1):
        part = CaseFile.of(iter(file.steps[:length]))
        assert part.state == file.states[length - 1]
        assert part.entered_at <= part.steps[-1].at
    assert CaseFile.of(file.steps) == file


@given(walk=walks)
def test_seats_follow_the_last_appointment_and_recusal(walk: list[tuple[Any, str]]) -> None:
    file = walked(walk)
    for seat, holder in file.seats.items():
        assert seat in file.seats_ever[holder]
    for step in file.steps:
        if isinstance(step.content, said.Recused):
            assert step.actor in file.recused
    if isinstance(file.steps[-1].content, said.Recused):
        assert file.steps[-1].actor not in file.seats.values()


@given(walk=walks)
def test_whose_turn_it_is_follows_the_state_and_the_seats(walk: list[tuple[Any, str]]) -> None:
    file = walked(walk)
    owner = OWNERS[file.state]
    seat = SEAT_OF.get(owner)
    is_vacant = seat is not None and seat not in file.seats
    assert turn_of(file) == (Office.HR if is_vacant or remainders(file) else owner)
    assert turn_of(file) != Office.NOBODY or file.is_over


@given(made=anything_said, state=st.sampled_from(State))
def test_a_step_without_a_place_is_out_of_order(made: Any, state: State) -> None:
    if moves_from(state, kind_of(made)):
        assert target(state, made) in State
    else:
        with pytest.raises(OutOfOrder):
            target(state, made)
