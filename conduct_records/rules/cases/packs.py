"""Regional rules as data: what the law and the company's own rules give as time and as limits.

The defaults are the procedure's own; a region's pack says what is different there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from conduct_records.rules.cases.procedure import OWNERS, State

# Days within which whoever's turn it is should act.
DAYS: Mapping[State, int] = {
    State.OPENED: 3,
    State.INVESTIGATING: 15,
    State.CHARGED: 3,
    State.HEARD: 10,
    State.DECIDED: 3,
    State.APPEALED: 15,
}
# Later than any of these is a slip of the keyboard.
MOST = 3650


@dataclass(frozen=True)
class Pack:
    """`decision_months`: from knowledge to decision, None for no limit (Beijing and others have
    five months in their guidance to courts). `minimum_wage` in fen a month, None where nobody
    entered it: without it nothing may be deducted."""

    name: str = ""
    name_en: str = ""
    source: str = ""
    decision_months: int | None = 5
    minimum_wage: int | None = None
    deduction_percent: int = 20
    answer_days: int = 5
    appeal_days: int = 30
    days: Mapping[State, int] = field(default_factory=lambda: dict(DAYS))

    def as_json(self) -> dict[str, Any]:
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return said | {"days": {str(state): days for state, days in self.days.items()}}

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> "Pack":
        """What is not said stands at its default. Raises `ValueError` for what is unknown."""
        known = {each.name for each in fields(cls)}
        if unknown := said.keys() - known:
            raise ValueError(f"Unknown: {', '.join(sorted(unknown))}")
        days = {State(state): int(days) for state, days in said.get("days", {}).items()}
        return cls(**{**said, "days": {**DAYS, **days}})


DEFAULT = Pack()


def faults_of(pack: Pack) -> list[str]:
    """The names of the figures that cannot be."""
    found = [f"days.{state}" for state, days in pack.days.items() if not 0 < days <= MOST]
    found += [f"days.{state}" for state in pack.days if state not in OWNERS]
    for name in ("answer_days", "appeal_days"):
        if not 0 < getattr(pack, name) <= MOST:
            found.append(name)
    if pack.decision_months is not None and not 0 < pack.decision_months <= 120:
        found.append("decision_months")
    if pack.minimum_wage is not None and pack.minimum_wage <= 0:
        found.append("minimum_wage")
    if not 0 < pack.deduction_percent <= 20:
        found.append("deduction_percent")
    return found
