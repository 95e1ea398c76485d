"""A case as its steps tell it: what a page, a list or a gate asks of a case is derived here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import (
    ENDED,
    START,
    Seat,
    State,
    moves_from,
)
from conduct_records.rules.cases.step_content import kind_of
from conduct_records.rules.cases.steps import Step

Content = TypeVar("Content")


class OutOfOrder(ValueError):
    """A step that has no place where it stands."""


def target(state: State, content: Any) -> State:
    """Where the step leads. Raises `OutOfOrder`."""
    targets = list(dict.fromkeys(move.target for move in moves_from(state, kind_of(content))))
    if not targets:
        raise OutOfOrder(f"{kind_of(content)} in {state}")
    if len(targets) == 1:
        return targets[0]
    return targets[0] if _succeeds(content) else targets[1]


def _succeeds(content: Any) -> bool:
    """Of the two ways a decision can go, whether it goes the first."""
    if isinstance(content, said.Decided):
        return content.is_proven
    assert isinstance(content, said.AppealDecided)
    return content.upheld


@dataclass(frozen=True)
class CaseFile:
    """The steps of one case in their order; the first one opened it."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "CaseFile":
        return cls(tuple(steps))

    def with_step(self, step: Step) -> "CaseFile":
        return CaseFile((*self.steps, step))

    @cached_property
    def states(self) -> tuple[State, ...]:
        """The state after each step. Raises `OutOfOrder`."""
        found = [START]
        for step in self.steps[1:]:
            found.append(target(found[-1], step.content))
        return tuple(found)

    @property
    def state(self) -> State:
        return self.states[-1]

    @cached_property
    def entered_at(self) -> datetime:
        """Since when it has been in its state."""
        same = len(self.states)
        while same > 1 and self.states[same - 2] == self.state:
            same -= 1
        return self.steps[same - 1].at

    @property
    def is_over(self) -> bool:
        return self.state in ENDED

    def all(self, kind: type[Content]) -> list[Content]:
        return [step.content for step in self.steps if isinstance(step.content, kind)]

    def last(self, kind: type[Content]) -> Content | None:
        return next(iter(reversed(self.all(kind))), None)

    def step(self, kind: type[Any]) -> Step | None:
        """The last step of the kind."""
        found = (step for step in reversed(self.steps) if isinstance(step.content, kind))
        return next(found, None)

    def at(self, kind: type[Any]) -> datetime | None:
        step = self.step(kind)
        return step.at if step else None

    @property
    def opened(self) -> said.Opened:
        opened: said.Opened = self.steps[0].content
        return opened

    # Who -------------------------------------------------------------------------------------

    @cached_property
    def seats(self) -> dict[Seat, str]:
        """Who holds which seat; whoever declared an interest holds none."""
        found: dict[Seat, str] = {}
        for step in self.steps:
            match step.content:
                case said.InvestigationOpened(investigator=person):
                    found[Seat.INVESTIGATOR] = person
                case said.Appointed(seat=seat, person=person):
                    found[seat] = person
                case said.Recused():
                    found = {seat: held for seat, held in found.items() if held != step.actor}
        return found

    @cached_property
    def recused(self) -> frozenset[str]:
        return frozenset(
            step.actor for step in self.steps if isinstance(step.content, said.Recused)
        )

    @cached_property
    def seats_ever(self) -> dict[str, frozenset[Seat]]:
        """Who held which seats at any time."""
        found: dict[str, set[Seat]] = {}
        for step in self.steps:
            match step.content:
                case said.InvestigationOpened(investigator=person):
                    found.setdefault(person, set()).add(Seat.INVESTIGATOR)
                case said.Appointed(seat=seat, person=person):
                    found.setdefault(person, set()).add(seat)
        return {person: frozenset(seats) for person, seats in found.items()}

    # What ------------------------------------------------------------------------------------

    @cached_property
    def charges(self) -> dict[str, said.Charged]:
        """By rule, those that were not dropped."""
        found: dict[str, said.Charged] = {}
        for step in self.steps:
            match step.content:
                case said.Charged() as charged:
                    found[charged.rule] = charged
                case said.ChargeDropped(rule=rule):
                    found.pop(rule, None)
        return found

    @cached_property
    def overrides(self) -> dict[str, said.Overridden]:
        return {each.rule: each for each in self.all(said.Overridden)}

    @property
    def answer_by(self) -> datetime | None:
        """Until when the person may answer the allegation: what was set last."""
        for step in reversed(self.steps):
            if isinstance(step.content, said.NoticeServed | said.HearingMoved):
                return step.content.answer_by
        return None

    @property
    def hearing_at(self) -> datetime | None:
        for step in reversed(self.steps):
            if isinstance(step.content, said.NoticeIssued | said.HearingMoved):
                return step.content.hearing_at
        return None

    @property
    def decision(self) -> said.Decided | None:
        return self.last(said.Decided)

    @property
    def served_at(self) -> datetime | None:
        """When the decision reached the person."""
        return self.at(said.DecisionServed)

    @property
    def proven(self) -> list[said.Charged]:
        """The charges that were found proven."""
        if self.decision is None:
            return []
        found = {each.rule for each in self.decision.findings if each.is_proven}
        return [charge for rule, charge in self.charges.items() if rule in found]
