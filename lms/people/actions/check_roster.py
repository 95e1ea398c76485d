from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from lms.people.actions.plan_roster import Planner, changes_of, digest_of, lines_of
from lms.people.errors import RosterRefused
from lms.people.models import Employee, RosterImport, RosterRow, Unit
from lms.people.policies import check_can_hire, check_may
from lms.people.rules.roster_terms import Plan
from lms.sheets.errors import SheetError
from lms.sheets.limits import LIMITS
from lms.sheets.reading import Sheet, read_sheet

BATCH = 1000


def check_roster(
    *, actor: Employee, file: File[bytes], file_name: str, complete_unit: Unit | None = None
) -> RosterImport:
    """The dry run: what every row of the roster comes to is worked out and kept, and nobody is
    changed. With a unit, those of it whom the file leaves out are to be ended.

    Raises `NotAllowed`, and `RosterRefused` for a file that cannot be read.
    """
    check_may(actor, "people.add_employee")
    if complete_unit is not None:
        check_can_hire(actor, complete_unit)
    content = ContentFile(file.read(LIMITS.size + 1))
    sheet = read_roster(content)
    today = timezone.localdate()
    lines, ignored = lines_of(sheet, today)
    planner = Planner(actor, Employee.objects.all(), today)
    plans = planner.plans(lines, complete_unit)
    rows = rows_of(plans, planner)
    roster = RosterImport(
        asked_by=actor,
        file_name=file_name[-200:],
        encoding=sheet.encoding,
        ignored_columns=ignored,
        complete_unit=complete_unit,
        file_hash=sha256(content.open("rb").read()).hexdigest(),
        digest=digest_of_rows(rows),
        counts=Counter(str(row.outcome) for row in rows),
        total=len(lines),
    )
    content.seek(0)
    with transaction.atomic(durable=True):
        roster.file.save("roster", content, save=False)
        roster.save(force_insert=True)
        for row in rows:
            row.roster = roster
        RosterRow.objects.bulk_create(rows, batch_size=BATCH)
    return roster


def read_roster(content: File[bytes]) -> Sheet:
    """The sheet in the file. Raises `RosterRefused`."""
    try:
        return read_sheet(content.open("rb"))  # type: ignore[arg-type]
    except SheetError as error:
        raise RosterRefused(str(error)) from error


def rows_of(plans: Sequence[Plan], planner: Planner) -> list[RosterRow]:
    """What the plans come to, to be looked at."""
    return [
        RosterRow(
            number=plan.line.number,
            outcome=plan.outcome,
            staff_number=plan.line.staff_number[:60],
            name=plan.line.name[:80],
            changes=changes_of(plan, planner),
            remarks=[[remark.code, dict(remark.values)] for remark in plan.remarks],
        )
        for plan in plans
    ]


def digest_of_rows(rows: Sequence[RosterRow]) -> str:
    return digest_of(
        (row.number, row.outcome, row.staff_number, row.name, row.changes, row.remarks)
        for row in rows
    )
