from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from conduct_records.models import CaseTally, TallyRun
from conduct_records.queries.cases.tallying import counted_anew, last_step, latest_run
from lms.people.models import Employee
from lms.people.policies import check_is_system

AT_ONCE = 500
# Units may have moved in the tree without any case moving on.
AT_THE_LATEST = timedelta(days=1)


def tally_cases(*, actor: Employee) -> int:
    """Count all cases anew and put the tallies in the place of those before; how many there are.
    The last step is looked up first, so that a step which comes meanwhile shows them to be old.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    last, now = last_step(), timezone.now()
    found = counted_anew()
    with transaction.atomic(durable=True):
        # Of two that count at the same time the second one waits here, and wins.
        list(TallyRun.objects.select_for_update())
        run = TallyRun.objects.create(made_at=now, last_step=last)
        TallyRun.objects.exclude(pk=run.pk).delete()
        CaseTally.objects.all().delete()
        rows = (
            CaseTally(unit_id=unit, month=month, figures=found[unit, month].as_json(), made_at=now)
            for unit, month in sorted(found)
        )
        CaseTally.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(found)


def keep_tallies(*, actor: Employee) -> int:
    """Count anew where a case moved on since, or a day went by; how many tallies were made."""
    run = latest_run()
    if run is not None and run.last_step == last_step() and not _is_old(run):
        return 0
    return tally_cases(actor=actor)


def _is_old(run: TallyRun) -> bool:
    return timezone.now() - run.made_at >= AT_THE_LATEST
