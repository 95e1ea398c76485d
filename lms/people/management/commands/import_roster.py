from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from lms.jobs.models import LongWork
from lms.people.actions.check_roster import check_roster
from lms.people.actions.confirm_roster import confirm_roster
from lms.people.actions.run_roster import run_roster
from lms.people.admin.roster_words import row_in_words
from lms.people.enums import RosterOutcome
from lms.people.errors import PeopleError
from lms.people.models import Employee, RosterImport, Unit
from lms.people.queries import roster_counts


class Command(BaseCommand):
    help = (
        "Import a roster (xlsx or csv), all of it or nothing. With --dry-run only say, row by row, "
        "what would happen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument(
            "--complete",
            metavar="UNIT",
            help="code of the unit of which the file is the complete roster: "
            "whoever is missing in it is ended",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            self._import(options["file"], options["complete"], dry_run=options["dry_run"])

    def _import(self, path: Path, code: str | None, *, dry_run: bool) -> None:
        system = Employee.objects.system()
        try:
            with path.open("rb") as file:
                roster = check_roster(
                    actor=system,
                    file=File(file),
                    file_name=path.name,
                    complete_unit=_unit(code) if code else None,
                )
            self._show(roster)
            if dry_run:
                return
            roster = confirm_roster(actor=system, roster=roster, by_worker=False)
        except OSError as error:
            raise CommandError(str(error)) from error
        except PeopleError as refusal:
            raise CommandError(str(refusal)) from refusal
        run_roster(actor=system, roster=roster)
        if roster.state != LongWork.State.DONE:
            raise CommandError(roster.outcome)
        self.stdout.write(self.style.SUCCESS(roster.outcome))

    def _show(self, roster: RosterImport) -> None:
        for row in roster.rows.exclude(outcome=RosterOutcome.UNCHANGED):
            words = [str(row.number or "–"), row.get_outcome_display(), row.staff_number, row.name]
            self.stdout.write(" · ".join([*words, row_in_words(row)]))
        counts = roster_counts(roster)
        figures = (f"{each.label} {counts[each]}" for each in RosterOutcome)
        self.stdout.write(" · ".join(figures))


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(f"There is no unit with the code {code}.")
    return unit
