"""Tallies of cases for every unit and month, and which of them are shown."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any

from conduct_records.rules.cases.procedure import StepKind
from conduct_records.rules.cases.tallies import (
    LEAST,
    Count,
    CountedCase,
    Figures,
    is_repeated,
    is_trained,
    names_of,
)
from lms.people.rules.suppression import hidden_in_tree

# A unit and the first day of a month.
Place = tuple[int, date]


@dataclass(frozen=True)
class Located:
    """A case with the unit and the day of its incident; units and people by their keys."""

    unit: int
    happened_on: date
    person: int
    case: CountedCase

    @property
    def place(self) -> Place:
        return self.unit, self.happened_on.replace(day=1)


@dataclass(frozen=True)
class Seen:
    """What is shown of a unit's month: None is a group too small, or one by which a small one could
    be worked out."""

    cases: Figures | None = field(default_factory=Figures)
    commendations: int | None = 0


NOTHING = Seen()


@dataclass(frozen=True)
class Tally:
    """A unit's month with everything below it. Whom cases concern and who is commended are two
    groups: of the one, everybody may know who they are."""

    figures: Figures
    is_shown: bool = True
    shows_commendations: bool = True

    @property
    def seen(self) -> Seen:
        return Seen(
            self.figures if self.is_shown else None,
            self.figures[Count.COMMENDATIONS] if self.shows_commendations else None,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "shown": self.is_shown,
            "shows_commendations": self.shows_commendations,
            "counts": dict(sorted(self.figures.counts.items())),
        }

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> "Tally":
        return cls(Figures(said["counts"]), said["shown"], said["shows_commendations"])


@dataclass
class _Gathered:
    counts: dict[Place, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    concerned: dict[Place, set[int]] = field(default_factory=lambda: defaultdict(set))
    commended: dict[Place, set[int]] = field(default_factory=lambda: defaultdict(set))


def tallies_of(
    cases: Iterable[Located], chains: Mapping[int, tuple[int, ...]], zone: tzinfo
) -> dict[Place, Tally]:
    """For each month the units where something happened, and those above. `chains` names for each
    unit itself and those above it, the nearest first."""
    own = _gathered(cases, zone)
    whole = _rolled_up(own, chains)
    hidden = _hidden(own.concerned, whole.concerned, chains)
    hidden_praise = _hidden(own.commended, whole.commended, chains)
    return {
        place: Tally(Figures(counts), place not in hidden, place not in hidden_praise)
        for place, counts in whole.counts.items()
    }


def _gathered(cases: Iterable[Located], zone: tzinfo) -> _Gathered:
    """One pass; what came again after training is added when all are known."""
    found = _Gathered()
    acts: dict[tuple[int, str], list[date]] = defaultdict(list)
    trained: list[tuple[Place, int, tuple[str, ...], date]] = []
    for each in cases:
        case, place = each.case, each.place
        found.counts[place].update(names_of(case, zone))
        group = found.commended if case.is_commendation else found.concerned
        group[place].add(each.person)
        rules = tuple(charge.rule for charge in case.proven)
        for rule in rules:
            acts[each.person, rule].append(each.happened_on)
        if is_trained(case):
            served = case.moments[StepKind.DECISION_SERVED].astimezone(zone).date()
            trained.append((place, each.person, rules, served))
    for place, person, rules, served in trained:
        if any(is_repeated(served, acts[person, rule]) for rule in rules):
            found.counts[place][Count.REPEATED] += 1
    return found


def _rolled_up(own: _Gathered, chains: Mapping[int, tuple[int, ...]]) -> _Gathered:
    found = _Gathered()
    for (unit, month), counts in own.counts.items():
        for above in chains[unit]:
            found.counts[above, month].update(counts)
    for whole, people in (
        (found.concerned, own.concerned),
        (found.commended, own.commended),
    ):
        for (unit, month), some in people.items():
            for above in chains[unit]:
                whole[above, month] |= some
    return found


def _hidden(
    own: Mapping[Place, set[int]],
    whole: Mapping[Place, set[int]],
    chains: Mapping[int, tuple[int, ...]],
) -> set[Place]:
    """Month by month. What happened in a unit and in none below it is a group of its own, which is
    never shown but could be worked out."""
    months: dict[date, dict[Hashable, set[int]]] = defaultdict(dict)
    for (unit, month), people in whole.items():
        months[month][unit] = people
    parents: dict[Hashable, Hashable] = {
        unit: chain[1] for unit, chain in chains.items() if len(chain) > 1
    }
    for (unit, month), people in own.items():
        months[month]["own", unit] = people
        parents["own", unit] = unit
    return {
        (node, month)
        for month, groups in months.items()
        for node in hidden_in_tree(groups, parents, LEAST)
        if isinstance(node, int)
    }
