"""Whom a doubtful question concerns: suspended results, and what was given for results that are no
longer, or might not be, a pass."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from assessments.enums import Outcome, SittingState
from assessments.models import Question, Sitting, SittingItem
from assessments.queries.suspensions import standing_suspensions
from assessments.registries import Stake, at_stake
from lms.people.models import Employee


@dataclass(frozen=True)
class Affected:
    """`stakes` stand for a result that is suspended, or that was marked down since."""

    sitting: Sitting
    is_suspended: bool
    stakes: tuple[Stake, ...]

    @property
    def waits(self) -> bool:
        """For a marker."""
        return self.sitting.state == SittingState.SUBMITTED

    @property
    def is_averaged(self) -> bool:
        return self.sitting.quiz.outcome == Outcome.AVERAGE


@dataclass(frozen=True)
class AffectedBy:
    """The ids of the sittings that a question concerns: those with something at stake first."""

    keys: tuple[UUID, ...]
    suspended: frozenset[UUID]
    stakes: dict[UUID, list[Stake]]

    @property
    def stake_count(self) -> int:
        return count_stakes(self.stakes)


def count_stakes(stakes: Mapping[UUID, Iterable[Stake]]) -> int:
    """Each once, though it may hang on several sittings."""
    return len({each for some in stakes.values() for each in some})


def stakes_of(sittings: Iterable[UUID], reader: Employee | None = None) -> dict[UUID, list[Stake]]:
    """What hangs on these sittings, by sitting, in the order of the packages that say so; with the
    way to take it back for a reader who may, for the system where none is given. Where an average
    counts, what was given for another attempt of the same person hangs on each of them."""
    keys, found = list(sittings), dict[UUID, list[Stake]]()
    if not keys:
        return found
    reader = reader or Employee.objects.system()
    hanging = _hanging_on(keys)
    for asked in at_stake:
        for stake in asked(list(hanging), reader):
            for key in hanging[stake.sitting_id]:
                found.setdefault(key, []).append(stake)
    return found


def _hanging_on(keys: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The sittings for which something may have been given that hangs on `keys`, each with those of
    `keys` that it hangs on. One query."""
    hanging = {key: {key} for key in keys}
    same_person = Q(quiz__sittings__employee=F("employee"))
    averaged = Sitting.objects.filter(same_person, pk__in=list(hanging))
    averaged = averaged.filter(quiz__outcome=Outcome.AVERAGE).order_by()
    for key, other in averaged.values_list("pk", "quiz__sittings"):
        hanging.setdefault(other, set()).add(key)
    return hanging


def _marked_down() -> Q:
    """Which sittings lost a pass, or marks towards an average, to a key change or a settlement, or
    wait for a marker since. A certificate is not revoked by itself."""
    is_averaged = Q(quiz__outcome=Outcome.AVERAGE)
    is_failed = Q(passed=False, results__number__gt=1)
    is_lowered = is_averaged & Q(results__score__gt=F("score"))
    is_withdrawn = is_averaged & Q(results__isnull=False) | Q(results__passed=True)
    is_marked, waits = Q(state=SittingState.MARKED), Q(state=SittingState.SUBMITTED)
    return is_marked & (is_failed | is_lowered) | waits & is_withdrawn


def affected_by(question: Question, reader: Employee | None = None) -> AffectedBy:
    """Three queries and what the packages above ask."""
    held = standing_suspensions().filter(question=question).order_by("sitting")
    suspended = list(held.values_list("sitting_id", flat=True))
    concerned = SittingItem.objects.filter(version__question=question).order_by()
    marked_down = Sitting.objects.filter(_marked_down(), pk__in=concerned.values("sitting"))
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
