from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee, PostGroup, Unit
from reviews.enums import CycleKinds, WorkKind
from reviews.errors import CycleIsThere, NobodyToReview, NoScorecard
from reviews.models import CycleWork, ReviewCycle
from reviews.policies import check_can_open_cycle
from reviews.queries.cycle_plan import groups_of, groups_without_card
from reviews.queries.population import candidates
from reviews.rules.evidence import cycle_opened


def open_cycle(
    *, actor: Employee, cycle: ReviewCycle, groups: Sequence[PostGroup] = ()
) -> CycleWork:
    """Begin a cycle, given unsaved and without a fault, and have the worker open its reviews.

    Raises `NotAllowed`; `NoScorecard` where posts of the cycle have none; `NobodyToReview`, unless
    people come to it later; `CycleIsThere` for one that is open already.
    """
    check_can_open_cycle(actor, cycle.unit)
    found = candidates(cycle, timezone.localdate(), groups)
    if not found and cycle.kind != CycleKinds.PROBATION:
        raise NobodyToReview
    if groups_without_card(cycle, groups, groups_of(found)):
        raise NoScorecard
    with transaction.atomic(durable=True):
        # Of two who open the same at once the later one waits here.
        Unit.objects.select_for_update(no_key=True).get(pk=cycle.unit_id)
        if _is_there(cycle, groups):
            raise CycleIsThere
        cycle.opened_by, cycle.opened_at = actor, timezone.now()
        cycle.save(force_insert=True)
        cycle.groups.set(groups)
        work = CycleWork.objects.create(
            cycle=cycle, unit=cycle.unit, kind=WorkKind.OPEN, asked_by=actor
        )
        enqueue("reviews.tasks.run_cycle_work", work_id=str(work.pk))
        record_entries(cycle_opened(cycle))
    return work


def _is_there(cycle: ReviewCycle, groups: Sequence[PostGroup]) -> bool:
    alike = ReviewCycle.objects.filter(
        kind=cycle.kind,
        unit=cycle.unit,
        period_from=cycle.period_from,
        period_until=cycle.period_until,
        ended_at__isnull=True,
    )
    wanted = {group.pk for group in groups}
    return any(
        {group.pk for group in other.groups.all()} == wanted
        for other in alike.prefetch_related("groups")
    )
