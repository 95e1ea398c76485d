from django.db import transaction
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.people.enums import RosterOutcome
from lms.people.errors import NotAllowed, RosterConfirmed, RosterGone, RosterHasRefusals
from lms.people.models import Employee, RosterImport
from lms.people.policies import check_may


def confirm_roster(
    *, actor: Employee, roster: RosterImport, by_worker: bool = True
) -> RosterImport:
    """What was checked is to be written, by the worker or by who calls. Raises `NotAllowed`,
    `RosterConfirmed`, `RosterHasRefusals`, `RosterGone`."""
    with transaction.atomic(durable=True):
        roster = RosterImport.objects.select_for_update().get(pk=roster.pk)
        _check_ready(actor, roster)
        roster.confirmed_at = roster.moved_at = timezone.now()
        roster.save(update_fields=["confirmed_at", "moved_at"])
        if by_worker:
            enqueue("lms.people.tasks.run_confirmed_roster", roster_id=str(roster.pk))
    return roster


def _check_ready(actor: Employee, roster: RosterImport) -> None:
    check_may(actor, "people.add_employee")
    if roster.asked_by_id != actor.pk:
        raise NotAllowed
    if roster.confirmed_at is not None:
        raise RosterConfirmed
    if roster.rows.filter(outcome=RosterOutcome.REFUSED).exists():
        raise RosterHasRefusals
    if not roster.file:
        raise RosterGone
