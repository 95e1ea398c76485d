from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conduct_records.models import Case
from conduct_records.queries.cases.checking import (
    altered_files,
    altered_tallies,
    differences,
    wrongly_waiting,
)


class Command(BaseCommand):
    help = "Check conduct cases: what lists are made from against the steps they follow from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        found = parser.add_subparsers(dest="subcommand", required=True, metavar="COMMAND")
        check = (
            "Fold the steps of every case anew and compare, count the cases anew, and read every "
            "file of evidence; fails if anything differs."
        )
        found.add_parser("check", help=check, description=check)

    def handle(self, *, subcommand: str, **options: Any) -> None:
        count = 0
        for difference in chain(
            differences(), wrongly_waiting(), altered_files(), altered_tallies()
        ):
            count += 1
            self.stderr.write(str(difference))
        if count:
            raise CommandError(f"{count} differences between the cases and their steps.")
        checked = Case.objects.filter(erased_at__isnull=True).count()
        self.stdout.write(f"{checked} cases agree with their steps.")
