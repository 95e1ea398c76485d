import pytest
from django.core.management import call_command

from assessments.enums import SittingState
from assessments.rules import sitting
from assessments.rules.sitting import Owner


@pytest.mark.parametrize("state", list(SittingState))
@pytest.mark.parametrize("is_late", [False, True])
def test_every_state_has_one_owner_who_alone_may_move_it(state: str, is_late: bool) -> None:
    owner = sitting.owner(state, is_late=is_late)
    movers = [by for by in Owner if sitting.can_move(state, by=by, is_late=is_late)]
    assert movers == ([] if owner is Owner.NOBODY else [owner])


def test_every_state_can_be_reached() -> None:
    reached = {sitting.START} | {move.target for move in sitting.TRANSITIONS}
    assert reached == set(SittingState)


def test_the_diagram_in_the_docs_is_up_to_date() -> None:
    call_command("state_diagrams", check=True)
