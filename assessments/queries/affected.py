"""Whom a doubtful question concerns: suspended results, and what was given for results that are no
longer, or might not be, a pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from assessments.enums import SittingState
from assessments.models import Question, Sitting
from assessments.queries.suspensions import standing_suspensions
from assessments.registries import Stake, at_stake
from lms.people.models import Employee


@dataclass(frozen=True)
class Affected:
    """`stakes` stand for a result that is suspended, or that was marked down since."""

    sitting: Sitting
    is_suspended: bool
    stakes: tuple[Stake, ...]


@dataclass(frozen=True)
class AffectedBy:
    """The ids of the sittings that a question concerns: those with something at stake first."""

    keys: tuple[UUID, ...]
    suspended: frozenset[UUID]
    stakes: dict[UUID, list[Stake]]

    @property
    def stake_count(self) -> int:
        return sum(map(len, self.stakes.values()))


def stakes_of(sittings: Iterable[UUID], reader: Employee | None = None) -> dict[UUID, list[Stake]]:
    """What hangs on these sittings, by sitting, in the order of the packages that say so; with the
    way to take it back for a reader who may, for the system where none is given."""
    keys, found = list(sittings), dict[UUID, list[Stake]]()
    reader = reader or Employee.objects.system()
    for asked in at_stake:
        for stake in asked(keys, reader) if keys else ():
            found.setdefault(stake.sitting_id, []).append(stake)
    return found


def affected_by(question: Question, reader: Employee | None = None) -> AffectedBy:
    """Two queries and what the packages above ask."""
    held = standing_suspensions().filter(question=question).order_by("sitting")
    suspended = list(held.values_list("sitting_id", flat=True))
    # What a key change or a settlement took from somebody; a certificate is not revoked by itself.
    marked_down = Sitting.objects.filter(
        items__version__question=question,
        state=SittingState.MARKED,
        passed=False,
        results__number__gt=1,
    )
    down = list(marked_down.order_by("pk").values_list("pk", flat=True).distinct())
    stakes = stakes_of({*suspended, *down}, reader)
    keys = tuple(dict.fromkeys([*sorted(stakes), *suspended]))
    return AffectedBy(keys, frozenset(suspended), stakes)


def affected(found: AffectedBy, keys: Sequence[UUID]) -> list[Affected]:
    """Some of them with what a row shows, in this order. One query."""
    sittings = Sitting.objects.select_related("quiz", "employee__unit").in_bulk(list(keys))
    return [
        Affected(sittings[key], key in found.suspended, tuple(found.stakes.get(key, ())))
        for key in keys
    ]
