"""How far an anonymous report has come, as far as its reporter learns it."""

from collections.abc import Iterable
from enum import StrEnum

from conduct_records.rules.cases.procedure import ENDED, State

# Nothing is found out or decided any more.
SETTLED = frozenset({*ENDED, State.STANDING, State.PRAISED})


class Followed(StrEnum):
    RECEIVED = "received"
    LOOKED_INTO = "looked_into"
    SET_ASIDE = "set_aside"
    CONCLUDED = "concluded"

    @property
    def is_open(self) -> bool:
        """Whether both sides may still write."""
        return self in (Followed.RECEIVED, Followed.LOOKED_INTO)


def followed(*, is_set_aside: bool, states: Iterable[str]) -> Followed:
    """`states` of the cases that came of it, which may also be after it was set aside."""
    found = {State(state) for state in states}
    if not found:
        return Followed.SET_ASIDE if is_set_aside else Followed.RECEIVED
    return Followed.CONCLUDED if found <= SETTLED else Followed.LOOKED_INTO
