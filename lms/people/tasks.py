from uuid import UUID

from django_tasks import task

from lms.people.actions.apply_due_changes import apply_due_changes
from lms.people.actions.forget_failures import forget_failures
from lms.people.actions.forget_rosters import forget_rosters
from lms.people.actions.run_roster import run_roster
from lms.people.models import Employee, RosterImport


@task()
def forget_old_failures() -> None:
    forget_failures(actor=Employee.objects.system())


@task()
def apply_changes_of_the_day() -> None:
    """Transfers and leavings that were noted ahead."""
    apply_due_changes(actor=Employee.objects.system())


@task()
def run_confirmed_roster(roster_id: str) -> None:
    roster = RosterImport.objects.select_related("asked_by__unit", "complete_unit")
    run_roster(actor=Employee.objects.system(), roster=roster.get(pk=UUID(roster_id)))


@task()
def forget_old_rosters() -> None:
    forget_rosters(actor=Employee.objects.system())
