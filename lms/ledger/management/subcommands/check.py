"""`manage.py ledger check`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from lms.ledger.checks import obstacles

help = "See whether the site may start: triggers stand, and the master key opens the others."


def add_arguments(parser: ArgumentParser) -> None:
    pass


def handle(command: BaseCommand, **options: Any) -> None:
    with translation.override("en"):  # as everything that is said while the site starts
        if found := obstacles():
            raise SystemExit("\n".join(found))
    command.stdout.write("The ledger is fit to serve.")
