from uuid import UUID

from django_tasks import task

from lms.people.actions import export_person as exporting
from lms.people.actions import finish_erasure as finishing
from lms.people.actions import work_out_retention as working_out
from lms.people.actions.apply_due_changes import apply_due_changes
from lms.people.actions.forget_failures import forget_failures
from lms.people.actions.forget_rosters import forget_rosters
from lms.people.actions.run_roster import run_roster
from lms.people.models import Employee, PersonalExport, RosterImport


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


@task()
def work_out_retention() -> None:
    """Until when those who left are kept."""
    working_out.work_out_retention(actor=Employee.objects.system())


@task()
def finish_erasure(files: list[tuple[str, str]]) -> None:
    finishing.finish_erasure(actor=Employee.objects.system(), files=files)


@task()
def forget_erasure() -> None:
    finishing.forget_erasure(actor=Employee.objects.system())


@task()
def keep_erasures() -> None:
    """What failed, or lost its worker."""
    finishing.keep_erasures(actor=Employee.objects.system())


@task()
def export_person(export_id: str) -> None:
    found = PersonalExport.objects.filter(pk=UUID(export_id))
    for export in found.select_related("employee__unit", "employee__post", "owner__unit"):
        exporting.export_person(actor=Employee.objects.system(), export=export)


@task()
def keep_exports() -> None:
    """Results whose time is over go; what lost its worker is taken up again."""
    exporting.keep_exports(actor=Employee.objects.system())
